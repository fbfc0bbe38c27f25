// One wire line as screens read it: the header's members, the parts that are there, the stamp.
// Nothing is judged here. A part that cannot be read is treated as withheld; its bytes stay
// in `wire` for the technical view.

import { utf8 } from "../../shared/bytes.ts";
import { entryId } from "../../shared/entry.ts";
import type { WireEntry } from "../../shared/types.gen.ts";

/** A line of push, pull or the reading interface; parts may be withheld. */
export type WireLine = WireEntry;

export type Body = Readonly<Record<string, unknown>>;
export type Bodies = Readonly<Record<string, Body>>;

export type Line = {
  readonly id: string;
  /** Without its version: `screening.recorded`. */
  readonly kind: string;
  readonly subject: string;
  readonly follows: readonly string[];
  readonly key: string;
  readonly seq: number;
  readonly at: string;
  readonly parts: Bodies;
  readonly withheld: readonly string[];
  /** -1 until the server has given it a place. */
  readonly position: number;
  readonly received: string;
  readonly verdict: "" | "accepted" | "quarantined";
  readonly code: string;
  /** It counts although its stamp says quarantined. */
  readonly released: boolean;
  readonly wire: WireLine;
};

type HeaderMembers = {
  kind: string;
  subject: string;
  follows: string[];
  key: string;
  seq: number;
  at: string;
  parts: Record<string, string>;
};

type StampMembers = { received: string; verdict: "accepted" | "quarantined"; code: string };

const NO_STAMP = { received: "", verdict: "", code: "" } as const;

/** A kind without its version. */
export function kindOf(named: string): string {
  return named.replace(/\/\d+$/, "");
}

export function parseWire(line: string | WireLine): WireLine {
  return typeof line === "string" ? (JSON.parse(line) as WireLine) : line;
}

export async function readLine(given: string | WireLine): Promise<Line> {
  const wire = parseWire(given);
  const header = JSON.parse(wire.header) as HeaderMembers;
  const parts = readBodies(wire.parts);
  const stamp = wire.stamp ? (JSON.parse(wire.stamp) as StampMembers) : NO_STAMP;
  return {
    id: await entryId(utf8(wire.header)),
    kind: kindOf(header.kind),
    subject: header.subject,
    follows: header.follows,
    key: header.key,
    seq: header.seq,
    at: header.at,
    parts,
    withheld: Object.keys(header.parts).filter((name) => !(name in parts)),
    position: wire.position ?? -1,
    received: stamp.received,
    verdict: stamp.verdict,
    code: stamp.code,
    released: wire.released === true,
    wire,
  };
}

function readBodies(parts: WireLine["parts"]): Bodies {
  const entries = Object.entries(parts).map(([name, part]) => [name, readBody(part.body)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Body] => !!entry[1]));
}

function readBody(body: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isBody(value) ? value : undefined;
  } catch (error) {
    // A quarantined entry may hold anything; the technical view shows its exact text.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Log order; what has no place yet comes last, in the order of its own chain. */
export function inOrder(lines: readonly Line[]): Line[] {
  const place = (line: Line): number =>
    line.position < 0 ? Number.MAX_SAFE_INTEGER : line.position;
  return [...lines].sort((a, b) => place(a) - place(b) || a.seq - b.seq);
}
