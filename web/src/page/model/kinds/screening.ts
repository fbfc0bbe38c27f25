// Screenings: recording one, correcting it, voiding it, and choosing among its versions. Whatever
// follows, all versions stay readable.

import type { Reason } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `parts` are reading and item, and what there is of place, references and note. */
export function recordScreening(subject: string, parts: Record<string, object>): Act {
  return { kind: "screening.recorded/1", subject, follows: [], parts };
}

/** `follows` is the id of the version it replaces, by whole parts. */
export function amendScreening(
  subject: string, follows: readonly string[], changed: Record<string, object>, reason: Reason,
): Act {
  return { kind: "screening.amended/1", subject, follows, parts: { ...changed, reason } };
}

/** Void a screening: it stays in every list, marked, with the reason. */
export function voidScreening(subject: string, follows: readonly string[], reason: Reason): Act {
  return { kind: "screening.voided/1", subject, follows, parts: { reason } };
}

/** `follows` are the ids of the version that is chosen and, after it, of those set aside. */
export function resolveConflict(
  subject: string, follows: readonly string[], reason: Reason,
): Act {
  return { kind: "conflict.resolved/1", subject, follows, parts: { reason } };
}
