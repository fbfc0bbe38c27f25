// A key for this browser, made here and shown to work here, before anybody is told of it.

import { toBase64Url, utf8 } from "../../shared/bytes.ts";
import { importEd25519 } from "../../shared/checkpoint.ts";
import { generateKey, sign, spkiOf, verify } from "../../shared/signing.ts";
import { closeDatabase, readMeta, writeMeta } from "../store/database.ts";

/** A key that is not enrolled yet; the same one at every try until it is. */
export type NewKey = { keys: CryptoKeyPair; spki: string };

/**
 * Return a key that was stored, read from a newly opened database, used and verified: a browser
 * that cannot do that must not be trusted with a record.
 */
export async function testedKey(purpose: "joining" | "renewing"): Promise<NewKey | null> {
  const kept = await readMeta<NewKey>(purpose);
  if (kept === undefined) {
    const keys = await generateKey();
    await writeMeta(purpose, { keys, spki: toBase64Url(await spkiOf(keys.publicKey)) });
  }
  await closeDatabase();
  const read = await readMeta<NewKey>(purpose);
  if (read === undefined || !navigator.locks) return null;
  const words = utf8("verbatim/self-test/1\n");
  const signature = await sign(read.keys.privateKey, words);
  const good = await verify(read.keys.publicKey, signature, words);
  return good && (await knowsEd25519()) ? read : null;
}

async function knowsEd25519(): Promise<boolean> {
  // The base point: a public key that is valid everywhere.
  const point = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0x58 : 0x66));
  return (await importEd25519(point)) !== null;
}
