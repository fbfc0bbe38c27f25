// How the server's own keys followed each other, from those that the genesis names
// (docs/protocol.md 19). The caller has proved before that these entries are in the log.

import { fromBase64Url, utf8 } from "./bytes.ts";
import { importEd25519, parseVerifierKey } from "./checkpoint.ts";
import {
  type Header, partsFit, readBody, readHeader, signedBytes, type WireEntry,
} from "./entry.ts";
import { importSpki, keyName, verify } from "./signing.ts";
import type { CheckpointRotation, Rotation } from "./types.gen.ts";

const CONTEXT = "verbatim/rotate/1\n";

/** The key of the server's entries, and every key that signed its checkpoints, the newest last. */
export type ServerKeys = { entrySpki: string; checkpointKeys: string[] };

type Read<Part> = { header: Header; part: Part };

/** Return the keys after these rotations, in the order of the log; null if one does not fit. */
export async function followKeys(
  start: ServerKeys, rotations: readonly WireEntry[],
): Promise<ServerKeys | null> {
  let keys: ServerKeys | null = start;
  for (const entry of rotations) keys = keys && (await followOne(keys, entry));
  return keys;
}

async function followOne(keys: ServerKeys, entry: WireEntry): Promise<ServerKeys | null> {
  const rotated = await readEntry<Rotation>(entry, "key.rotated/1", "rotation");
  if (rotated !== null) {
    const good = await isSignedBy(entry, rotated.header, keys.entrySpki)
      && await provesKey(rotated.header, rotated.part);
    return good ? { ...keys, entrySpki: rotated.part.spki } : null;
  }
  const handed = await readEntry<CheckpointRotation>(entry, "checkpoint.key.rotated/1",
    "rotation");
  if (handed === null || !(await isSignedBy(entry, handed.header, keys.entrySpki))) return null;
  const { old, new: next } = handed.part;
  if (old !== keys.checkpointKeys.at(-1) || keys.checkpointKeys.includes(next)) return null;
  if (!(await provesHandover(handed.header.logbook, handed.part))) return null;
  return { ...keys, checkpointKeys: [...keys.checkpointKeys, next] };
}

/** Read an entry of this kind whose part is the one that its header names. */
export async function readEntry<Part>(
  entry: WireEntry, kind: string, name: string,
): Promise<Read<Part> | null> {
  const header = readHeader(entry.header);
  const part = readBody(entry.parts[name]?.body ?? "");
  if (header?.kind !== kind || part === null) return null;
  return (await partsFit(header, entry.parts)) ? { header, part: part as Part } : null;
}

/** Say whether this key signed it, and is the key the header names. */
export async function isSignedBy(
  entry: WireEntry, header: Header, spkiText: string,
): Promise<boolean> {
  const spki = fromBase64Url(spkiText);
  if (spki === null || (await keyName(spki)) !== header.key) return false;
  return isBy(spkiText, entry.sig, signedBytes(utf8(entry.header)));
}

async function provesKey(header: Header, { spki, proof }: Rotation): Promise<boolean> {
  return isBy(spki, proof, utf8(`${CONTEXT}${header.logbook}\n${header.key}\n${spki}`));
}

async function isBy(
  spkiText: string, sig: string, words: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const [spki, signature] = [fromBase64Url(spkiText), fromBase64Url(sig)];
  const key = spki && (await importSpki(spki));
  return !!key && signature !== null && verify(key, signature, words);
}

async function provesHandover(logbook: string, part: CheckpointRotation): Promise<boolean> {
  const words = utf8(`${CONTEXT}${part.old}\n${part.new}`);
  return await isByVerifier(logbook, part.old, part.by_old, words)
    && isByVerifier(logbook, part.new, part.by_new, words);
}

async function isByVerifier(
  logbook: string, text: string, sig: string, words: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const [named, signature] = [await parseVerifierKey(text), fromBase64Url(sig)];
  if (named?.logbook !== logbook || signature === null) return false;
  const key = await importEd25519(named.publicKey);
  return key !== null && crypto.subtle.verify({ name: "Ed25519" }, key, signature, words);
}
