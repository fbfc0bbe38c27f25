// The review queue as the server answers it, and the page of it that the address names.

import type { Reasons, ReviewQueue } from "../../../shared/answers.gen.ts";
import type { Concern } from "../../../shared/types.gen.ts";
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

export async function askQueue({ about, after }: Asked): Promise<Called<ReviewQueue>> {
  const query = new URLSearchParams({ about, after });
  return call<ReviewQueue>("GET", pathTo(`review?${query.toString()}`));
}

export async function askReasons(from: string, to: string): Promise<Called<Reasons>> {
  const query = new URLSearchParams({ from, to });
  return call<Reasons>("GET", pathTo(`review/reasons?${query.toString()}`));
}
