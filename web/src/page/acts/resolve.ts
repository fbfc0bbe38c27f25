// Choosing which of several versions stands. All of them stay readable.

import type { Reason } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

/** `follows` are the ids of the version that stands and, after it, of those set aside. */
export function resolveConflict(
  subject: string, follows: readonly string[], reason: Reason,
): Act {
  return { kind: "conflict.resolved/1", subject, follows, parts: { reason } };
}
