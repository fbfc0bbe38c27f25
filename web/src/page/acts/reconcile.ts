// Deciding how a laboratory result relates to a screening: of exact versions, by a person.

import type { Decision } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

/** `follows` are the screening version and the result version that were compared. */
export function decideReconciliation(
  subject: string, follows: readonly string[], decision: Decision,
): Act {
  return { kind: "reconciliation.decided/1", subject, follows, parts: { decision } };
}
