// Signatures: always the low s, and the high one is never taken.

import { expect, it } from "vitest";

import { concat, toHex, utf8 } from "../../src/shared/bytes.ts";
import { generateKey, importSpki, keyName, lowered, sign, spkiOf, verify } from
  "../../src/shared/signing.ts";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const message = utf8("verbatim/entry/1\n{}");

it("signs with the low s and refuses the high one", async () => {
  const keys = await generateKey();
  for (let round = 0; round < 16; round += 1) {
    const signature = await sign(keys.privateKey, message);
    const s = BigInt(`0x${toHex(signature.slice(32))}`);
    expect(s <= ORDER / 2n).toBe(true);
    const pairs = (ORDER - s).toString(16).padStart(64, "0").match(/../g) ?? [];
    const high = Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
    const other = concat(signature.slice(0, 32), high);
    expect(await verify(keys.publicKey, signature, message)).toBe(true);
    expect(await verify(keys.publicKey, other, message)).toBe(false);
    expect(lowered(other)).toEqual(signature);
  }
});

it("names a key by its SubjectPublicKeyInfo and never lets the private one out", async () => {
  const keys = await generateKey();
  const spki = await spkiOf(keys.publicKey);
  expect(spki).toHaveLength(91);
  expect(await keyName(spki)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const again = await importSpki(spki);
  const signature = await sign(keys.privateKey, message);
  expect(again && await verify(again, signature, message)).toBe(true);
  await expect(crypto.subtle.exportKey("pkcs8", keys.privateKey)).rejects.toThrow();
  expect(await importSpki(utf8("no key"))).toBeNull();
});
