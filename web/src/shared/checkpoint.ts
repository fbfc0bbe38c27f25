// The signed note over a logbook's tree: C2SP tlog-checkpoint, Ed25519 (docs/protocol.md 4).

import {
  type Bytes, concat, equal, fromBase64, toBase64Url, toHex, utf8,
} from "./bytes.ts";
import { sha256 } from "./digest.ts";

export type Checkpoint = { logbook: string; epoch: number; size: number; root: string };

/** A note as read: nothing in it is believed before `verifyNote` says so. */
export type Note = Checkpoint & { origin: string; signed: Bytes; signatures: NoteSignature[] };

type NoteSignature = { name: string; id: Bytes; signature: Bytes };

export type VerifierKey = { logbook: string; epoch: number; publicKey: Bytes };

const ORIGIN = /^([0-9a-f-]{36})\/([1-9]\d{0,6})$/;
const SIZE = /^(0|[1-9]\d{0,15})$/;
const SIGNATURE_LINE = /^— (\S+) (\S+)$/;
const ED25519 = Uint8Array.of(1);

/** Return the key that a verifier key text names, when its own key id fits it. */
export async function parseVerifierKey(text: string): Promise<VerifierKey | null> {
  const [name = "", id = "", encoded = "", ...rest] = splitVerifierKey(text);
  const origin = ORIGIN.exec(name);
  const key = fromBase64(encoded);
  if (origin === null || rest.length > 0 || key?.length !== 33 || key[0] !== 1) return null;
  const publicKey = key.slice(1);
  if (toHex(await keyId(name, publicKey)) !== id) return null;
  return { logbook: origin[1] ?? "", epoch: Number(origin[2]), publicKey };
}

/** Split at the first two pluses; base64 may hold more of them. */
function splitVerifierKey(text: string): string[] {
  const [name, id, ...encoded] = text.split("+");
  return [name ?? "", id ?? "", encoded.join("+")];
}

async function keyId(name: string, publicKey: Bytes): Promise<Bytes> {
  const whole = await sha256(concat(utf8(`${name}\n`), ED25519, publicKey));
  return whole.slice(0, 4);
}

export function parseNote(text: string): Note | null {
  const end = text.indexOf("\n\n");
  if (end < 0 || !text.endsWith("\n")) return null;
  const [origin = "", size = "", root = "", ...extensions] = text.slice(0, end).split("\n");
  const named = ORIGIN.exec(origin);
  const hash = fromBase64(root);
  const signatures = parseSignatures(text.slice(end + 2, -1));
  if (named === null || !SIZE.test(size) || hash?.length !== 32) return null;
  if (!Number.isSafeInteger(Number(size)) || extensions.length > 0 || !signatures) return null;
  return {
    origin, logbook: named[1] ?? "", epoch: Number(named[2]), size: Number(size),
    root: toBase64Url(hash), signed: utf8(text.slice(0, end + 1)), signatures,
  };
}

function parseSignatures(text: string): NoteSignature[] | null {
  const found = text.split("\n").map((line) => {
    const [, name = "", encoded = ""] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    return name && bytes && bytes.length > 4
      ? { name, id: bytes.slice(0, 4), signature: bytes.slice(4) } : null;
  });
  return found.some((item) => item === null) ? null : (found as NoteSignature[]);
}

/**
 * Return the checkpoint of a note signed by the pinned key, else null. A later epoch of the same
 * logbook is taken under the same key: that is how a restored server says that it was restored.
 */
export async function verifyNote(text: string, pinned: string): Promise<Checkpoint | null> {
  const [note, pin] = [parseNote(text), await parseVerifierKey(pinned)];
  if (note === null || pin === null) return null;
  if (note.logbook !== pin.logbook || note.epoch < pin.epoch) return null;
  const id = await keyId(note.origin, pin.publicKey);
  const mine = note.signatures.find((one) => one.name === note.origin && equal(one.id, id));
  if (mine === undefined || mine.signature.length !== 64) return null;
  const key = await importEd25519(pin.publicKey);
  if (key === null) return null;
  const good = await crypto.subtle.verify({ name: "Ed25519" }, key, mine.signature, note.signed);
  const { logbook, epoch, size, root } = note;
  return good ? { logbook, epoch, size, root } : null;
}

/** Return null where the browser knows no Ed25519 (before Chrome 137, Safari 17, Firefox 129). */
export async function importEd25519(publicKey: Bytes): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, true, ["verify"]);
  } catch {
    return null;
  }
}

/** Return six groups of four hex digits to compare by eye when an invite was typed. */
export async function fingerprintOf(pinned: string): Promise<string | null> {
  const key = await parseVerifierKey(pinned);
  if (key === null) return null;
  const hex = toHex((await sha256(key.publicKey)).slice(0, 12));
  return (hex.match(/.{4}/g) ?? []).join(" ");
}
