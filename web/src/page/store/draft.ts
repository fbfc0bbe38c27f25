// What is being typed, kept at every keystroke until the entry that it becomes is committed.

import { localMoment } from "../platform/clock.ts";
import { reading, writing } from "./database.ts";

export async function loadDraft<Value>(
  key: string,
): Promise<{ value: Value; at: string } | null> {
  const kept = await reading((db) => db.get("draft", key));
  return kept === undefined ? null : { value: kept.value as Value, at: kept.at };
}

/** Relaxed: a draft survives the browser's death, and a disk flush at each key would be felt. */
export async function keepDraft<Value>(key: string, value: Value): Promise<void> {
  const row = { key, value, at: localMoment() };
  await writing(["draft"], (tx) => tx.objectStore("draft").put(row), "relaxed");
}

export async function dropDraft(key: string): Promise<void> {
  await writing(["draft"], async (tx) => {
    await tx.objectStore("draft").delete(key);
  });
}
