// The files of docs/vectors, the same that the Python tests read.

import { readFileSync } from "node:fs";

import { type Bytes, fromBase64Url, utf8 } from "../../src/shared/bytes.ts";
import type { Receipt } from "../../src/shared/types.gen.ts";

export type Key = { name: string; spki: string; key: string };
/** `hex` is bytes that are no text; `pieces` are texts, each repeated. */
export type Data = { why: string; text?: string; hex?: string; pieces?: [string, number][] };
type Note = { why: string; note: string };
type Proof = { size: number; path: string[] };
type Consistency = Proof & { old: number };

export type Files = {
  canonical: { good: { value: unknown; text: string; sha256: string }[]; bad: Data[] };
  signature: { key: Key; message: string; not_keys: { why: string; spki: string }[];
    cases: { why: string; signature: string; verifies: boolean }[] };
  leaf: { last_leaf: string; cases: { header: string; id: string; signature: string;
    stamp: string; leaf_sha256: string; leaf_hash: string;
    parts: { name: string; salt: string; body: string; hash: string }[] }[] };
  chain: { stories: { why: string; enrolled: string;
    arrivals: { id: string; seq: number; prev: string; flags: string[] }[] }[] };
  counting: { stories: { why: string; entries: Told[] }[] };
  merkle: { leaves: string[]; leaf_hashes: string[]; roots: string[];
    inclusion: (Proof & { leaf: number })[]; consistency: Consistency[];
    broken_inclusion: (Proof & { why: string; leaf: number; leaf_hash: string; root: string })[];
    broken_consistency: (Consistency & { why: string; old_root: string; root: string })[] };
  checkpoint: { pinned: string; bad: Note[]; not_pins: (Note & { pin: string })[];
    good: (Note & { epoch: number; size: number; root: string })[] };
  entries: { logbook: string; keys: Key[]; pinned: string; checkpoint: string;
    entries: { id: string; kind: string; line: string }[] };
  malformed: { logbook: string; keys: Key[]; lines: (Data & { code: string })[] };
  bundles: { key: string; good: string; cases: BundleCase[] };
  receipt: { logbook: string; pinned: string; lines: string[]; good: Answer[]; broken: Answer[] };
};

/** One entry of a story; `code` is that of its stamp, `counts` holds at the end of the story. */
export type Told = { id: string; by: string; kind: string; subject: string; follows: string[];
  code: string; counts: boolean };

/** Take the files of the good bundle, set and remove, pack, splice. */
export type BundleCase = { why: string; verdict: string; check?: string; file?: string;
  notes?: [number, string][]; set: Record<string, string>; remove: string[];
  splice: [number, number, string] };

export type Answer = { why: string; receipt: Receipt; said: string[] };

export function vectors<Name extends keyof Files>(name: Name): Files[Name] {
  const file = new URL(`../../../docs/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Files[Name];
}

export function bytes(text: string | undefined): Bytes {
  const read = fromBase64Url(text ?? "?");
  if (read === null) throw new TypeError(`not base64url: ${text}`);
  return read;
}

export function fromHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function dataOf({ text = "", hex, pieces = [[text, 1]] }: Data): Bytes {
  if (hex !== undefined) return fromHex(hex);
  return utf8(pieces.map(([piece, times]) => piece.repeat(times)).join(""));
}
