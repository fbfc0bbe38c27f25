// A line as this browser pulled and stored it, and the entry that it holds.

import type { Json } from "../../shared/canonical.ts";
import { fromLine, type Header, readBody, readHeader } from "../../shared/entry.ts";
import { readStamp } from "../../shared/stamp.ts";
import type { Stamp } from "../../shared/types.gen.ts";

export type StoredLine = {
  position: number; id: string; kind: string; subject: string; line: string;
};

/** A pulled entry, read. Parts that were withheld or cannot be read are missing. */
export type PulledLine = {
  position: number; id: string; kind: string; subject: string; line: string;
  header: Header; parts: Record<string, Record<string, Json>>; stamp: Stamp | null;
};

/** Return the lines that can be read, in the order in which they were given. */
export function readLines(stored: StoredLine[]): PulledLine[] {
  return stored.map(readLine).filter((line): line is PulledLine => line !== null);
}

function readLine(stored: StoredLine): PulledLine | null {
  const entry = fromLine(stored.line);
  const header = entry && readHeader(entry.header);
  if (!entry || !header) return null;
  const bodies = Object.entries(entry.parts).map(([name, part]) => [name, readBody(part.body)]);
  const parts = Object.fromEntries(bodies.filter(([, body]) => body !== null)) as
    PulledLine["parts"];
  return { ...stored, header, parts, stamp: readStamp(entry.stamp ?? "") };
}
