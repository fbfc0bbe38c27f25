// Giving entries to somebody outside, with what proves them: to whom, on what basis, which.

import type { Disclosure } from "../../shared/types.gen.ts";
import type { Act } from "../signing/sign.ts";

/** `subject` is the record, or the item, that it is about. */
export function discloseEntries(subject: string, disclosure: Disclosure): Act {
  return { kind: "disclosure.made/1", subject, follows: [], parts: { disclosure } };
}
