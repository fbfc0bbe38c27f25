// What the checks have found so far.

import type { Bytes } from "../shared/bytes.ts";
import type { Json } from "../shared/canonical.ts";
import { type Document, memberOr } from "./checking.ts";

export type Files = Map<string, Bytes>;

export type Header = {
  logbook: string; kind: string; subject: string; key: string; prev: string; at: string;
  boot: string; app: string; seq: number; mono: number; follows: string[];
  anchor: { epoch: number; size: number; root: string }; parts: Record<string, string>;
};

export type Stamp = { code: string; received: string; verdict: string };

/** One entry of the log, taken apart. */
export type Entry = {
  position: number; file: string; leaf: Bytes; headerBytes: Bytes; header: Header;
  signature: Bytes; stamp: Stamp; id: string; parts: Map<string, Document>;
  /** When the server had the last entry of the tree that it knew; empty if that is not shown. */
  notBefore: string;
  /** The first of the keys that followed each other on its browser. */
  browser: string;
  /** It counted, and the server stated it. */
  byServer: boolean;
};

export type Key = { verifier: CryptoKey; enrolment: Entry };
export type State = "disclosed" | "erased" | "withheld";
export type Note = { code: string; position: number; text: string };

export type Bundle = {
  /** The head, its three lines, and its signatures behind four bytes of their key's id each. */
  files: Files; note: Bytes; head: Bytes; signed: Bytes[];
  logbook: string; epoch: number; size: number; root: Bytes;
  /** By position, in this order. */
  entries: Map<number, Entry>; byId: Map<string, Entry>; keys: Map<string, Key>;
  /** The first key of the browser of every key that followed another. */
  first: Map<string, string>;
  /** The keys that signed the head. */
  signers: Bytes[];
  /** `made` is the position of the disclosure. */
  erased: Set<string>; made: number; disclosure: Document; listed: Entry[]; notes: Note[];
};

const NOTHING = new Uint8Array(0);

export function bundleOf(files: Files): Bundle {
  return {
    files, note: NOTHING, head: NOTHING, signed: [],
    logbook: "", epoch: 0, size: 0, root: NOTHING, entries: new Map(),
    byId: new Map(), keys: new Map(), first: new Map(), signers: [], erased: new Set(), made: 0,
    disclosure: {}, listed: [], notes: [],
  };
}

export function counted(entry: Entry): boolean {
  return entry.stamp.verdict === "accepted";
}

export function allOf(bundle: Bundle): Entry[] {
  return [...bundle.entries.values()];
}

/** Return the keys that these revocations end: all that followed each other there (protocol 19). */
export function revokedBy(bundle: Bundle, entries: Entry[]): string[] {
  const firstOf = (key: string): string => bundle.first.get(key) ?? key;
  const named = entries.map((entry) => memberOr(entry.parts.get("revocation"), "key"));
  const browsers = named.filter((key) => typeof key === "string").map(firstOf);
  return [...bundle.keys.keys()].filter((key) => browsers.includes(firstOf(key)));
}

/** Return one text for the two; a number or a truth value is no text of the same letters. */
export function erasedPart(id: Json, name: Json): string {
  return JSON.stringify([id, name]);
}

/** Return of every part that the header names whether it is disclosed, erased or withheld. */
export function states(bundle: Bundle, entry: Entry): Map<string, State> {
  const names = Object.keys(entry.header.parts);
  return new Map(names.map((name) => [name, stateOf(bundle, entry, name)]));
}

function stateOf(bundle: Bundle, entry: Entry, name: string): State {
  if (entry.parts.has(name)) return "disclosed";
  return bundle.erased.has(erasedPart(entry.id, name)) ? "erased" : "withheld";
}

/** Return the files `BEFOREnAFTER` with their numbers, in order. */
export function numbered(files: Files, before: string, after: string): [number, string][] {
  const found = [...files.keys()].filter((name) => name.startsWith(before) && name.endsWith(after));
  return found.map((name) => [name.slice(before.length, name.length - after.length), name] as const)
    .filter(([digits]) => /^\d{8,15}$/.test(digits))
    .map(([digits, name]): [number, string] => [Number(digits), name])
    .sort(([left, one], [right, other]) => left - right || (one < other ? -1 : 1));
}

export function eight(position: number): string {
  return String(position).padStart(8, "0");
}
