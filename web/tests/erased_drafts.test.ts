// A form is kept at every keystroke: what it copied from a record goes when that is erased, and
// what the person typed beside it stays.

import { beforeEach, expect, it, vi } from "vitest";

import { signEntry } from "../src/page/acts/signing.ts";
import {
  beginCorrection, changedParts, type Correction, withoutErased,
} from "../src/page/screens/record/correction.ts";
import { bodiesOf } from "../src/page/screens/phone/entry_recent.ts";
import { beginningWith, reading } from "../src/page/store/database.ts";
import { keepDraft, loadDraft } from "../src/page/store/draft.ts";
import { type OwnEntry, ownEntries, sendAllAgain } from "../src/page/store/outbox.ts";
import { newIdentifier } from "../src/page/sync/identifiers.ts";
import { pullNew } from "../src/page/sync/pull.ts";
import { pushWaiting } from "../src/page/sync/push.ts";
import { syncNow } from "../src/page/sync/status.ts";
import { type Bodies, readLine } from "../src/page/view/lines.ts";
import { enrolledBrowser, reopenBrowser, screening } from "./support/browser.ts";
import type { Logbook } from "./support/logbook.ts";

vi.stubGlobal("document", { addEventListener: () => undefined, visibilityState: "hidden" });

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

async function erase(entry: string, parts: string[]): Promise<void> {
  const follows = [entry, "B".repeat(42) + "A", "C".repeat(42) + "A"];
  await logbook.state("part.erased/1", newIdentifier(), "erasure", { entry, parts }, follows);
}

async function record(text: string): Promise<OwnEntry> {
  await signEntry(screening(text));
  await pushWaiting();
  await pullNew();
  return (await ownEntries()).at(-1) as OwnEntry;
}

async function everything(): Promise<string> {
  const stores = await reading((db) =>
    Promise.all([...db.objectStoreNames].map((name) => db.getAll(name))));
  return JSON.stringify(stores);
}

const bodies = ({ line }: OwnEntry): Bodies => bodiesOf(line) as unknown as Bodies;
const keyOf = (own: OwnEntry): string => `correct:${own.subject}`;
const typed = { code: "typing", text: "I had mistyped it" };

async function beginIn(own: OwnEntry): Promise<Correction> {
  const draft = { ...beginCorrection(bodies(own), [own.id]), ...typed };
  await keepDraft(keyOf(own), draft);
  return draft;
}

async function kept(own: OwnEntry): Promise<Correction> {
  return (await loadDraft<Correction>(keyOf(own)))?.value as Correction;
}

it("takes a copied part out of a correction, and leaves what else was typed", async () => {
  const own = await record("SECRET ONE");
  await beginIn(own);
  await erase(own.id, ["reading"]);
  await pullNew();
  expect(await everything()).not.toContain("SECRET ONE");
  const left = await kept(own);
  expect(left).toMatchObject({ ...typed, parts: { note: {} } });
  const [now] = await ownEntries();
  expect(changedParts(bodies(now as OwnEntry), left)).toEqual({});
});

it("does so for a draft of an older app, which does not say what it copied", async () => {
  const own = await record("SECRET");
  const { copied: _, ...older } = await beginIn(own);
  await keepDraft(keyOf(own), older);
  await erase(own.id, ["reading"]);
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

it("leaves alone what a later version had said itself", async () => {
  const first = await record("SECRET");
  await signEntry({ kind: "screening.amended/1", subject: first.subject, follows: [first.id],
    parts: { reading: { banner: { text: "LATER", capture: "typed" } },
      reason: { code: "typing" } } });
  await pushWaiting();
  const amended = (await ownEntries())[1] as OwnEntry;
  const parts = { ...bodies(first), reading: bodies(amended)["reading"] } as Bodies;
  await keepDraft(keyOf(first), beginCorrection(parts, [amended.id]));
  await erase(first.id, ["reading", "note"]);
  await pullNew();
  expect((await kept(first)).parts).toEqual({ reading: bodies(amended)["reading"] });
});

it("leaves alone what is typed anew after the erasing", async () => {
  const own = await record("SECRET");
  await erase(own.id, ["reading"]);
  await pullNew();
  const [now] = await ownEntries();
  const draft = beginCorrection(bodies(now as OwnEntry), [own.id]);
  const parts = { ...draft.parts, reading: { banner: { text: "NEW" } } };
  await keepDraft(keyOf(own), { ...draft, parts });
  await pullNew();
  expect((await kept(own)).parts).toEqual(parts);
});

it("takes the words out of a form that is open, before its next key is kept", async () => {
  const own = await record("SECRET");
  const open = await beginIn(own);
  await erase(own.id, ["reading"]);
  await pullNew();
  const lines = await Promise.all((await ownEntries()).map(({ line }) => readLine(line)));
  expect(JSON.stringify(withoutErased(open, lines))).not.toContain("SECRET");
  await keepDraft(keyOf(own), open); // a key that was struck meanwhile
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

it("empties a name in the forms that repeat it", async () => {
  const [person, report] = [newIdentifier(), newIdentifier()];
  await logbook.state("person.registered/1", person, "person", { name: "ERASED NAME" });
  await logbook.state("lab.result.issued/1", report, "signatories", { analyst: "ERASED NAME" });
  await pullNew();
  const lines = await reading((db) => db.getAllFromIndex("line", "kind",
    beginningWith("person.")));
  const reports = await reading((db) => db.getAllFromIndex("line", "subject", report));
  await keepDraft(`admin.person.${person}`, { name: "ERASED NAME", number: "7", unit: "U" });
  await keepDraft(`result:${newIdentifier()}:${report}`,
    { analyst: "ERASED NAME", reviewer: "", statement: "typed" });
  await erase(lines[0]?.id ?? "", ["person"]);
  await erase(reports[0]?.id ?? "", ["signatories"]);
  await pullNew();
  expect(await everything()).not.toContain("ERASED NAME");
  const drafts = await reading((db) => db.getAll("draft"));
  expect(drafts.map(({ value }) => value)).toEqual([
    { name: "", number: "", unit: "U" }, { analyst: "", reviewer: "", statement: "typed" },
  ]);
});

/** Do this in a page that is closed before it has dropped anything, and open the next one. */
async function dieDropping(work: () => Promise<unknown>): Promise<void> {
  const begin = Reflect.get(IDBDatabase.prototype, "transaction") as IDBDatabase["transaction"];
  const dying = vi.spyOn(IDBDatabase.prototype, "transaction");
  dying.mockImplementation(function die(this: IDBDatabase, stores, ...rest) {
    if ([...stores].includes("draft") && [...stores].includes("line")) throw new Error("closed");
    return begin.call(this, stores, ...rest);
  });
  await expect(work()).rejects.toThrow("closed");
  dying.mockRestore();
  await reopenBrowser();
  expect(await everything()).toContain("SECRET");
}

async function closedTooEarly(): Promise<void> {
  const own = await record("SECRET");
  await erase(own.id, ["reading"]);
  await dieDropping(pullNew);
}

it("ends what a closed page had begun, though there is nothing new to read", async () => {
  await closedTooEarly();
  expect((await pullNew()).lines).toBe(0);
  expect(await everything()).not.toContain("SECRET");
});

it("ends it when the app is opened again, without a server", async () => {
  await closedTooEarly();
  logbook.bend = () => Promise.reject(new TypeError("no network"));
  await syncNow();
  expect(await everything()).not.toContain("SECRET");
});

it("ends it too where the page was closed after the receipt that was waited for", async () => {
  const own = await record("SECRET");
  await sendAllAgain();
  await erase(own.id, ["reading"]);
  await pullNew();
  await dieDropping(pushWaiting);
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

it("does not read the erasures again while nothing is new", async () => {
  const own = await record("SECRET");
  await erase(own.id, ["reading"]);
  await pullNew();
  const scans = vi.spyOn(IDBIndex.prototype, "getAll");
  await pullNew();
  expect(scans).not.toHaveBeenCalled();
  scans.mockRestore();
});
