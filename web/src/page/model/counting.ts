// Which entries count: the server's rule (docs/protocol.md 6), asked here by every reader.
// docs/vectors/counting.json holds a running server and this page to the same answers.

import type { Verdict } from "../../shared/types.gen.ts";

/** What the server has said of an entry. */
export type Judged = {
  /** Of its stamp; empty until the server has received it. */
  readonly verdict: Verdict | "";
  /** A release lets it count although its stamp says quarantined (`releases.ts`). */
  readonly released: boolean;
};

/** Say whether an entry counts. One's own counts here until the server has received it. */
export function counts({ verdict, released }: Judged): boolean {
  return verdict !== "quarantined" || released;
}
