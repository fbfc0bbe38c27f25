// Saying something about what the log shows of an entry. It changes nothing of that entry.

import type { Review } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `subject` and `entry` are those of the entry that is reviewed. */
export function makeReview(subject: string, entry: string, review: Review): Act {
  return { kind: "review.made/1", subject, follows: [entry], parts: { review } };
}
