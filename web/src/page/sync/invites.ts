// The administrator's calls that are no entries: invites and one-time password codes. They need
// a session that may invite; the secret of an invite comes once and is kept nowhere.

import type { Browser } from "../../shared/types.gen.ts";
import { call, type Called, logbookPath } from "./http.ts";

export type InviteState = "open" | "used" | "expired" | "cancelled" | "locked";

export type InviteRow = {
  number: string; person: string; name: string; browser: Browser; expires: string;
  state: InviteState; wrong_codes: number;
  /** Six digits to compare when the invite is locked; empty until the browser tried again. */
  fingerprint: string;
};

export type NewInvite = {
  number: string; secret: string; code: string; expires: string; address: string;
};

export async function listInvites(): Promise<Called<InviteRow[]>> {
  const answer = await call<{ invites: InviteRow[] }>("GET", logbookPath("invites"));
  return answer.ok ? { ok: true, value: answer.value.invites } : answer;
}

export function makeInvite(person: string, browser: Browser): Promise<Called<NewInvite>> {
  return call("POST", logbookPath("invites"), { person, browser });
}

export function renewInvite(number: string): Promise<Called<NewInvite>> {
  return call("POST", inviteAt(number, "/renew"));
}

export function cancelInvite(number: string): Promise<Called<unknown>> {
  return call("DELETE", inviteAt(number));
}

/** Let the locked-out browser in, because both people read the same six digits. */
export function approveInvite(number: string, fingerprint: string): Promise<Called<unknown>> {
  return call("POST", inviteAt(number, "/approve"), { fingerprint });
}

export function makePasswordCode(
  person: string,
): Promise<Called<{ code: string; expires: string }>> {
  return call("POST", logbookPath(`people/${person}/code`));
}

function inviteAt(number: string, rest = ""): string {
  return logbookPath(`invites/${encodeURIComponent(number)}${rest}`);
}
