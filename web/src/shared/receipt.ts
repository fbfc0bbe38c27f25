// Checking a receipt (docs/protocol.md 6): nothing the server says about an entry is believed
// unless the entry's own bytes and the stamp lead, by the proof, to the pinned key's checkpoint.

import { type Bytes, fromBase64Url, toBase64Url, utf8 } from "./bytes.ts";
import { type Checkpoint, verifyNote } from "./checkpoint.ts";
import { entryId, leafBytes } from "./entry.ts";
import { leafHash, rootFromInclusion } from "./merkle.ts";
import { readStamp } from "./stamp.ts";
import {
  type Flag, type PushResult, type Receipt, type Stamp, VERDICT_WORDS, type WireEntry,
} from "./types.gen.ts";

/** What a browser pinned at enrolment and never accepts again. */
export type Pin = { logbook: string; checkpointKey: string };

export type Believed = {
  outcome: "believed"; id: string; position: number; stamp: Stamp; stampText: string;
  flags: Flag[]; proof: string[];
};
export type Disbelieved = { outcome: "disbelieved"; id: string; why: Doubt };
export type Unreadable = { outcome: "malformed"; id: string; code: string; detail: string };
export type LineCheck = Believed | Disbelieved | Unreadable;

/** Why a receipt's word about an entry is not believed. */
export type Doubt =
  | "receipt_incomplete" | "receipt_other_logbook" | "receipt_checkpoint_invalid"
  | "receipt_other_entry" | "receipt_stamp_invalid" | "receipt_verdict_differs"
  | "receipt_proof_invalid";

export type ReceiptCheck = { checkpoint: Checkpoint | null; lines: LineCheck[] };

type Context = { checkpoint: Checkpoint | null; doubt: Doubt | null; nodes: Bytes[] };

/** Judge every line of a push by its receipt; the result is in the order of the lines. */
export async function checkReceipt(
  entries: WireEntry[], receipt: Receipt, pin: Pin,
): Promise<ReceiptCheck> {
  const context = await openReceipt(receipt, entries.length, pin);
  const lines: LineCheck[] = [];
  for (const [at, entry] of entries.entries()) {
    lines.push(await checkLine(entry, receipt.results[at], context));
  }
  return { checkpoint: context.checkpoint, lines };
}

async function openReceipt(receipt: Receipt, count: number, pin: Pin): Promise<Context> {
  const nodes = receipt.nodes.map((node: unknown) =>
    typeof node === "string" ? fromBase64Url(node) : null);
  const known = nodes.filter((node): node is Bytes => node?.length === 32);
  const checkpoint = receipt.checkpoint
    ? await verifyNote(receipt.checkpoint, pin.checkpointKey) : null;
  const context = { checkpoint, nodes: known };
  if (receipt.logbook !== pin.logbook) return { ...context, doubt: "receipt_other_logbook" };
  const whole = known.length === nodes.length && receipt.results.length === count;
  return { ...context, doubt: whole ? null : "receipt_incomplete" };
}

async function checkLine(
  entry: WireEntry, result: PushResult | undefined, context: Context,
): Promise<LineCheck> {
  const id = await entryId(entry.header);
  const doubt = context.doubt ?? doubtOf(result, id);
  if (doubt !== null || result === undefined) {
    return { outcome: "disbelieved", id, why: doubt ?? "receipt_incomplete" };
  }
  if (result.verdict === "malformed") {
    return { outcome: "malformed", id, code: result.code, detail: result.detail ?? "" };
  }
  return checkProof(entry, id, result, context);
}

/** What is wrong with a result before any hash is computed. */
function doubtOf(result: PushResult | undefined, id: string): Doubt | null {
  if (!isResult(result)) return "receipt_incomplete";
  if (result.verdict === "malformed") return null;
  if (result.id !== id) return "receipt_other_entry";
  const stamp = readStamp(result.stamp);
  if (stamp === null) return "receipt_stamp_invalid";
  return verdictFits(result, stamp) ? null : "receipt_verdict_differs";
}

/** What a server answers has any shape until this has looked: a fraction is no position. */
function isResult(value: unknown): value is PushResult {
  if (typeof value !== "object" || value === null) return false;
  const { id, verdict, code, position, stamp, flags, proof } = value as PushResult;
  return [id, code, stamp].every((text) => typeof text === "string")
    && VERDICT_WORDS.includes(verdict) && Number.isSafeInteger(position)
    && Array.isArray(flags) && flags.every((flag) => typeof flag === "string")
    && Array.isArray(proof) && proof.every((at) => Number.isSafeInteger(at));
}

async function checkProof(
  entry: WireEntry, id: string, result: PushResult, context: Context,
): Promise<Believed | Disbelieved> {
  const { checkpoint, nodes } = context;
  if (checkpoint === null) return { outcome: "disbelieved", id, why: "receipt_checkpoint_invalid" };
  const [stamp, path] = [readStamp(result.stamp), pathOf(result.proof, nodes)];
  const signature = fromBase64Url(entry.sig);
  const readable = stamp !== null && path !== null && signature !== null;
  const leaf = readable && leafBytes(utf8(entry.header), signature, utf8(result.stamp));
  if (!leaf || !(await isIncluded(leaf, result.position, path, checkpoint))) {
    return { outcome: "disbelieved", id, why: "receipt_proof_invalid" };
  }
  return {
    outcome: "believed", id, position: result.position, stamp, stampText: result.stamp,
    flags: result.flags, proof: path.map(toBase64Url),
  };
}

/** Say whether a leaf is at a position of a verified checkpoint's tree. */
export async function isIncluded(
  leaf: Bytes, position: number, path: Bytes[], checkpoint: Checkpoint,
): Promise<boolean> {
  const root = await rootFromInclusion(await leafHash(leaf), position, checkpoint.size, path);
  return root !== null && toBase64Url(root) === checkpoint.root;
}

function pathOf(proof: number[], nodes: Bytes[]): Bytes[] | null {
  const path = proof.map((at) => nodes[at]);
  return path.some((node) => node === undefined) ? null : (path as Bytes[]);
}

/** A duplicate carries the stamp of its first arrival, whatever that was. */
function verdictFits(result: PushResult, stamp: Stamp): boolean {
  if (result.verdict === "duplicate") return true;
  return result.verdict === stamp.verdict && result.code === stamp.code;
}
