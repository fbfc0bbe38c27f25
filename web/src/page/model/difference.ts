// What changed between two versions, field by field, computed for the reader and never stored.

import { allFields, type Field, type Shown } from "./fields.ts";
import type { Bodies } from "./lines.ts";

export type Change = {
  readonly path: string;
  readonly label: string;
  readonly nth: number;
  readonly sort: "same" | "changed" | "added" | "removed";
  readonly before: Shown | undefined;
  readonly after: Shown | undefined;
};

/** In reading order; a field that only the older version has keeps its place there. */
export function differenceOf(before: Bodies, after: Bodies): Change[] {
  const older = allFields(before);
  const newer = new Map(allFields(after).map((field) => [field.path, field]));
  const changes: Change[] = [];
  for (const path of orderOf(older, [...newer.values()])) {
    const was = older.find((field) => field.path === path);
    const is = newer.get(path);
    const named = is ?? was;
    if (named) changes.push(changeOf(named, was?.value, is?.value));
  }
  return changes;
}

function orderOf(older: readonly Field[], newer: readonly Field[]): string[] {
  const order = newer.map((field) => field.path);
  for (const [index, field] of older.entries()) {
    if (order.includes(field.path)) continue;
    const previous = older[index - 1];
    order.splice(previous ? order.indexOf(previous.path) + 1 : 0, 0, field.path);
  }
  return order;
}

function changeOf(field: Field, before: Shown | undefined, after: Shown | undefined): Change {
  const { path, label, nth } = field;
  return { path, label, nth, before, after, sort: sortOf(before, after) };
}

function sortOf(before: Shown | undefined, after: Shown | undefined): Change["sort"] {
  if (!before) return "added";
  if (!after) return "removed";
  return before.sort === after.sort && before.text === after.text ? "same" : "changed";
}
