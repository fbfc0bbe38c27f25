// Dropping what the server has erased: the named parts go from what was pulled, from own entries
// that a verified receipt covers, and from drafts. Only a statement signed by the server's
// entry key, as it was pinned at enrolment and rotated since, drops anything; what was never
// received stays whole.

import type { Json } from "../../shared/canonical.ts";
import { fromLine, partsFit } from "../../shared/entry.ts";
import { followKeys, isSignedBy } from "../../shared/rotation.ts";
import { counts } from "../model/counting.ts";
import type { PulledLine, StoredLine } from "../model/pulled.ts";
import type { Registry } from "../model/registry.ts";
import { reading, readMeta, writing, type Writing } from "../store/database.ts";
import { identity } from "../store/identity.ts";
import { allLines } from "../store/lines.ts";
import type { StoredEntry } from "../store/rows.ts";
import { copiesInDrafts, type Copy, dropCopies } from "./erased_drafts.ts";

/** What an erasure names. */
type Erased = { entry: string; names: string[] };

/** What of it this browser still holds. */
type Due = Erased & { subject: string | null; copies: Copy[] };

/** How far in the log erasures have been carried out here: the cursor that was read up to. */
const DROPPED = "dropped";

type Meta = Pick<Writing<"meta"[]>, "objectStore">;

/**
 * Drop what this browser still holds of erased parts; say whether there was any. Looks at no
 * erasure when nothing was read since it last ran to its end and nothing copied is being typed. A
 * page that is closed between the reading and the dropping leaves it to the next one.
 */
export async function dropErased(): Promise<boolean> {
  const [place, done, copies] = await Promise.all(
    [readMeta<{ cursor: string }>("pull"), readMeta<string>(DROPPED), copiesInDrafts()]);
  const cursor = place?.cursor ?? "";
  if (cursor === done && copies.length === 0) return false;
  const due = await dueOf(copies);
  await strip(due, cursor);
  return due.length > 0;
}

/** Have erasures looked at again: what waited for its receipt may hold their parts. */
export async function lookAgain(tx: Meta): Promise<void> {
  await tx.objectStore("meta").delete(DROPPED);
}

async function dueOf(copies: Copy[]): Promise<Due[]> {
  const due: Due[] = [];
  const keys = await serverKeys();
  for (const line of await allLines("part.erased/")) {
    const erased = statedBy(line);
    const here = erased && (await heldOf(erased, copies));
    if (here && (await isTheServers(line, keys))) due.push(here);
  }
  return due;
}

/** Return what is still here of an erasure's parts; null when nothing is. */
async function heldOf(erased: Erased, copies: Copy[]): Promise<Due | null> {
  const subject = await holderOf(erased);
  const copied = copies.filter(({ entry, part }) =>
    entry === erased.entry && erased.names.includes(part));
  return subject === null && copied.length === 0 ? null : { ...erased, subject, copies: copied };
}

/** Return what an erasure that counts names; null for anything else. */
function statedBy(line: PulledLine): Erased | null {
  const { header, parts } = line;
  const { entry, parts: names } = parts["erasure"] ?? {};
  if (!counts(line) || typeof entry !== "string") return null;
  if (!Array.isArray(names) || header.follows[0] !== entry) return null;
  return { entry, names: names.filter((name: Json) => typeof name === "string") };
}

/** Return the record of an entry whose parts are still here; null when none is. */
async function holderOf({ entry, names }: Erased): Promise<string | null> {
  const [pulled, own] = await reading((db) =>
    Promise.all([db.getFromIndex("line", "id", entry), db.get("outbox", entry)]));
  const held = [pulled, own && isReceived(own) ? own : undefined];
  return held.find((row) => row && holdsAny(row.line, names))?.subject ?? null;
}

/** Return the server's entry key as it was pinned, and those that have followed it since. */
async function serverKeys(): Promise<string[]> {
  const keys = [identity.value?.entryKeySpki ?? ""];
  for (const { line } of (await allLines("key.rotated/")).filter(counts)) {
    const rotation = fromLine(line);
    const now = { entrySpki: keys.at(-1) ?? "", checkpointKeys: [] };
    const next = rotation && (await followKeys(now, [rotation]));
    if (next) keys.push(next.entrySpki);
  }
  return keys;
}

async function isTheServers({ line, header }: PulledLine, keys: string[]): Promise<boolean> {
  const entry = fromLine(line);
  if (entry === null || !(await partsFit(header, entry.parts))) return false;
  const signed = await Promise.all(keys.map((spki) => isSignedBy(entry, header, spki)));
  return signed.includes(true);
}

async function strip(due: Due[], cursor: string): Promise<void> {
  await writing(["line", "outbox", "meta", "draft"], async (tx) => {
    for (const one of due) {
      await stripRows(tx, one);
      await dropCopies(tx, one.copies);
    }
    const unnamed = due.flatMap(({ subject, names }) =>
      subject !== null && names.includes("person") ? [subject] : []);
    await forgetNames(tx, new Set(unnamed));
    await tx.objectStore("meta").put(cursor, DROPPED);
  });
}

async function stripRows(
  tx: Pick<Writing<("line" | "outbox")[]>, "objectStore">, { entry, names }: Erased,
): Promise<void> {
  const pulled = await tx.objectStore("line").index("id").get(entry);
  if (pulled) await tx.objectStore("line").put(without(pulled, names));
  const own = await tx.objectStore("outbox").get(entry);
  if (own && isReceived(own)) await tx.objectStore("outbox").put(without(own, names));
}

/** The registry that the server once sent repeats names; lines that still state one say it anew. */
async function forgetNames(tx: Meta, people: Set<string>): Promise<void> {
  const known = (await tx.objectStore("meta").get("registry")) as Registry | undefined;
  if (known === undefined || people.size === 0) return;
  const named = known.people.map((row) =>
    people.has(row.person) ? { ...row, name: "", number: "" } : row);
  await tx.objectStore("meta").put({ ...known, people: named }, "registry");
}

function isReceived(own: StoredEntry): boolean {
  return own.position >= 0;
}

type Parts = Record<string, unknown>;

function holdsAny(line: string, names: string[]): boolean {
  const { parts } = JSON.parse(line) as { parts: Parts };
  return names.some((name) => name in parts);
}

function without<Row extends StoredLine | StoredEntry>(row: Row, names: string[]): Row {
  const entry = JSON.parse(row.line) as { parts: Parts };
  const left = Object.entries(entry.parts).filter(([name]) => !names.includes(name));
  return { ...row, line: JSON.stringify({ ...entry, parts: Object.fromEntries(left) }) };
}
