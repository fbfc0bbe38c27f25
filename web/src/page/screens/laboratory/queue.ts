// The worklist as the server answers it, and its filters as they stand in the address: a filtered
// list can be sent to a colleague, bookmarked, and gone back to.

import type { Worklist } from "../../../shared/answers.gen.ts";
import { call, type Called } from "../../sync/http.ts";
import { pathTo } from "../../sync/viewer.ts";

export const QUEUES = ["to_do", "reported", "to_reconcile", "stale", "done", "all"] as const;
export type Queue = (typeof QUEUES)[number];

export const PAGE = 50;

export type Filters = {
  readonly queue: Queue;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly instrument: string;
  readonly outcome: string;
  readonly find: string;
  readonly after: string;
  /** For the honest count only; the server knows no page numbers. */
  readonly page: number;
};

const NAMES = ["unit", "from", "to", "instrument", "outcome", "find", "after"] as const;

export function filtersOf(query: URLSearchParams): Filters {
  const queue = QUEUES.find((each) => each === query.get("queue")) ?? "to_do";
  const text = (name: (typeof NAMES)[number]): string => query.get(name) ?? "";
  const page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  return {
    queue, page, unit: text("unit"), from: text("from"), to: text("to"),
    instrument: text("instrument"), outcome: text("outcome"), find: text("find"),
    after: text("after"),
  };
}

/** The address of the list with these filters. Any change of a filter begins at the first page. */
export function addressOf(filters: Filters): string {
  const query = searchOf(filters);
  if (filters.page > 1) query.set("page", String(filters.page));
  return `/desk?${query.toString()}`;
}

export function changed(filters: Filters, change: Partial<Filters>): Filters {
  return { ...filters, after: "", page: 1, ...change };
}

export function isFiltered(filters: Filters): boolean {
  return NAMES.some((name) => name !== "after" && filters[name] !== "");
}

function searchOf(filters: Filters): URLSearchParams {
  const query = new URLSearchParams({ queue: filters.queue });
  for (const name of NAMES) if (filters[name]) query.set(name, filters[name]);
  return query;
}

export async function askPage(filters: Filters): Promise<Called<Worklist>> {
  return call<Worklist>("GET", pathTo(`worklist?${searchOf(filters).toString()}`));
}
