// Opening the next epoch of a logbook whose database was restored: two administrators, two entries.

import type { NextEpoch } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `subject` is new; `epoch` names the head that is given up. */
export function proposeEpoch(subject: string, epoch: NextEpoch, reason: string): Act {
  return { kind: "epoch.proposed/1", subject, follows: [],
    parts: { epoch, reason: { text: reason } } };
}

/** `subject` and `entry` are the subject and the id of another administrator's proposal. */
export function approveEpoch(subject: string, entry: string, epoch: NextEpoch): Act {
  return { kind: "epoch.approved/1", subject, follows: [entry], parts: { epoch } };
}
