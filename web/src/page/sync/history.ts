// Whether the server's log continues the one this browser knows. A signed checkpoint says that a
// tree exists; only a consistency proof says that it is the same log grown longer.

import type { Continuation, Installation } from "../../shared/answers.gen.ts";
import { type Bytes, fromBase64Url } from "../../shared/bytes.ts";
import { type Checkpoint, verifyNote } from "../../shared/checkpoint.ts";
import { verifyConsistency } from "../../shared/merkle.ts";
import {
  adoptLog, alarm, anchorCheckpoint, clearAlarm, furthestCheckpoint, keepCheckpoint,
  keptCheckpoints, markProven, raiseAlarm, unprovenCheckpoints,
} from "../store/checkpoints.ts";
import { writing } from "../store/database.ts";
import { type Identity, identity } from "../store/identity.ts";
import { sendAllAgain } from "../store/outbox.ts";
import type { AlarmCode, KeptCheckpoint } from "../store/rows.ts";
import { takeHandover } from "./handover.ts";
import { call, logbookPath } from "./http.ts";

/** Look at what a push answered for signs of another or of a shorter log. */
export async function judgeReceiptCheckpoint(
  verified: Checkpoint | null, note: string, before: Checkpoint | null,
): Promise<void> {
  if (verified === null) {
    if (note !== "") await raiseAlarm("checkpoint_invalid", await ours(), note);
    return;
  }
  const forked = await forkedFrom(verified);
  if (forked === null) await noticeRestoredLog(verified, note, before);
  else await distrust("checkpoint_not_continued", forked.note, note);
}

/** Return what this browser verified at the same size with another root: two logs of one name. */
async function forkedFrom({ epoch, size, root }: Checkpoint): Promise<KeptCheckpoint | null> {
  const found = (await keptCheckpoints()).find((kept) => !kept.abandoned
    && kept.epoch === epoch && kept.size === size && kept.root !== root);
  return found ?? null;
}

/**
 * Return whether the server's log is another one than before: restored, or shorter. All own
 * entries are then sent again, and the log is followed from here. A shorter log that does not say
 * by a new epoch that it was restored raises the alarm as well. `before` is the furthest that was
 * known when the server was asked: another window may have heard of more while this answer was
 * under way.
 */
export async function noticeRestoredLog(
  seen: Checkpoint, note: string, before: Checkpoint | null,
): Promise<boolean> {
  const known = await furthestCheckpoint();
  if (known === null || before === null) return false;
  if (reaches(seen, before) || reaches(seen, known)) return false;
  await sendAllAgain();
  await adoptLog(seen, note);
  if (seen.epoch <= known.epoch) await raiseAlarm("log_shrank", known.note, note);
  return true;
}

function reaches(seen: Checkpoint, known: Checkpoint): boolean {
  return seen.epoch === known.epoch && seen.size >= known.size;
}

/** Follow the log that raised the alarm, because a person has looked into it and says so. */
export async function acceptAlarm(): Promise<boolean> {
  const theirs = alarm.value?.theirs ?? "";
  const seen = await verifyNote(theirs, identity.value?.checkpointKey ?? "");
  if (seen === null) return false;
  await sendAllAgain();
  await adoptLog(seen, theirs);
  await clearAlarm("checkpoint_not_continued", "log_shrank");
  return true;
}

/** Raise the alarm over a history that does not continue; own entries are offered to it too. */
export async function distrust(code: AlarmCode, ours: string, theirs: string): Promise<void> {
  if (alarm.value?.code !== code) await sendAllAgain();
  await raiseAlarm(code, ours, theirs);
}

/** Say whether `after` continues `before`; a new epoch starts afresh. */
export async function continues(
  before: Checkpoint, after: Checkpoint, path: string[],
): Promise<boolean> {
  if (after.epoch !== before.epoch) return after.epoch > before.epoch;
  const nodes = path.map((node) => fromBase64Url(node));
  const [old, grown] = [fromBase64Url(before.root), fromBase64Url(after.root)];
  if (old === null || grown === null || nodes.includes(null)) return false;
  return verifyConsistency({ size: before.size, root: old }, { size: after.size, root: grown },
    nodes as Bytes[]);
}

/** Prove every checkpoint kept so far to lie on the server's present log. */
export async function proveKept(tree: Checkpoint, anchor: KeptCheckpoint | null): Promise<boolean> {
  const kept = await unprovenCheckpoints();
  for (const one of anchor === null ? kept : [anchor, ...kept]) {
    if (one.epoch === tree.epoch && !(await proveOne(one, tree))) return false;
  }
  return true;
}

async function proveOne(kept: KeptCheckpoint, tree: Checkpoint): Promise<boolean> {
  if (kept.size === tree.size && kept.root === tree.root) return proven(kept);
  const asked = await call<Continuation>(
    "GET", logbookPath(`consistency?from=${kept.size}`));
  if (!asked.ok) return true; // no answer is no contradiction; it stays unproven
  const { nodes, checkpoint: note } = asked.value;
  const grown = await verifyNote(note, identity.value?.checkpointKey ?? "");
  if (grown !== null && await continues(kept, grown, nodes)) {
    if (grown.size !== tree.size) await keepUnproven(grown, note);
    return proven(kept);
  }
  await distrust(grown ? "checkpoint_not_continued" : "checkpoint_invalid", kept.note, note);
  return false;
}

/** A newer tree than the page's was shown; the next pull has to prove that too. */
async function keepUnproven(grown: Checkpoint, note: string): Promise<void> {
  await writing(["meta", "checkpoint"], (tx) => keepCheckpoint(tx, grown, note, false));
}

async function proven(kept: KeptCheckpoint): Promise<boolean> {
  await markProven(kept);
  return true;
}

/** Ask who answers at this address, and raise the alarm if it is not the pinned server. */
export async function meetServer(me: Identity): Promise<boolean> {
  const asked = await call<Installation>("GET", "/api/installation");
  if (!asked.ok) return asked.problem.code !== "unreachable" && asked.problem.status >= 500;
  const found = asked.value.logbooks.find((one) => one.logbook === me.logbook);
  if (found?.checkpoint_key === me.checkpointKey) return true;
  const handover = found ? await takeHandover(me) : "none";
  if (handover !== "none") return handover === "taken";
  await raiseAlarm("other_server", me.checkpointKey, found?.checkpoint_key ?? "");
  return false;
}

async function ours(): Promise<string> {
  return (await anchorCheckpoint())?.note ?? "";
}
