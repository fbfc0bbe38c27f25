// Letting an entry that the server kept aside count.

import type { Reason } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `subject` and `entry` are the subject and the id of the quarantined entry. */
export function releaseQuarantine(subject: string, entry: string, reason: Reason): Act {
  return { kind: "quarantine.released/1", subject, follows: [entry], parts: { reason } };
}
