// Marking entries that count although their stamp says quarantined. The mark is the member
// `released` of a line, which a server that is not older than this app sets itself.

import { fromLine, type WireEntry } from "../../shared/entry.ts";
import { readStamp } from "../../shared/stamp.ts";
import { releasedBy } from "../model/releases.ts";
import { announceChange } from "./changes.ts";
import { reading, readMeta, writing, type Writing } from "./database.ts";
import { allLines } from "./lines.ts";
import type { OwnEntry } from "./rows.ts";

/** Return an own entry as a line, with what the server has said of it. */
export function lineOf({ line, position, stamp, state }: OwnEntry): WireEntry {
  const signed = JSON.parse(line) as WireEntry;
  if (position < 0) return signed;
  const released = state === "received" && readStamp(stamp)?.verdict === "quarantined";
  return { ...signed, position, stamp, ...(released && { released }) };
}

/** Say whether an entry, as it was pulled last, was released. */
export async function isReleased(id: string): Promise<boolean> {
  const stored = await reading((db) => db.getFromIndex("line", "id", id));
  return stored !== undefined && fromLine(stored.line)?.released === true;
}

/** Mark those of these entries that were pulled. */
export async function markReleased(
  tx: Pick<Writing<"line"[]>, "objectStore">, ids: readonly string[],
): Promise<void> {
  const store = tx.objectStore("line");
  for (const id of ids) {
    const row = await store.index("id").get(id);
    if (row) await store.put({ ...row, line: asReleased(row.line) });
  }
}

function asReleased(line: string): string {
  return JSON.stringify({ ...(JSON.parse(line) as object), released: true });
}

/** Where it is kept that what older apps have pulled is marked. */
const MARKED = "released";

/** Mark, once a browser, what was released in lines that an older app has pulled. */
export async function markEarlierReleases(): Promise<void> {
  if (await readMeta<boolean>(MARKED)) return;
  const releases = await allLines("quarantine.released/");
  const ids = releasedBy(releases.map((line) => ({ ...line, follows: line.header.follows })));
  await writing(["line", "meta"], async (tx) => {
    await markReleased(tx, ids);
    await tx.objectStore("meta").put(true, MARKED);
  });
  if (ids.length > 0) await announceChange();
}
