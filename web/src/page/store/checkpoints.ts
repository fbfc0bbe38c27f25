// The checkpoints this browser has verified, and the alarm that is raised when the server shows a
// history that does not continue them. Both notes are kept: they are the evidence.

import { type Signal, signal } from "@preact/signals";

import type { Checkpoint } from "../../shared/checkpoint.ts";
import { localMoment } from "../platform/clock.ts";
import { announceChange } from "./changes.ts";
import { readMeta, reading, writing, type Writing } from "./database.ts";
import type { Alarm, AlarmCode, KeptCheckpoint } from "./rows.ts";

const KEPT = 50;

/** The server does not continue the history that this browser has verified. Null: all is well. */
export const alarm: Signal<Alarm | null> = signal(null);

export async function loadAlarm(): Promise<void> {
  alarm.value = (await readMeta<Alarm | null>("alarm")) ?? null;
}

/** Return the newest checkpoint proven to continue all that this browser verified before. */
export async function anchorCheckpoint(): Promise<KeptCheckpoint | null> {
  return (await readMeta<KeptCheckpoint>("anchor")) ?? null;
}

/** Return checkpoints of believed receipts that are not yet proven to continue the others. */
export async function unprovenCheckpoints(): Promise<KeptCheckpoint[]> {
  return (await keptCheckpoints()).filter((kept) => !kept.proven && !kept.abandoned);
}

/** Return the furthest checkpoint known of the server's log, proven or only signed. */
export async function furthestCheckpoint(): Promise<KeptCheckpoint | null> {
  return (await keptCheckpoints()).filter((kept) => !kept.abandoned).at(-1) ?? null;
}

export async function keptCheckpoints(): Promise<KeptCheckpoint[]> {
  return reading((db) => db.getAll("checkpoint"));
}

type Keeping = Pick<Writing<("meta" | "checkpoint")[]>, "objectStore">;

/**
 * Keep a verified checkpoint inside a transaction; a proven one becomes the anchor. One of another
 * root at the same size never takes the place of what was verified before: the alarm has it.
 */
export async function keepCheckpoint(
  tx: Keeping, checkpoint: Checkpoint, note: string, proven: boolean,
): Promise<void> {
  const store = tx.objectStore("checkpoint");
  const before = await store.get([checkpoint.epoch, checkpoint.size]);
  if (before !== undefined && before.root !== checkpoint.root && !before.abandoned) return;
  const kept = {
    ...checkpoint, note, verifiedAt: localMoment(), proven: proven || before?.proven === true,
  };
  await store.put(kept);
  if (proven) await tx.objectStore("meta").put(kept, "anchor");
  const keys = await store.getAllKeys();
  for (const key of keys.slice(0, Math.max(0, keys.length - KEPT))) await store.delete(key);
}

/**
 * Begin again from the checkpoint of a restored log: what was pulled of the old one is pulled
 * anew, its checkpoints stay as evidence.
 */
export async function adoptLog(checkpoint: Checkpoint, note: string): Promise<void> {
  await writing(["meta", "checkpoint", "line"], async (tx) => {
    const store = tx.objectStore("checkpoint");
    for (const kept of await store.getAll()) await store.put({ ...kept, abandoned: true });
    await store.delete([checkpoint.epoch, checkpoint.size]);
    await keepCheckpoint(tx, checkpoint, note, true);
    await tx.objectStore("line").clear();
    await tx.objectStore("meta").delete("pull");
  });
}

/** Note that a kept checkpoint was proven to lie on the same history as the anchor. */
export async function markProven(checkpoint: Checkpoint): Promise<void> {
  await writing(["checkpoint"], async (tx) => {
    const store = tx.objectStore("checkpoint");
    const kept = await store.get([checkpoint.epoch, checkpoint.size]);
    if (kept?.root === checkpoint.root) await store.put({ ...kept, proven: true });
  });
}

export async function raiseAlarm(code: AlarmCode, ours: string, theirs: string): Promise<void> {
  const raised = { code, at: localMoment(), ours, theirs };
  if (alarm.value?.code === code && alarm.value.theirs === theirs) return;
  await writing(["meta", "alarm"], async (tx) => {
    await tx.objectStore("alarm").add(raised);
    await tx.objectStore("meta").put(raised, "alarm");
  });
  alarm.value = raised;
  await announceChange();
}

/** Take down an alarm whose cause has gone; what raised it stays in the list of alarms. */
export async function clearAlarm(...codes: AlarmCode[]): Promise<void> {
  if (alarm.value === null || !codes.includes(alarm.value.code)) return;
  await writing(["meta"], (tx) => tx.objectStore("meta").put(null, "alarm"));
  alarm.value = null;
}

export async function pastAlarms(): Promise<Alarm[]> {
  return reading((db) => db.getAll("alarm"));
}
