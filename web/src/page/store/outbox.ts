// This browser's own entries, from the moment they are signed, for ever: nothing here deletes one.
// What the server has erased of a received one goes (sync/erased.ts); the rest of it stays.

import { type Signal, signal } from "@preact/signals";

import { advanced, type Head, headOfNewKey } from "../../shared/chain.ts";
import { afterChange } from "./changes.ts";
import { beginningWith, reading, writing, type Writing } from "./database.ts";
import type { Identity } from "./identity.ts";
import type { OwnEntry, OwnState, StoredEntry } from "./rows.ts";

export type NewEntry = Pick<StoredEntry,
  "id" | "key" | "seq" | "kind" | "subject" | "line" | "at">;

export type Counters = { order: number; screenings: number };

/** States in which no receipt has been believed and a push may bring one. */
export const WAITING: readonly OwnState[] = ["on_this_phone", "sent", "receipt_not_believed"];

export const outboxStatus: Signal<{
  waiting: number; oldestAt: string | null; disbelieved: number; unreadable: number;
}> = signal({ waiting: 0, oldestAt: null, disbelieved: 0, unreadable: 0 });

export async function ownEntries(): Promise<OwnEntry[]> {
  return reading((db) => db.getAllFromIndex("outbox", "order"));
}

export async function ownEntriesOf(subject: string): Promise<OwnEntry[]> {
  const found = await reading((db) => db.getAllFromIndex("outbox", "subject", subject));
  return found.sort((left, right) => left.order - right.order);
}

/** Return the entries whose kind begins with one of these, oldest first. */
export async function ownOfKinds(kinds: readonly string[]): Promise<OwnEntry[]> {
  const found = await reading((db) => {
    const index = db.transaction("outbox").store.index("kind");
    return Promise.all(kinds.map((kind) => index.getAll(beginningWith(kind))));
  });
  return found.flat().sort((left, right) => left.order - right.order);
}

/** Return the newest entries first, of one kind if named (with or without its version). */
export async function recentOwn(limit: number, kind = ""): Promise<OwnEntry[]> {
  return reading(async (db) => {
    const found: OwnEntry[] = [];
    const index = db.transaction("outbox").store.index("order");
    let to = (await index.openKeyCursor(null, "prev"))?.key ?? 0;
    // Many at a time: a cursor's every step would be a turn of its own.
    for (; to > 0 && found.length < limit; to -= limit) {
      const rows = await index.getAll(IDBKeyRange.bound(to - limit, to, true));
      found.push(...rows.reverse().filter((row) => row.kind.startsWith(kind)));
    }
    return found.slice(0, limit);
  });
}

/** Return what a push has to bring, oldest first. */
export async function waitingEntries(app: string): Promise<StoredEntry[]> {
  const states = await reading((db) => Promise.all(
    [...WAITING, "unreadable"].map((state) => db.getAllFromIndex("outbox", "state", state))));
  return states.flat()
    .filter((row) => row.state !== "unreadable" || row.triedBy !== app)
    .sort((left, right) => left.order - right.order);
}

/** Return everything that no verified receipt covers, for the rescue file. */
export async function unreceivedEntries(): Promise<StoredEntry[]> {
  return waitingEntries("");
}

export async function readHead(key: string): Promise<Head | undefined> {
  return reading((db) => db.get("head", key));
}

/**
 * Keep a signed entry, advance its chain and remove its draft: all three or none. Returns null
 * when the chain has moved since the entry was signed.
 */
export async function commitEntry(
  entry: NewEntry, head: Head, draftKey?: string,
): Promise<StoredEntry | null> {
  return commit(entry, head, async (tx) => {
    await tx.objectStore("head").put(advanced(head, entry.id));
    if (draftKey !== undefined) await tx.objectStore("draft").delete(draftKey);
  });
}

/** Keep the entry by which this browser's next key follows, and go on with that one: both. */
export async function commitRotation(
  entry: NewEntry, head: Head, renewed: Identity,
): Promise<StoredEntry | null> {
  return commit(entry, head, async (tx) => {
    await tx.objectStore("head").put(headOfNewKey(renewed.key, entry.id));
    await tx.objectStore("meta").put(renewed, "identity");
    await tx.objectStore("meta").delete("renewing");
  });
}

type Committing = Writing<("meta" | "outbox" | "head" | "draft")[]>;

async function commit(
  entry: NewEntry, head: Head, advance: (tx: Committing) => Promise<void>,
): Promise<StoredEntry | null> {
  return writing(["meta", "outbox", "head", "draft"], async (tx) => {
    const now = await tx.objectStore("head").get(entry.key);
    if (now?.seq !== head.seq || now.prev !== head.prev) return null;
    const row = await numbered(tx, entry);
    await tx.objectStore("outbox").add(row);
    await advance(tx);
    return row;
  });
}

async function numbered(tx: Committing, entry: NewEntry): Promise<StoredEntry> {
  const kept = (await tx.objectStore("meta").get("counters")) as Counters | undefined;
  const counters = kept ?? { order: 0, screenings: 0 };
  const first = entry.kind.startsWith("screening.recorded/");
  const own = await tx.objectStore("outbox").index("subject").get(entry.subject);
  const next = { order: counters.order + 1, screenings: counters.screenings + (first ? 1 : 0) };
  await tx.objectStore("meta").put(next, "counters");
  return {
    ...entry, order: next.order, number: first ? next.screenings : own?.number ?? 0,
    state: "on_this_phone", code: "", position: -1, stamp: "", flags: [], checkedAt: "",
    proof: [], note: "", triedBy: "",
  };
}

export async function readOwn(id: string): Promise<StoredEntry | undefined> {
  return reading((db) => db.get("outbox", id));
}

/** Lay changes over stored entries. Their signed bytes are not among what can change. */
export type EntryChange = { id: string } & Partial<Pick<StoredEntry,
  "state" | "code" | "position" | "stamp" | "flags" | "checkedAt" | "proof" | "note" | "triedBy">>;

export async function changeEntries(
  outbox: Pick<Writing<"outbox"[]>, "objectStore">, changes: EntryChange[],
): Promise<void> {
  const store = outbox.objectStore("outbox");
  for (const change of changes) {
    const row = await store.get(change.id);
    if (row !== undefined) await store.put({ ...row, ...change });
  }
}

/** Note that these count now. One without a believed receipt is still waiting for it. */
export async function letCount(
  outbox: Pick<Writing<"outbox"[]>, "objectStore">, ids: string[],
): Promise<void> {
  const rows = await Promise.all(ids.map((id) => outbox.objectStore("outbox").get(id)));
  await changeEntries(outbox, rows.flatMap((row) => row?.state === "kept_aside"
    ? [{ id: row.id, state: "received" as const, code: "" }] : []));
}

/** Put all believed entries back to unsent: a restored log may not hold them any more. */
export async function sendAllAgain(): Promise<void> {
  await writing(["outbox"], async (tx) => {
    const rows = await tx.objectStore("outbox").getAll();
    await changeEntries(tx, rows.filter((row) => row.position >= 0).map(({ id }) =>
      ({ id, state: "on_this_phone", code: "log_restored", position: -1 })));
  });
}

/** Counted, and only the oldest of a state read: there may be a thousand after days offline. */
export async function readOutboxStatus(): Promise<void> {
  outboxStatus.value = await reading(async (db) => {
    const index = db.transaction("outbox").store.index("state_order");
    const [disbelieved = 0, unreadable = 0, ...others] = await Promise.all(
      COUNTED.map((state) => index.count(allOf(state))));
    const waiting = others.reduce((sum, count) => sum + count, disbelieved);
    const firsts = waiting === 0 ? []
      : await Promise.all(WAITING.map((state) => index.get(allOf(state))));
    const [oldest] = firsts.filter((row) => row !== undefined)
      .sort((left, right) => left.order - right.order);
    return { waiting, oldestAt: oldest?.at ?? null, disbelieved, unreadable };
  });
}

const COUNTED: readonly OwnState[] =
  ["receipt_not_believed", "unreadable", "on_this_phone", "sent"];

function allOf(state: string): IDBKeyRange {
  return IDBKeyRange.bound([state], [state, []]);
}

afterChange(() => readOutboxStatus());
