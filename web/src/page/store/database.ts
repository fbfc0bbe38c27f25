// The browser's own database. Upgrades only ever add; every transaction that matters is strict,
// because a relaxed one may be reported done before it is on the disk.

import {
  type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames,
} from "idb";

import type { Head } from "../../shared/chain.ts";
import type { StoredLine } from "../model/pulled.ts";
import type { Alarm, KeptCheckpoint, StoredEntry } from "./rows.ts";

export interface Schema extends DBSchema {
  meta: { key: string; value: unknown };
  outbox: {
    key: string;
    value: StoredEntry;
    indexes: {
      seq: [string, number]; order: number; state: string; subject: string; kind: string;
      state_order: [string, number];
    };
  };
  head: { key: string; value: Head };
  draft: { key: string; value: { key: string; value: unknown; at: string } };
  line: { key: number; value: StoredLine; indexes: { kind: string; subject: string; id: string } };
  checkpoint: { key: [number, number]; value: KeptCheckpoint };
  alarm: { key: number; value: Alarm };
}

export type StoreName = StoreNames<Schema>;
export type Writing<Names extends StoreName[]> = IDBPTransaction<Schema, Names, "readwrite">;

/** Why the browser did not keep something; `detail` is the browser's own word for it. */
export type StorageProblem = {
  ok: false; code: "storage_full" | "storage_failed"; detail: string;
};

const NAME = "verbatim";
const VERSION = 2;

let opening: Promise<IDBPDatabase<Schema>> | null = null;

/** Return the open database, opening it when there is none or the last handle has died. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= open();
  return opening;
}

const WATCHING = {
  // A newer app in another window needs the old handle gone.
  blocking: () => void closeDatabase(),
  terminated: () => { opening = null; },
};

async function open(): Promise<IDBPDatabase<Schema>> {
  try {
    const opened = await openDB<Schema>(NAME, VERSION, {
      upgrade: (db, from, _to, tx) => upgrade(db, from, tx),
      ...WATCHING,
    }).catch((error: unknown) => {
      // A newer app in another window has added something; what this one knows is still there.
      if (!(error instanceof DOMException) || error.name !== "VersionError") throw error;
      return openDB<Schema>(NAME, undefined, WATCHING);
    });
    opened.onclose = () => { opening = null; };
    return opened;
  } catch (error) {
    opening = null;
    throw error;
  }
}

type Upgrading = IDBPTransaction<Schema, StoreName[], "versionchange">;

function upgrade(db: IDBPDatabase<Schema>, from: number, tx: Upgrading): void {
  if (from < 1) {
    db.createObjectStore("meta");
    const outbox = db.createObjectStore("outbox", { keyPath: "id" });
    outbox.createIndex("seq", ["key", "seq"], { unique: true });
    outbox.createIndex("order", "order", { unique: true });
    outbox.createIndex("state", "state");
    outbox.createIndex("subject", "subject");
    db.createObjectStore("head", { keyPath: "key" });
    db.createObjectStore("draft", { keyPath: "key" });
    const line = db.createObjectStore("line", { keyPath: "position" });
    line.createIndex("kind", "kind");
    line.createIndex("subject", "subject");
    line.createIndex("id", "id");
    db.createObjectStore("checkpoint", { keyPath: ["epoch", "size"] });
    db.createObjectStore("alarm", { autoIncrement: true });
  }
  if (from < 2) {
    tx.objectStore("outbox").createIndex("kind", "kind");
    tx.objectStore("outbox").createIndex("state_order", ["state", "order"]);
  }
}

export async function closeDatabase(): Promise<void> {
  const closing = opening;
  opening = null;
  (await closing?.catch(() => null))?.close();
}

/** Do all of `work` in one transaction, strict unless said. A dead handle is reopened once. */
export async function writing<Names extends StoreName[], Result>(
  stores: Names, work: (tx: Writing<Names>) => Promise<Result>,
  durability: "strict" | "relaxed" = "strict",
): Promise<Result> {
  return reopening(async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability });
    const ended = tx.done.catch((error: unknown) => error);
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      abort(tx);
      await ended;
      throw error;
    }
  });
}

/** Read with one handle; a dead handle is reopened once. */
export async function reading<Result>(
  work: (db: IDBPDatabase<Schema>) => Promise<Result>,
): Promise<Result> {
  return reopening(work);
}

async function reopening<Result>(
  work: (db: IDBPDatabase<Schema>) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(await database());
  } catch (error) {
    // Phones kill database handles of pages in the background; the next one is a good one.
    if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    await closeDatabase();
    return work(await database());
  }
}

/** Return the range of the texts that begin so. */
export function beginningWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // already ended, which is all that was wanted
  }
}

/** Turn what the browser threw into a value that a screen can show. */
export function storageProblem(error: unknown): StorageProblem {
  const name = error instanceof DOMException ? error.name : "";
  const detail = error instanceof Error ? `${name} ${error.message}`.trim() : String(error);
  const full = name === "QuotaExceededError";
  return { ok: false, code: full ? "storage_full" : "storage_failed", detail };
}

export async function readMeta<Value>(key: string): Promise<Value | undefined> {
  return reading(async (db) => (await db.get("meta", key)) as Value | undefined);
}

export async function writeMeta(key: string, value: unknown): Promise<void> {
  await writing(["meta"], async (tx) => {
    await tx.objectStore("meta").put(value, key);
  });
}
