// The laboratory's report on one item, and how a result relates to a screening: decided by a
// person, of exact versions.

import type { Decision, LabResult, Signatories } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `subject` is the report's own id; `follows` the version it replaces, if there is one. */
export function issueResult(
  subject: string, follows: readonly string[], result: LabResult, signatories: Signatories,
): Act {
  return { kind: "lab.result.issued/1", subject, follows, parts: { result, signatories } };
}

/** `follows` are the screening version and the result version that were compared. */
export function decideReconciliation(
  subject: string, follows: readonly string[], decision: Decision,
): Act {
  return { kind: "reconciliation.decided/1", subject, follows, parts: { decision } };
}
