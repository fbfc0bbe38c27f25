// Enrolment (docs/protocol.md 9): a key is made here, the server states it in the log, and the
// answer is checked whole against the pinned checkpoint key before anything of it is kept.

import type * as answers from "../../shared/answers.gen.ts";
import { toBase64Url, utf8 } from "../../shared/bytes.ts";
import { sha256 } from "../../shared/digest.ts";
import { sign } from "../../shared/signing.ts";
import { type NewKey, testedKey } from "../signing/new_key.ts";
import { keepCheckpoint } from "../store/checkpoints.ts";
import { readMeta, storageProblem, writing } from "../store/database.ts";
import { identity, keepIdentity } from "../store/identity.ts";
import { checkEnrolment } from "./enrolment.ts";
import { call, logbookPath, type Problem } from "./http.ts";
import type { Invite, Pinned } from "./invite.ts";

export type JoinOptions = { browser: "phone" | "desk"; signIn?: string; password?: string };

export type Joined =
  | { ok: true }
  /** With `fingerprint` when both sides must compare six digits. */
  | { ok: false; problem: Problem; fingerprint?: string };

/** Enrol this browser. Nothing is kept, and no key is used, before every check has passed. */
export async function join(invite: Invite, options: JoinOptions): Promise<Joined> {
  if (identity.value) return failed("already_enrolled");
  try {
    const pinned = await pinOf(invite);
    if ("code" in pinned && "status" in pinned) return { ok: false, problem: pinned };
    const joining = await testedKey("joining"); // at every try the same digits
    if (joining === null) return failed("browser_unsuited");
    return await enrol(pinned, joining, options);
  } catch (error) {
    const { code, detail } = storageProblem(error);
    return failed(code, detail);
  }
}

/** Say whether a join was ever begun here: only then may this browser hold a used invite's key. */
export async function hasBegun(): Promise<boolean> {
  return (await readMeta<NewKey>("joining")) !== undefined;
}

/** Return what the server says about itself; public, asked before an invite was typed. */
export async function readInstallation(): Promise<answers.Installation | Problem> {
  const asked = await call<answers.Installation>("GET", "/api/installation");
  return asked.ok ? asked.value : asked.problem;
}

/** A typed invite names no logbook: with exactly one on the server, that one is meant. */
export async function pinOf(invite: Invite): Promise<Pinned | Problem> {
  const { logbook, checkpointKey } = invite;
  if (logbook !== undefined && checkpointKey !== undefined) {
    return { ...invite, logbook, checkpointKey };
  }
  const found = await readInstallation();
  if (!("logbooks" in found)) return found;
  const [only, ...others] = found.logbooks;
  if (only === undefined || others.length > 0) {
    return { code: "logbook_not_named", status: 0, detail: "" };
  }
  return { ...invite, logbook: only.logbook, checkpointKey: only.checkpoint_key };
}

async function enrol(pinned: Pinned, joining: NewKey, options: JoinOptions): Promise<Joined> {
  const { logbook, number } = pinned;
  const words = utf8(`verbatim/join/1\n${logbook}\n${number}\n${joining.spki}`);
  const proof = toBase64Url(await sign(joining.keys.privateKey, words));
  const asked = await call<answers.Joined>("POST", logbookPath("join", logbook), {
    number, spki: joining.spki, proof, browser: options.browser,
    ...(pinned.secret === undefined ? { code: pinned.code ?? "" } : { secret: pinned.secret }),
    ...(options.signIn === undefined ? {} : { sign_in: options.signIn }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  if (asked.ok) return keep(pinned, joining, options, asked.value);
  const { problem } = asked;
  if (problem.code !== "invite_locked") return { ok: false, problem };
  return { ok: false, problem, fingerprint: await joinFingerprint(joining.spki, number) };
}

async function keep(
  pinned: Pinned, joining: NewKey, options: JoinOptions, answer: answers.Joined,
): Promise<Joined> {
  const checked = await checkEnrolment(pinned, joining, options.browser, answer);
  if ("doubt" in checked) return failed(checked.doubt);
  await writing(["meta", "checkpoint"], (tx) =>
    keepCheckpoint(tx, checked.checkpoint, answer.receipt.checkpoint, true));
  await keepIdentity(checked.identity, checked.enrolledId);
  // The browser may say no; the screens show what it said.
  await navigator.storage?.persist?.().catch(() => false);
  return { ok: true };
}

/** Return the six digits that both screens show after five wrong codes. */
export async function joinFingerprint(spki: string, number: string): Promise<string> {
  const hash = await sha256(utf8(spki + number));
  const value = new DataView(hash.buffer).getUint32(0) % 1_000_000;
  return String(value).padStart(6, "0");
}

function failed(code: string, detail = ""): Joined {
  return { ok: false, problem: { code, status: 0, detail } };
}
