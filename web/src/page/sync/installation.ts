/** What the server says about itself before anyone is enrolled. Public, and never believed over
 *  what an invite pins. */
import { signal } from "@preact/signals";
import type { Installation, Logbook } from "../../shared/answers.gen.ts";
import { identity } from "../store/identity.ts";
import { call, type Problem } from "./http.ts";
import { session } from "./session.ts";

export const installation = signal<Installation | Problem | null>(null);

export async function askInstallation(): Promise<void> {
  const answer = await call<Installation>("GET", "/api/installation");
  installation.value = answer.ok ? answer.value : answer.problem;
}

export function listedLogbooks(): Logbook[] {
  const known = installation.value;
  return known && "logbooks" in known ? known.logbooks : [];
}

/** Whether every screen must carry the PRACTICE frame. */
export function isPractice(): boolean {
  if (identity.value) return identity.value.purpose === "practice";
  const read = session.value?.logbook;
  const logbooks = listedLogbooks().filter((one) => !read || one.logbook === read);
  return logbooks.length > 0 && logbooks.every((one) => one.purpose === "practice");
}
