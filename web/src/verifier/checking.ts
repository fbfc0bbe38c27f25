// How a check fails: by name, file and reason, in the words of audit/verify.py, which this folder
// follows check by check. What Python refuses to read is refused here too, and never guessed.

import type { Json } from "../shared/canonical.ts";

export type Document = { [name: string]: Json };

/** A check that does not hold. */
export class Failed extends Error {
  constructor(readonly check: string, readonly file: string, readonly reason: string) {
    super(reason);
  }
}

/** What a check asks for is not so. */
class Unmet extends Error {}

const UNREADABLE = "it is missing, or does not have the form it must have";

/** Name the check and the file for whatever does not hold inside. */
export async function checking<Found>(
  check: string, file: string, look: () => Found | Promise<Found>,
): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Failed) throw error;
    throw new Failed(check, file, error instanceof Unmet ? error.message : UNREADABLE);
  }
}

export function require(holds: unknown, reason: string): asserts holds {
  if (!holds) throw new Unmet(reason);
}

/** Return what is there. What is not makes the check fail that asked for it. */
export function present<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new TypeError(UNREADABLE);
  return value;
}

export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Return a member, or nothing. A name such as `constructor` is not a member. */
export function memberOr(document: Document | undefined, name: string): Json | undefined {
  return document !== undefined && Object.hasOwn(document, name) ? document[name] : undefined;
}

export function member(document: Json | undefined, name: string): Json {
  return present(memberOr(isDocument(document) ? document : undefined, name));
}

export function text(value: Json | undefined): string {
  return present(typeof value === "string" ? value : undefined);
}

/** Return what Python runs through: items of a list, letters of a text, names of members. */
export function each(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...value];
  return Object.keys(present(isDocument(value) ? value : undefined));
}

/** As `each`, of what can be compared. */
export function setOf(value: Json): Set<Json> {
  return new Set(each(value).map(comparable));
}

/** Return a value that Python takes into a set; it takes no list and no object. */
export function comparable(value: Json): Json {
  return present(typeof value === "object" ? null : value);
}

export function same(found: ReadonlySet<Json>, wanted: readonly string[]): boolean {
  return found.size === wanted.length && wanted.every((name) => found.has(name));
}
