// Which quarantined entries a release lets count (docs/protocol.md 6). Apart from `counting.ts`
// because the first screen reads entries and takes in none.

import type { Judged } from "./counting.ts";
import { kindOf } from "./lines.ts";

type Logged = Judged & {
  readonly id: string; readonly kind: string; readonly follows: readonly string[];
};

/**
 * Return the ids of the entries that releases let count: the first one that each accepted release
 * follows. Which entries can never be released needs no rule here: no release of them is accepted.
 */
export function releasedBy(
  lines: readonly Pick<Logged, "kind" | "follows" | "verdict">[],
): string[] {
  const releases = lines.filter(({ kind, verdict }) =>
    kindOf(kind) === "quarantine.released" && verdict === "accepted");
  return releases.flatMap(({ follows }) => follows.slice(0, 1));
}

/** Return the same lines, marked as released where one among them is the release. */
export function marked<Line extends Logged>(lines: readonly Line[]): Line[] {
  const ids = new Set(releasedBy(lines));
  return lines.map((line) => ids.has(line.id) ? { ...line, released: true } : line);
}
