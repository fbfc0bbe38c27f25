// What may be given to somebody outside, and what has been given: to whom, and why.

import type { Disclosure } from "../../shared/types.gen.ts";
import type { Line } from "./lines.ts";

const KIND = "disclosure.made";

/** Return what a line says was given; nothing of a line that says no such thing. */
export function disclosureOf(line: Line): Disclosure | undefined {
  return line.kind === KIND ? line.parts["disclosure"] as unknown as Disclosure | undefined
    : undefined;
}

/** Say whether the server has a file for a line: it counts, and has its place. */
export function hasBundle(line: Line): boolean {
  return line.kind === KIND && line.position >= 0 && line.verdict === "accepted";
}

/** The entries that a bundle can enclose. To whom others were given is nobody's business. */
export function enclosable(lines: readonly Line[]): Line[] {
  return lines.filter((line) => line.position >= 0 && line.kind !== KIND);
}

/** The names of the parts that are there to be withheld, each once. */
export function partsOf(lines: readonly Line[]): string[] {
  return [...new Set(lines.flatMap((line) => Object.keys(line.parts)))].sort();
}
