// Looking at an invite before joining: whom it is for, until when, and for which sort of browser.

import type { Welcome } from "../../shared/answers.gen.ts";
import { call, type Called, logbookPath } from "./http.ts";
import type { Invite } from "./invite.ts";
import { pinOf } from "./join.ts";

/** A wrong code counts as one of the five, so this is asked only when the person wants it. */
export async function lookAtInvite(invite: Invite): Promise<Called<Welcome>> {
  const pinned = await pinOf(invite);
  if ("status" in pinned) return { ok: false, problem: pinned };
  const { number, secret, code, logbook } = pinned;
  const key = secret === undefined ? { code: code ?? "" } : { secret };
  return call("POST", logbookPath("join/look", logbook), { number, ...key });
}
