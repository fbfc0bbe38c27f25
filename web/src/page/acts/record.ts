// Recording a screening: what the analyser displayed, of which item, where.

import type { Act } from "../signing/sign.ts";

/** `parts` are reading and item, and what there is of place, references and note. */
export function recordScreening(subject: string, parts: Record<string, object>): Act {
  return { kind: "screening.recorded/1", subject, follows: [], parts };
}
