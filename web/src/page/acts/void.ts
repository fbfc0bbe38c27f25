// Voiding a screening: it stays in every list, marked, with the reason.

import type { Reason } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

export function voidScreening(subject: string, follows: readonly string[], reason: Reason): Act {
  return { kind: "screening.voided/1", subject, follows, parts: { reason } };
}
