// Correcting a screening: whole replacement parts, and the reason.

import type { Reason } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

/** `follows` is the id of the version it replaces. */
export function amendScreening(
  subject: string, follows: readonly string[], changed: Record<string, object>, reason: Reason,
): Act {
  return { kind: "screening.amended/1", subject, follows, parts: { ...changed, reason } };
}
