// A line as this browser pulled and stored it, and the entry that it holds.

import type { Json } from "../../shared/canonical.ts";
import { fromLine, type Header, readBody, readHeader } from "../../shared/entry.ts";
import { readStamp } from "../../shared/stamp.ts";
import type { Stamp } from "../../shared/types.gen.ts";
import type { Judged } from "./counting.ts";

export type StoredLine = {
  position: number; id: string; kind: string; subject: string; line: string;
};

/** A pulled entry, read. Parts that were withheld or cannot be read are missing. */
export type PulledLine = StoredLine & Judged & {
  header: Header; parts: Record<string, Record<string, Json>>; stamp: Stamp | null;
};

/** Return the lines that can be read, in the order in which they were given. */
export function readLines(stored: StoredLine[]): PulledLine[] {
  return stored.map(readLine).filter((line): line is PulledLine => line !== null);
}

function readLine(stored: StoredLine): PulledLine | null {
  const entry = fromLine(stored.line);
  const header = entry && readHeader(entry.header);
  const stamp = readStamp(entry?.stamp ?? "");
  const unstamped = entry?.stamp === undefined; // an own entry that was not pulled yet
  if (!entry || !header || !(stamp || unstamped)) return null;
  const bodies = Object.entries(entry.parts).map(([name, part]) => [name, readBody(part.body)]);
  const parts = Object.fromEntries(bodies.filter(([, body]) => body !== null)) as
    PulledLine["parts"];
  const judged = { verdict: stamp?.verdict ?? "" as const, released: entry.released === true };
  return { ...stored, ...judged, header, parts, stamp };
}
