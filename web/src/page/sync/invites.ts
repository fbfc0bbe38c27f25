// The administrator's calls that are no entries: invites and one-time password codes. They need
// a session that may invite; the secret of an invite comes once and is kept nowhere.

import type {
  InviteRow, Invites, NewInvite, PasswordCode,
} from "../../shared/answers.gen.ts";
import type { Browser } from "../../shared/types.gen.ts";
import { call, type Called, logbookPath } from "./http.ts";

export async function listInvites(): Promise<Called<InviteRow[]>> {
  const answer = await call<Invites>("GET", logbookPath("invites"));
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

export function makePasswordCode(person: string): Promise<Called<PasswordCode>> {
  return call("POST", logbookPath(`people/${person}/code`));
}

function inviteAt(number: string, rest = ""): string {
  return logbookPath(`invites/${encodeURIComponent(number)}${rest}`);
}
