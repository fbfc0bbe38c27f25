// Issuing one version of a laboratory's report on one item.

import type { LabResult, Signatories } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

/** `subject` is the report's own id; `follows` the version it replaces, if there is one. */
export function issueResult(
  subject: string, follows: readonly string[], result: LabResult, signatories: Signatories,
): Act {
  return { kind: "lab.result.issued/1", subject, follows, parts: { result, signatories } };
}
