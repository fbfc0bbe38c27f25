// Sessions: they let a person read. What is written is signed by the key, session or not.

import { type Signal, signal } from "@preact/signals";

import type { Nonce, Session } from "../../shared/answers.gen.ts";
import { toBase64Url, utf8 } from "../../shared/bytes.ts";
import { sign } from "../../shared/signing.ts";
import { identity } from "../store/identity.ts";
import { call, type Called, readLogbook } from "./http.ts";

/** Undefined until the server was asked, null when signed out. */
export const session: Signal<Session | null | undefined> = signal(undefined);

/** Ask the server who is signed in. Its silence changes nothing that was known. */
export async function loadSession(): Promise<Called<Session>> {
  const asked = await call<Session>("GET", "/api/session");
  if (asked.ok) {
    readLogbook(asked.value.logbook);
    session.value = asked.value;
  }
  else if (asked.problem.status === 401) session.value = null;
  return asked;
}

/** Have a phone session, signing the server's nonce when there is none. */
export async function ensurePhoneSession(): Promise<Called<Session>> {
  const me = identity.value;
  if (!me) return { ok: false, problem: { code: "no_key", status: 0, detail: "" } };
  const known = session.value;
  if (known?.sort === "phone" && Date.parse(known.expires) > Date.now()) {
    return { ok: true, value: known };
  }
  const asked = await loadSession();
  if (asked.ok || asked.problem.status !== 401) return asked;
  const made = await call<Nonce>("POST", "/api/session/nonce");
  if (!made.ok) return made;
  const { nonce } = made.value;
  const words = utf8(`verbatim/session/1\n${me.logbook}\n${nonce}`);
  const sig = toBase64Url(await sign(me.keys.privateKey, words));
  const begun = await call("POST", "/api/session/phone",
    { logbook: me.logbook, key: me.key, nonce, sig });
  return begun.ok ? loadSession() : begun;
}

export async function signInDesk(signIn: string, password: string): Promise<Called<Session>> {
  const begun = await call("POST", "/api/session/desk", { sign_in: signIn, password });
  return begun.ok ? loadSession() : begun;
}

export async function signOut(): Promise<Called<unknown>> {
  return ended(await call("DELETE", "/api/session"));
}

export async function signOutEverywhere(): Promise<Called<unknown>> {
  return ended(await call("DELETE", "/api/session/all"));
}

function ended(answer: Called<unknown>): Called<unknown> {
  if (answer.ok || answer.problem.status === 401) session.value = null;
  return answer;
}

/** Choose a new password, allowed by the old one or by a one-time code. */
export async function setPassword(
  signIn: string, allowedBy: { code: string } | { password: string }, newPassword: string,
): Promise<Called<unknown>> {
  return call("POST", "/api/session/password",
    { sign_in: signIn, ...allowedBy, new_password: newPassword });
}
