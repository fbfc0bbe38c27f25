// Ed25519 of the verifier, against the platform's own and against RFC 8032.

import { expect, test } from "vitest";

import { type Bytes, concat, utf8 } from "../../src/shared/bytes.ts";
import { ed25519Verifies } from "../../src/verifier/ed25519.ts";
import { fromHex } from "../vectors/files.ts";

const L = 2n ** 252n + 27742317777372353535851937790883648493n;

async function signed(message: Bytes): Promise<{ key: Bytes; signature: Bytes }> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { privateKey, publicKey } = pair as CryptoKeyPair;
  return {
    key: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)),
    signature: new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message)),
  };
}

/** Return the same signature with the order of the group added to S: plain arithmetic takes it. */
function withHighS(signature: Bytes): Bytes {
  const digits = signature.slice(32).toReversed()
    .reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
  const high = (BigInt(`0x${digits}`) + L).toString(16).padStart(64, "0");
  return concat(signature.slice(0, 32), fromHex(high).toReversed());
}

test("what the platform signs is verified, and nothing else", async () => {
  for (let round = 0; round < 12; round += 1) {
    const message = utf8(`message ${round}`.repeat(round));
    const { key, signature } = await signed(message);
    expect(await ed25519Verifies(key, signature, message)).toBe(true);
    expect(await ed25519Verifies(key, signature, utf8("another"))).toBe(false);
    expect(await ed25519Verifies(key, withHighS(signature), message)).toBe(false);
    expect(await ed25519Verifies(key, concat(signature, Uint8Array.of(0)), message)).toBe(false);
    const other = Uint8Array.from(signature, (byte, at) => (at === round ? byte ^ 1 : byte));
    expect(await ed25519Verifies(key, other, message)).toBe(false);
    expect(await ed25519Verifies((await signed(message)).key, signature, message)).toBe(false);
  }
});

test("RFC 8032, 7.1, test 2", async () => {
  const key = fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = fromHex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  expect(await ed25519Verifies(key, signature, Uint8Array.of(0x72))).toBe(true);
});

test("bytes that are no point, or not the one spelling of one, are no key", async () => {
  const message = utf8("x");
  const { signature } = await signed(message);
  const beyond = "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"; // y = 0, again
  const negative = `01${"0".repeat(60)}80`; // y = 1 has x = 0 alone, which has no sign
  for (const key of [beyond, negative, `02${"0".repeat(62)}`, "00".repeat(31), "00".repeat(33)]) {
    expect(await ed25519Verifies(fromHex(key), signature, message), key).toBe(false);
  }
});
