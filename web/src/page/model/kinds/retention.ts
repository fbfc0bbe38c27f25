// Keeping a record as evidence, and having parts of an entry erased; each takes two persons. The
// statements, and what the lines of a record say of them.

import {
  type Approval, ERASABLE, type Erasure, type Hold, type Lifting, type Order,
} from "../../../shared/types.gen.ts";
import { newIdentifier } from "../../platform/identifiers.ts";
import type { Act } from "../act.ts";
import { counts } from "../counting.ts";
import type { Line } from "../lines.ts";

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

export type Held = { readonly line: Line; readonly hold: Hold };

export type Ordered = {
  readonly line: Line;
  readonly order: Order;
  readonly approval: Line | undefined;
  /** The server's word that it is done. */
  readonly erased: Line | undefined;
};

/** The holds that are in force. */
export function holdsOf(lines: readonly Line[]): Held[] {
  const counted = lines.filter(counts);
  const lifted = new Set(ofKind(counted, "hold.lifted").flatMap((line) => line.follows));
  return ofKind(counted, "hold.placed").flatMap((line) => {
    const hold = line.parts["hold"] as unknown as Hold | undefined;
    return hold && !lifted.has(line.id) ? [{ line, hold }] : [];
  });
}

/** Every order that counts, with what has become of it. */
export function ordersOf(lines: readonly Line[]): Ordered[] {
  const counted = lines.filter(counts);
  const following = (kind: string, id: string): Line | undefined =>
    ofKind(counted, kind).find((line) => line.follows.includes(id));
  return ofKind(counted, "erasure.ordered").flatMap((line) => {
    const order = line.parts["order"] as unknown as Order | undefined;
    const approval = following("erasure.approved", line.id);
    return order ? [{ line, order, approval, erased: following("part.erased", line.id) }] : [];
  });
}

/** Say whether the log says that a part of an entry was erased. */
export function isErased(lines: readonly Line[], entry: string, name: string): boolean {
  return ofKind(lines.filter(counts), "part.erased").some((line) => {
    const stated = line.parts["erasure"] as unknown as Erasure | undefined;
    return stated?.entry === entry && stated.parts.includes(name);
  });
}

/** Say whether a reading that some version of a record had was erased. */
export function isReadingErased(lines: readonly Line[], subject: string): boolean {
  const holders = lines.filter((line) => line.subject === subject
    && line.withheld.includes("reading"));
  return holders.some((line) => isErased(lines, line.id, "reading"));
}

/** The parts of an entry that are here and may be erased. */
export function erasableOf(line: Line): string[] {
  const named = ERASABLE[`${line.kind}/1`] ?? {};
  return Object.keys(named).filter((name) => name in line.parts);
}

function ofKind(lines: readonly Line[], kind: string): Line[] {
  return lines.filter((line) => line.kind === kind);
}
