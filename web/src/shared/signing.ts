// ECDSA P-256 with SHA-256, raw r||s. Only the low of the two valid s values is made or taken, so
// that no second signature can be made from a first.

import { type Bytes, concat, toHex } from "./bytes.ts";
import { sha256Text } from "./digest.ts";

const KEY = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" } as const;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF = ORDER >> 1n;
/** The bytes of a P-256 SubjectPublicKeyInfo in its one form, with the point uncompressed. */
const SPKI_BYTES = 91;

/** Make a key that can sign here and can never be read out. */
export async function generateKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY, false, ["sign", "verify"]);
}

export async function sign(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return lowered(new Uint8Array(await crypto.subtle.sign(SIGNATURE, key, message)));
}

/** Say whether the signature fits; a high s does not, however well it verifies. */
export async function verify(key: CryptoKey, signature: Bytes, message: Bytes): Promise<boolean> {
  if (signature.length !== 64 || scalar(signature) > HALF) return false;
  return crypto.subtle.verify(SIGNATURE, key, signature, message);
}

/** Return the public key in SubjectPublicKeyInfo form. */
export async function spkiOf(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", key));
}

export async function importSpki(spki: Bytes): Promise<CryptoKey | null> {
  if (spki.length !== SPKI_BYTES) return null; // WebCrypto may take a second spelling
  try {
    return await crypto.subtle.importKey("spki", spki, KEY, true, ["verify"]);
  } catch {
    return null; // WebCrypto says "not a key" only by throwing
  }
}

/** Return the name of a key: the hash of its SubjectPublicKeyInfo. */
export async function keyName(spki: Bytes): Promise<string> {
  return sha256Text(spki);
}

/** Return the same signature with the low s. */
export function lowered(signature: Bytes): Bytes {
  const s = scalar(signature);
  if (s <= HALF) return signature;
  const hex = (ORDER - s).toString(16).padStart(64, "0");
  const low = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return concat(signature.slice(0, 32), low);
}

function scalar(signature: Bytes): bigint {
  return BigInt(`0x${toHex(signature.slice(32))}`);
}
