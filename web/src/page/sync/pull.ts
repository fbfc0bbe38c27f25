// Reading what this person may see, page by page. A page, its cursor and its checkpoint are kept
// in one transaction, and only when the page's log continues the one already known.

import type { PageEnd } from "../../shared/answers.gen.ts";
import { type Checkpoint, verifyNote } from "../../shared/checkpoint.ts";
import { entryId, isWireEntry, readHeader, type WireEntry } from "../../shared/entry.ts";
import { readStamp } from "../../shared/stamp.ts";
import type { StoredLine } from "../model/pulled.ts";
import { announceChange } from "../store/changes.ts";
import {
  anchorCheckpoint, clearAlarm, furthestCheckpoint, keepCheckpoint, raiseAlarm,
} from "../store/checkpoints.ts";
import { readMeta, writeMeta, writing } from "../store/database.ts";
import { type Identity, identity } from "../store/identity.ts";
import { letCount } from "../store/outbox.ts";
import { markReleased } from "../store/released.ts";
import { releasedBy } from "../model/releases.ts";
import { dropErased } from "./erased.ts";
import { continues, distrust, noticeRestoredLog, proveKept } from "./history.ts";
import { type Answer, logbookPath, parsed, type Problem, problemOf, send } from "./http.ts";

export type Pulled = { lines: number; stopped: Problem | null };

/** The next position, and the tree that the cursor was issued for. */
type Place = { cursor: string; etag: string; tree: Checkpoint | null };

/** `released` are entries that count although their stamp says quarantined. */
type Page = { lines: StoredLine[]; released: string[]; control: PageEnd };

const START: Place = { cursor: "", etag: "", tree: null };
const PAGE = 500;
const DISTRUSTED: Problem = { code: "log_not_continued", status: 200, detail: "" };

/** Read on from where reading stopped. Only one window does so at a time. */
export async function pullNew(): Promise<Pulled> {
  const me = identity.value;
  if (!me || !navigator.locks) return { lines: 0, stopped: null };
  return navigator.locks.request("verbatim-pull", { ifAvailable: true }, async (lock) => {
    const done: Pulled = { lines: 0, stopped: null };
    let more = lock !== null;
    while (more) more = await pullPage(me, done);
    const dropped = await dropErased();
    if (dropped || done.lines > 0) await announceChange();
    return done;
  });
}

/** Return whether there is more to read. */
async function pullPage(me: Identity, done: Pulled): Promise<boolean> {
  const place = (await readMeta<Place>("pull")) ?? START;
  const before = await furthestCheckpoint();
  const asked = await send(pullPath(place.cursor, me), { method: "GET",
    headers: place.etag === "" ? {} : { "if-none-match": place.etag } });
  if (!asked.ok) {
    done.stopped = asked.problem;
    return false;
  }
  const { value: answer } = asked;
  if (answer.status === 304) return false;
  if (answer.status !== 200) return meetProblem(problemOf(answer), place, done);
  const page = await readPage(answer.text);
  if (page === null) {
    done.stopped = { code: "answer_unreadable", status: 200, detail: answer.text.slice(0, 200) };
    return false;
  }
  const tree = await judge(me, place, page.control, before);
  if (tree === "restored") return true;
  if (tree === null) {
    done.stopped = DISTRUSTED;
    return false;
  }
  return takePage(page, answer, tree, done);
}

function pullPath(cursor: string, me: Identity): string {
  const place = cursor === "" ? "" : `cursor=${encodeURIComponent(cursor)}&`;
  return logbookPath(`pull?${place}limit=${PAGE}`, me.logbook);
}

/** A cursor that the server no longer takes means: read again from the beginning. */
async function meetProblem(problem: Problem, place: Place, done: Pulled): Promise<boolean> {
  if (problem.code === "cursor_invalid" && place.cursor !== "") {
    await writeMeta("pull", START);
    return true;
  }
  done.stopped = problem;
  return false;
}

async function takePage(
  page: Page, answer: Answer, tree: Checkpoint, done: Pulled,
): Promise<boolean> {
  const next: Place = { cursor: page.control.cursor, etag: answer.etag, tree };
  await keepPage(page, next, tree);
  await clearAlarm("checkpoint_invalid", "other_server");
  done.lines += page.lines.length;
  return page.control.more;
}

/** Return the page's tree when it is signed by the pinned key and continues what is known. */
async function judge(
  me: Identity, place: Place, control: PageEnd, before: Checkpoint | null,
): Promise<Checkpoint | "restored" | null> {
  const anchor = await anchorCheckpoint();
  const tree = await verifyNote(control.checkpoint, me.checkpointKey);
  if (tree === null) {
    await raiseAlarm("checkpoint_invalid", anchor?.note ?? "", control.checkpoint);
    return null;
  }
  if (await noticeRestoredLog(tree, control.checkpoint, before)) return "restored";
  if (place.tree !== null && !(await continues(place.tree, tree, control.consistency))) {
    await distrust("checkpoint_not_continued", anchor?.note ?? "", control.checkpoint);
    return null;
  }
  const known = place.tree?.root === anchor?.root ? null : anchor;
  return (await proveKept(tree, known)) ? tree : null;
}

async function keepPage(page: Page, place: Place, tree: Checkpoint): Promise<void> {
  await writing(["meta", "line", "checkpoint", "outbox"], async (tx) => {
    for (const line of page.lines) await tx.objectStore("line").put(line);
    await tx.objectStore("meta").put(place, "pull");
    await keepCheckpoint(tx, tree, page.control.checkpoint, true);
    await markReleased(tx, page.released);
    await letCount(tx, page.released);
  });
}

/** Return the page's lines; null when any of them is not what a pull answers. */
async function readPage(text: string): Promise<Page | null> {
  const values = text.split("\n").filter((line) => line !== "").map(parsed);
  const control = values.pop();
  if (!isControl(control)) return null;
  const page: Page = { lines: [], released: [], control };
  for (const value of values) {
    const line = isWireEntry(value) ? await storedLine(value) : null;
    if (line === null) return null;
    page.lines.push(line.stored);
    page.released.push(...line.released);
  }
  return page;
}

async function storedLine(
  entry: WireEntry,
): Promise<{ stored: StoredLine; released: string[] } | null> {
  const header = readHeader(entry.header);
  const stamp = readStamp(entry.stamp ?? "");
  if (header === null || stamp === null || entry.position === undefined) return null;
  const { kind, subject, follows } = header;
  const id = await entryId(entry.header);
  return {
    stored: { position: entry.position, id, kind, subject, line: JSON.stringify(entry) },
    released: [
      ...(entry.released === true ? [id] : []),
      ...releasedBy([{ kind, follows, verdict: stamp.verdict }]),
    ],
  };
}

function isControl(value: unknown): value is PageEnd {
  if (typeof value !== "object" || value === null) return false;
  const { control, cursor, checkpoint, consistency } = value as Partial<PageEnd>;
  return control === "page" && typeof cursor === "string" && typeof checkpoint === "string"
    && Array.isArray(consistency);
}
