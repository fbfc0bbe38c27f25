// Bringing this browser's unsent entries to the server: small batches, oldest first, the same
// bytes until a receipt is believed. One entry that the server chokes on never stops the others.

import type { Checkpoint } from "../../shared/checkpoint.ts";
import { fromLine, type WireEntry } from "../../shared/entry.ts";
import { type Believed, checkReceipt, type LineCheck } from "../../shared/receipt.ts";
import type { Receipt } from "../../shared/types.gen.ts";
import { appHash } from "../platform/build.ts";
import { localMoment } from "../platform/clock.ts";
import { counts } from "../model/counting.ts";
import { compressed } from "../platform/compression.ts";
import { announceChange } from "../store/changes.ts";
import { furthestCheckpoint, keepCheckpoint } from "../store/checkpoints.ts";
import { writing } from "../store/database.ts";
import { beginning, type Identity, identity } from "../store/identity.ts";
import { changeEntries, type EntryChange, sendAllAgain, waitingEntries } from "../store/outbox.ts";
import { isReleased } from "../store/released.ts";
import type { StoredEntry } from "../store/rows.ts";
import { dropErased, lookAgain } from "./erased.ts";
import { judgeReceiptCheckpoint } from "./history.ts";
import {
  type Answer, logbookPath, parsed, type Problem, problemOf, send, unreadable,
} from "./http.ts";

/** `stopped` says why a round ended early; null when everything was offered once. */
export type Pushed = { received: number; stopped: Problem | null };

type Round = {
  me: Identity; received: number; aside: number; stopped: Problem | null;
  /** `now` when everything is to be brought again from its beginning, `done` when it was. */
  again: "no" | "now" | "done";
};
type Batch = { rows: StoredEntry[]; entries: WireEntry[] };

const MAX_ENTRIES = 50;
const MAX_BYTES = 256 * 1024;
/** Two single entries failing in succession are an outage, not two poisonous entries. */
const OUTAGE = 2;

/** Whether a key that was renewed has sent everything again for a session. Once a page. */
let broughtAgain = false;

/** How often each batch (by its first entry and length) met a 5xx. Forgotten with the page. */
const strikes = new Map<string, number>();

/**
 * Offer this browser's own enrolment, and say whether it was news: a restored server had forgotten
 * the key, so every entry is sent again; once also for a key that was renewed, because a known
 * enrolment does not say whether the renewal is known. Otherwise it is a duplicate and changes
 * nothing. A server that is read-only keeps it, and knows the key from then on, without an answer
 * to prove.
 */
export async function pushEnrolment(): Promise<"news" | "known" | "read_only"> {
  const me = identity.value;
  if (!me) return "known";
  const answer = await post({ rows: [], entries: [] }, me, beginning(me));
  if (!answer.ok) return "known";
  if (answer.value.status !== 200) {
    return problemOf(answer.value).code === "read_only" ? "read_only" : "known";
  }
  const news = readReceipt(answer.value.text)?.results.at(-1)?.verdict === "accepted";
  const doubtful = !news && me.formerKeys !== undefined && !broughtAgain;
  broughtAgain ||= doubtful;
  if (news || doubtful) await sendAllAgain();
  return news || doubtful ? "news" : "known";
}

/** Offer every unsent entry once. Only one window does so at a time. */
export async function pushWaiting(): Promise<Pushed> {
  const me = identity.value;
  if (!me || !navigator.locks) return { received: 0, stopped: null };
  return navigator.locks.request("verbatim-push", { ifAvailable: true }, async (lock) => {
    const round: Round = { me, received: 0, aside: 0, stopped: null, again: "no" };
    if (lock !== null) await offerAll(round);
    return { received: round.received, stopped: round.stopped };
  });
}

async function offerAll(round: Round): Promise<void> {
  for (const batch of batches(await waitingEntries(await appHash()))) {
    if (goesOn(round)) await offer(batch, round);
  }
  if (round.again !== "now") return;
  round.again = "done";
  await sendAllAgain();
  await offerAll(round);
}

function goesOn({ stopped, again }: Round): boolean {
  return stopped === null && again !== "now";
}

function batches(rows: StoredEntry[]): Batch[] {
  const made: Batch[] = [];
  let bytes = 0;
  for (const row of rows) {
    const entry = fromLine(row.line);
    if (entry === null) continue; // cannot be: only signed lines are ever kept
    bytes += row.line.length;
    const last = made.at(-1);
    if (last && last.rows.length < MAX_ENTRIES && bytes <= MAX_BYTES) {
      last.rows.push(row);
      last.entries.push(entry);
    } else {
      made.push({ rows: [row], entries: [entry] });
      bytes = row.line.length;
    }
  }
  return made;
}

async function offer(batch: Batch, round: Round): Promise<void> {
  const before = await furthestCheckpoint();
  const answer = await post(batch, round.me, []);
  if (!answer.ok) {
    round.stopped = answer.problem;
  } else if (answer.value.status === 200) {
    await take(batch, answer.value, before, round);
  } else {
    await meetFailure(batch, answer.value, round);
  }
}

/** 429 and a first 503 end the round; what fails twice, or is too large, is cut in halves. */
async function meetFailure(batch: Batch, answer: Answer, round: Round): Promise<void> {
  const problem = problemOf(answer);
  const key = `${batch.rows[0]?.id ?? ""} ${batch.rows.length}`;
  const count = (strikes.get(key) ?? 0) + 1;
  strikes.set(key, count);
  if (answer.status < 500 && answer.status !== 413) {
    round.stopped = problem;
  } else if (answer.status !== 413 && count < 2) {
    if (answer.status === 503) round.stopped = problem;
    else await offer(batch, round);
  } else {
    strikes.delete(key);
    await divide(batch, problem, round);
  }
}

async function divide(batch: Batch, problem: Problem, round: Round): Promise<void> {
  if (batch.rows.length === 1) return setAside(batch, problem, round);
  const middle = Math.ceil(batch.rows.length / 2);
  await offer(slice(batch, 0, middle), round);
  if (goesOn(round)) await offer(slice(batch, middle, batch.rows.length), round);
}

function slice(batch: Batch, from: number, to: number): Batch {
  return { rows: batch.rows.slice(from, to), entries: batch.entries.slice(from, to) };
}

/** Leave one entry for the next round, marked with what the server said. */
async function setAside(batch: Batch, problem: Problem, round: Round): Promise<void> {
  await change(batch.rows.map(({ id }) => ({ id, code: problem.code })));
  round.aside += 1;
  // After a rotation comes what the next key signed: no server knows that key without it.
  const rotation = batch.rows.some((row) => row.kind.startsWith("key.rotated/"));
  if (rotation || round.aside >= OUTAGE) round.stopped = problem;
}

async function post(
  batch: Batch, me: Identity, before: string[],
): Promise<Awaited<ReturnType<typeof send>>> {
  // Marked before it leaves: if this window dies now, the entry may have arrived. What is loud
  // already stays so until a receipt settles it.
  await change(batch.rows.filter((row) => row.state === "on_this_phone")
    .map(({ id }) => ({ id, state: "sent" })));
  const lines = [...before, ...batch.rows.map((row) => row.line)].join("\n");
  const { body, encoding } = await compressed(`${lines}\n`);
  return send(logbookPath("push", me.logbook), { method: "POST", body,
    headers: { "content-type": "application/x-ndjson", ...encoding } });
}

async function take(
  batch: Batch, answer: Answer, before: Checkpoint | null, round: Round,
): Promise<void> {
  const first = readReceipt(answer.text);
  if (!first?.results.some((result) => result.code === "key_unknown")) {
    return settle(batch, answer, 0, before, round);
  }
  if (round.me.formerKeys && round.again === "no") {
    // Some of what its keys signed and how they followed each other is gone: all of it, in order.
    round.again = "now";
    return;
  }
  // A restored server does not know this key: its enrolment goes first, once.
  const lines = beginning(round.me);
  const again = await post(batch, round.me, lines);
  if (!again.ok) round.stopped = again.problem;
  else if (again.value.status !== 200) await meetFailure(batch, again.value, round);
  else await settle(batch, again.value, lines.length, before, round);
}

/** Check the receipt and keep what was believed, all rows in one transaction. */
async function settle(
  batch: Batch, answer: Answer, skipped: number, before: Checkpoint | null, round: Round,
): Promise<void> {
  const receipt = readReceipt(answer.text);
  if (receipt === null) {
    // Another server's page, such as a network's own sign-in: no answer to the push at all.
    round.stopped = unreadable(answer).problem;
    return;
  }
  const own = { ...receipt, results: receipt.results.slice(skipped) };
  const checked = await checkReceipt(batch.entries, own, round.me);
  const app = await appHash();
  const changes = await Promise.all(checked.lines.map((line) =>
    changeOf(line, own.checkpoint, app)));
  // Before these entries are marked received: a restored log has all the others sent again.
  await judgeReceiptCheckpoint(checked.checkpoint, own.checkpoint, before);
  await writing(["meta", "outbox", "checkpoint"], async (tx) => {
    await changeEntries(tx, changes);
    const { checkpoint } = checked;
    // Signed, and not yet proven to continue the checkpoints before it.
    if (checkpoint) await keepCheckpoint(tx, checkpoint, own.checkpoint, false);
    await lookAgain(tx);
  });
  round.received += checked.lines.filter((line) => line.outcome === "believed").length;
  round.aside = 0;
  await dropErased();
  await announceChange();
}

async function changeOf(line: LineCheck, note: string, app: string): Promise<EntryChange> {
  const checkedAt = localMoment();
  if (line.outcome === "believed") {
    const { verdict } = line.stamp; // that of its arrival: it may have been released since
    const released = verdict === "quarantined" && await isReleased(line.id);
    return believedChange(line, counts({ verdict, released }), note, checkedAt);
  }
  if (line.outcome === "malformed") {
    return { id: line.id, state: "unreadable", code: line.code, checkedAt, triedBy: app };
  }
  return { id: line.id, state: "receipt_not_believed", code: line.why, checkedAt };
}

function believedChange(
  line: Believed, counted: boolean, note: string, checkedAt: string,
): EntryChange {
  const { id, position, stamp, stampText, flags, proof } = line;
  const [state, code] = counted ? ["received" as const, ""] : ["kept_aside" as const, stamp.code];
  return { id, state, code, position, stamp: stampText, flags, proof, note, checkedAt };
}

function readReceipt(text: string): Receipt | null {
  const value = parsed(text) as Partial<Receipt> | undefined;
  const shaped = value && Array.isArray(value.results) && Array.isArray(value.nodes)
    && typeof value.checkpoint === "string";
  return shaped ? (value as Receipt) : null;
}

async function change(changes: EntryChange[]): Promise<void> {
  await writing(["outbox"], (tx) => changeEntries(tx, changes));
  await announceChange();
}
