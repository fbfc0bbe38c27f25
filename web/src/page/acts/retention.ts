// Keeping a record as evidence, and having parts of an entry erased; each takes two persons.

import type { Approval, Hold, Lifting, Order } from "../../shared/types.gen.ts";
import { newIdentifier } from "../platform/identifiers.ts";
import type { Act } from "../signing/sign.ts";

export function placeHold(hold: Hold): Act {
  return { kind: "hold.placed/1", subject: newIdentifier(), follows: [], parts: { hold } };
}

/** `subject` and `placing` are the subject and the id of the entry that placed the hold. */
export function liftHold(subject: string, placing: string, lifting: Lifting): Act {
  return { kind: "hold.lifted/1", subject, follows: [placing], parts: { lifting } };
}

export function orderErasure(order: Order): Act {
  const follows = [order.entry];
  return { kind: "erasure.ordered/1", subject: newIdentifier(), follows, parts: { order } };
}

/** `subject` and `order` are the subject and the id of the entry that gave the order. */
export function approveErasure(subject: string, order: string, approval: Approval): Act {
  return { kind: "erasure.approved/1", subject, follows: [order], parts: { approval } };
}
