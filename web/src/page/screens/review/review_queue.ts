// The review queue as the server answers it, and the page of it that the address names.

import type { Concern, Review } from "../../../shared/types.gen.ts";
import { VOCABULARY } from "../../model/words.ts";
import { call, type Called } from "../../sync/http.ts";
import { pathTo } from "../../sync/viewer.ts";

export const PLACE = "/desk/review";
export const PAGE = 50;

export type Asked = {
  readonly about: Concern | "";
  readonly after: string;
  /** For the honest count only; the server knows no page numbers. */
  readonly page: number;
};

export type Row = {
  readonly position: number;
  readonly entry: string;
  readonly subject: string;
  readonly kind: string;
  readonly about: Concern;
  readonly author: string;
  readonly unit: string;
  readonly at: string;
  readonly received: string;
  readonly code: string;
  readonly review: Said | null;
};

export type Said = Pick<Review, "decision"> & {
  readonly position: number;
  readonly person: string;
  readonly text: string;
  readonly received: string;
};

export type Queue = {
  readonly rows: readonly Row[];
  readonly next: string;
  readonly total: number;
  readonly open: Readonly<Partial<Record<Concern, number>>>;
  /** Of `size` entries of the log so many have been looked through. */
  readonly examined: number;
  readonly size: number;
};

export type Reasons = {
  readonly codes: readonly { code: string; amended: number; voided: number }[];
  readonly authors: readonly { author: string; codes: Record<string, number>; total: number }[];
  readonly total: number;
};

export function askedIn(query: URLSearchParams): Asked {
  const about = VOCABULARY.concern.find((each) => each === query.get("about")) ?? "";
  const page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  return { about, after: query.get("after") ?? "", page };
}

export function addressOf({ about, after, page }: Asked): string {
  const query = new URLSearchParams();
  if (about) query.set("about", about);
  if (after) query.set("after", after);
  if (page > 1) query.set("page", String(page));
  const written = query.toString();
  return written ? `${PLACE}?${written}` : PLACE;
}

export async function askQueue({ about, after }: Asked): Promise<Called<Queue>> {
  const query = new URLSearchParams({ about, after });
  return call<Queue>("GET", pathTo(`review?${query.toString()}`));
}

export async function askReasons(from: string, to: string): Promise<Called<Reasons>> {
  const query = new URLSearchParams({ from, to });
  return call<Reasons>("GET", pathTo(`review/reasons?${query.toString()}`));
}
