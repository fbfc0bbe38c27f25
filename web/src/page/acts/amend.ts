// Correcting a screening: whole replacement parts, and the reason.

import type { Reason } from "../../shared/types.gen.ts";
import type { Act } from "./signing.ts";

/** `follows` are the ids of the versions it replaces; two of them end a conflict. */
export function amendScreening(
  subject: string, follows: readonly string[], changed: Record<string, object>, reason: Reason,
): Act {
  return { kind: "screening.amended/1", subject, follows, parts: { ...changed, reason } };
}
