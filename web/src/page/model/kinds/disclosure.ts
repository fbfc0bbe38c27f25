// Giving entries, with what proves them, to a person outside: what may be given, and what has been,
// to whom, on what basis.

import { type Disclosure, LIMITS } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";
import { counts } from "../counting.ts";
import { inOrder, type Line } from "../lines.ts";

const KIND = "disclosure.made";

/** `subject` is the record, or the item, that it is about. */
export function discloseEntries(subject: string, disclosure: Disclosure): Act {
  return { kind: "disclosure.made/1", subject, follows: [], parts: { disclosure } };
}

/** Codes of entries that any sender can repeat without end: unreadable, or of a revoked key. */
const NEVER_LISTED = new Set(["kind_unknown", "part_invalid", "key_revoked"]);

/** Return what a line says was given; nothing of a line that says no such thing. */
export function disclosureOf(line: Line): Disclosure | undefined {
  return line.kind === KIND ? line.parts["disclosure"] as unknown as Disclosure | undefined
    : undefined;
}

/**
 * Say whether the server has a file for a line: it has its place, and was accepted when it arrived.
 * A verifier takes no disclosure that was released, because a bundle need not hold the release.
 */
export function hasBundle(line: Line): boolean {
  return line.kind === KIND && line.position >= 0 && line.verdict === "accepted";
}

/**
 * The entries about a record or an item that a bundle encloses, in the order of the log: all that
 * count, and of what is kept aside the first that fit beside them. What says nothing is enclosed
 * only where nothing else does. It does not say to whom others were given.
 */
export function enclosable(lines: readonly Line[], subject: string): Line[] {
  const placed = inOrder(lines.filter((line) => line.position >= 0 && line.kind !== KIND));
  const counted = placed.filter(counts);
  const rubbish = stands(subject, counted) ? NEVER_LISTED : new Set<string>();
  const aside = placed.filter((line) => !counts(line) && !rubbish.has(line.code));
  const room = Math.max(0, LIMITS.disclosed_entries - counted.length);
  return inOrder([...counted, ...aside.slice(0, room)]);
}

/** Say whether a record counts, or one that names the item. A review makes no record. */
function stands(subject: string, counted: readonly Line[]): boolean {
  return counted.some(({ kind, subject: about, parts }) =>
    kind !== "review.made" && [about, parts["item"]?.["item"]].includes(subject));
}

/** The names of the parts that are there to be withheld, each once. */
export function partsOf(lines: readonly Line[]): string[] {
  return [...new Set(lines.flatMap((line) => Object.keys(line.parts)))].sort();
}
