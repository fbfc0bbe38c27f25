// When this browser talks to the server: after each change, when the network or the page comes
// back, and by itself with growing, random pauses while something is unsent.

import type { Session } from "../../shared/answers.gen.ts";
import { askToBeWoken, whenWoken } from "../platform/wake.ts";
import { afterChange, announceChange } from "../store/changes.ts";
import { alarm, clearAlarm } from "../store/checkpoints.ts";
import { type Identity, identity } from "../store/identity.ts";
import { outboxStatus } from "../store/outbox.ts";
import { registry } from "../store/registry.ts";
import { markEarlierReleases } from "../store/released.ts";
import { nextTry, server } from "./contact.ts";
import { dropErased } from "./erased.ts";
import { noticeHandover } from "./handover.ts";
import { acceptAlarm, meetServer } from "./history.ts";
import type { Called, Problem } from "./http.ts";
import { pullNew } from "./pull.ts";
import { pushEnrolment, pushWaiting } from "./push.ts";
import { heedReadOnly } from "./read_only.ts";
import { askRegistry } from "./registry.ts";
import { ensurePhoneSession, loadSession, session } from "./session.ts";

export { server } from "./contact.ts";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const IDLE_PAUSE_MS = 60_000;
const WATCHED_PAUSE_MS = 20_000;

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
/** Asked while a round ran, which may have passed already what is meant. */
let late = false;

/** Push, then pull, and once more if asked meanwhile. A call while that runs waits. */
export async function syncNow(): Promise<void> {
  late = running !== null;
  running ??= syncAll();
  return running;
}

async function syncAll(): Promise<void> {
  try {
    do {
      late = false;
      await syncOnce();
    } while (late && failures === 0); // after a failure the pause decides
  } finally {
    running = null;
  }
}

/** Follow the log that raised the alarm. A round under way would still judge by the old one. */
export async function followServer(): Promise<void> {
  await running;
  await acceptAlarm();
  await running; // one that began meanwhile may have asked before the alarm was accepted
  await syncNow();
}

async function syncOnce(): Promise<void> {
  clearTimeout(timer);
  nextTry.value = null;
  const stopped = await exchange().catch((error: unknown): Problem =>
    // Only the browser's own storage can throw here; the next attempt may find it working.
    ({ code: "storage_failed", status: 0, detail: String(error) }));
  await heedReadOnly(stopped);
  failures = stopped === null ? 0 : failures + 1;
  const pause = nextPause(stopped);
  nextTry.value = Date.now() + pause;
  if (stopped !== null && outboxStatus.value.waiting > 0) void askToBeWoken();
  timer = setTimeout(() => void syncNow(), pause);
}

async function exchange(): Promise<Problem | null> {
  const me = identity.value;
  if (!me) return null;
  // Before the server is asked: the last page may have died before it dropped what it had read.
  if (await dropErased()) await announceChange();
  // Ask first whether the server is there and is ours, so that "sent" means that something left.
  const waiting = outboxStatus.value.waiting > 0;
  const cautious = waiting || server.value.reachable !== true || alarm.value !== null;
  if (cautious && !(await meetServer(me))) return { code: "unreachable", status: 0, detail: "" };
  await clearAlarm("other_server");
  const { stopped } = await pushWaiting();
  // People go on reading what takes in nothing, so they stay signed in.
  if (stopped !== null && stopped.code !== "read_only") return stopped;
  const begun = await beginSession(me);
  // A desk that is signed out has pushed all the same, and waits for its person to sign in.
  if (!begun.ok) return begun.problem.status === 401 ? stopped : begun.problem;
  const unread = await readWithSession(me);
  if (unread?.code === "read_only") return unread;
  // What was read may have shown a restored log, which has own entries sent again.
  return outboxStatus.value.waiting > 0 ? (await pushWaiting()).stopped : unread;
}

/** A restored server may know neither the session nor the key: it is told of the key first. */
async function beginSession(me: Identity): Promise<Called<Session>> {
  if (me.browser !== "phone") return loadSession();
  const begun = await ensurePhoneSession();
  if (begun.ok || begun.problem.code !== "sign_in_failed") return begun;
  const told = await pushEnrolment();
  if (told === "known") return begun;
  const { stopped } = told === "news" ? await pushWaiting() : { stopped: null };
  return stopped === null ? ensurePhoneSession() : { ok: false, problem: stopped };
}

/** Read what is new; a phone whose session has ended begins another at once. */
async function readWithSession(me: Identity): Promise<Problem | null> {
  const unread = await readNews();
  if (unread?.status !== 401 || me.browser !== "phone") return unread;
  const begun = await beginSession(me);
  return begun.ok ? readNews() : begun.problem;
}

async function readNews(): Promise<Problem | null> {
  const { lines, stopped } = await pullNew();
  if (stopped?.status === 401) session.value = null;
  if (lines > 0) await noticeHandover();
  if (lines > 0 || registry.value.territories.length === 0) await askRegistry();
  return stopped;
}

/** Full jitter between 2 s and 15 min, never before the server's Retry-After. */
function nextPause(stopped: Problem | null): number {
  if (stopped === null) return IDLE_PAUSE_MS;
  const wait = stopped.retryAfterMs ?? 0;
  const pause = backoff(failures, wait);
  return isWatched() ? Math.max(wait, Math.min(pause, WATCHED_PAUSE_MS)) : pause;
}

/** A waiting record is on the screen: show that something happens. */
function isWatched(): boolean {
  return outboxStatus.value.waiting > 0 && document.visibilityState === "visible";
}

export function backoff(failed: number, retryAfterMs: number, random = Math.random()): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failed, 20));
  return Math.max(retryAfterMs, FIRST_PAUSE_MS + random * (ceiling - FIRST_PAUSE_MS));
}

/** Begin to synchronise by itself. Called once, when the page has its identity. */
export function startSync(): void {
  addEventListener("online", () => void syncNow());
  whenWoken(() => void syncNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void syncNow();
  });
  afterChange(async (kind) => {
    if (kind !== undefined) void syncNow(); // something was signed
  });
  void markEarlierReleases().catch(() => undefined); // the next start tries again
  void syncNow();
}
