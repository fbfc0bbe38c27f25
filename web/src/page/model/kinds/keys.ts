// Revoking a person's key. Counts from the entry's position.

import type { Revocation } from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

/** `person` is whose key it is. */
export function revokeKey(person: string, revocation: Revocation): Act {
  return { kind: "key.revoked/1", subject: person, follows: [], parts: { revocation } };
}
