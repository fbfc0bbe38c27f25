// ECDSA P-256 (FIPS 186-5) by the browser; what may be a key or a signature is decided here.

import type { Bytes } from "../shared/bytes.ts";
import type { Json } from "../shared/canonical.ts";
import { importSpki } from "../shared/signing.ts";
import { present, require } from "./checking.ts";
import { bigEndian, fromB64u, startsWith } from "./encoding.ts";

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
/** The bytes before a point in its SubjectPublicKeyInfo (RFC 5480). */
const SPKI = Uint8Array.of(
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
  0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
);
const ECDSA = { name: "ECDSA", hash: "SHA-256" } as const;

/** Return the public key of a text. */
export async function p256Key(spki: Json): Promise<CryptoKey> {
  const der = fromB64u(spki);
  require(der.length === 91 && startsWith(der, SPKI), "not a P-256 public key");
  const [x, y] = [bigEndian(der.slice(27, 59)), bigEndian(der.slice(59))];
  const onCurve = x < P && y < P && (y * y - x * x * x + 3n * x - B) % P === 0n;
  require(onCurve, "the public key is not a point of P-256");
  return present(await importSpki(der));
}

/** Say whether the signature fits; of the two that would, only the one with the low s does. */
export async function p256Verifies(
  key: CryptoKey, signature: Bytes, message: Bytes,
): Promise<boolean> {
  const [r, s] = [bigEndian(signature.slice(0, 32)), bigEndian(signature.slice(32))];
  if (signature.length !== 64 || r === 0n || r >= N || s === 0n || s > N / 2n) return false;
  return crypto.subtle.verify(ECDSA, key, signature, message);
}
