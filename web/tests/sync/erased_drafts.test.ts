// A form is kept at every keystroke: what it copied from a record goes when that is erased, and
// what the person typed beside it stays.

import { beforeEach, describe, expect, it, vi } from "vitest";

import {
  afterEdit, CORRECTION, PERSON, REPORT, type Texts, withoutCopies, withoutErased,
} from "../../src/page/model/copied.ts";
import { type Bodies, type Line, readLine } from "../../src/page/model/lines.ts";
import { type Version, versionsOf } from "../../src/page/model/versions.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import type { PersonRow } from "../../src/page/screens/administration/frame/known.ts";
import { textOfPerson } from "../../src/page/screens/administration/people/person_fields.tsx";
import { bodiesOf } from "../../src/page/screens/capture/entry_recent.ts";
import { beginNextVersion } from "../../src/page/screens/laboratory/result_draft.ts";
import {
  beginCorrection, changedParts, type Correction,
} from "../../src/page/screens/record/correction.ts";
import { signEntry } from "../../src/page/signing/sign.ts";
import { reading } from "../../src/page/store/database.ts";
import { keepDraft, loadDraft } from "../../src/page/store/draft.ts";
import { linesOf } from "../../src/page/store/lines.ts";
import { ownEntries, sendAllAgain } from "../../src/page/store/outbox.ts";
import { registry } from "../../src/page/store/registry.ts";
import type { OwnEntry } from "../../src/page/store/rows.ts";
import { statedOf } from "../../src/page/sync/erased_drafts.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { syncNow } from "../../src/page/sync/status.ts";
import type { Role } from "../../src/shared/types.gen.ts";
import { enrolledBrowser, reopenBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

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
  expect(JSON.stringify(withoutErased(CORRECTION, open, lines))).not.toContain("SECRET");
  await keepDraft(keyOf(own), open); // a key that was struck meanwhile
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

/** Log a statement of the server's own about a subject; return the id of its entry. */
async function stated(
  kind: string, subject: string, part: string, content: object, follows: string[] = [],
): Promise<string> {
  await logbook.state(kind, subject, part, content, follows);
  await pullNew();
  return (await linesOf(subject)).sort((a, b) => a.position - b.position).at(-1)?.id ?? "";
}

const texts = { number: "7", unit: "U", roles: [] as Role[] };
const personRow = (): PersonRow => registry.value.people[0] as PersonRow;

/** A form that holds a name, as it opens with a version: its draft, and how it is drawn. */
type Opened = { key: string; entry: string; draft: Texts; shown: (draft: Texts) => Promise<Texts> };

async function openedPerson(): Promise<Opened> {
  const person = newIdentifier();
  const content = { name: "ERASED NAME", number: "7" };
  const entry = await stated("person.registered/1", person, "person", content);
  const shown = async (draft: Texts): Promise<Texts> =>
    withoutErased(PERSON, draft, await statedOf(person));
  return { key: `admin.person.${person}`, entry, draft: textOfPerson(personRow()), shown };
}

async function openedReport(): Promise<Opened> {
  const report = newIdentifier();
  const content = { analyst: "ERASED NAME", reviewer: "ERASED NAME TOO" };
  const entry = await stated("lab.result.issued/1", report, "signatories", content);
  const lines = async (): Promise<Line[]> =>
    Promise.all((await linesOf(report)).map(({ line }) => readLine(line)));
  const [version] = versionsOf(await lines());
  const draft = beginNextVersion(version as Version, "2026-11-26");
  const shown = async (now: Texts): Promise<Texts> => withoutErased(REPORT, now, await lines());
  return { key: `result:${newIdentifier()}:${report}`, entry, draft, shown };
}

describe.each([
  ["a person", PERSON, openedPerson, "name", ["person"]],
  ["a report", REPORT, openedReport, "analyst", ["signatories"]],
] as const)("the form of %s", (_, form, opening, field, parts) => {
  it("loses a name that is erased while it is closed", async () => {
    const { key, entry, draft } = await opening();
    await keepDraft(key, { ...draft, other: "typed" });
    await erase(entry, [...parts]);
    await pullNew();
    expect(await everything()).not.toContain("ERASED NAME");
    expect((await loadDraft<Texts>(key))?.value).toMatchObject({ [field]: "", other: "typed" });
  });

  it("loses a name that is erased while it is open and typed on", async () => {
    const { key, entry, draft, shown } = await opening();
    expect(await shown(draft)).toEqual(draft);
    await erase(entry, [...parts]);
    await pullNew();
    const now = await shown(draft);
    expect(now).toMatchObject({ [field]: "" });
    expect(JSON.stringify(now)).not.toContain("ERASED NAME");
    await keepDraft(key, { ...draft, other: "a key that was struck meanwhile" });
    await pullNew();
    expect(await everything()).not.toContain("ERASED NAME");
  });

  it("keeps a name that was typed instead, and not one that grew out of the old", async () => {
    const { key, entry, draft, shown } = await opening();
    const edited = (...names: string[]): Texts =>
      names.reduce((now, name) => afterEdit(form, now, { ...now, [field]: name }), draft);
    await erase(entry, [...parts]);
    await pullNew();
    for (const instead of [edited("", "NEW"), edited("X", "XY", "ERASED NAME"), edited("NEW")]) {
      expect(await shown(instead)).toMatchObject({ [field]: instead[field] });
      await keepDraft(key, instead);
      await pullNew();
      expect((await loadDraft<Texts>(key))?.value).toMatchObject({ [field]: instead[field] });
    }
    for (const grown of [edited("ERASED N", "ERASED NEW"), edited("ms ERASED NAME")]) {
      expect(await shown(grown)).toMatchObject({ [field]: "" });
    }
    expect(edited("NEW")).toMatchObject({ follows: [entry] });
  });

  it("does not look at erasures any more once it copies nothing", async () => {
    const { key, entry, draft } = await opening();
    await keepDraft(key, draft);
    await erase(entry, [...parts]);
    await pullNew();
    const scans = vi.spyOn(IDBIndex.prototype, "getAll");
    await pullNew();
    const read = scans.mock.calls.flatMap(([range]) =>
      (range instanceof IDBKeyRange ? [String(range.lower)] : []));
    expect(read.filter((kind) => kind.startsWith("part.erased"))).toEqual([]);
    scans.mockRestore();
  });
});

it("leaves a name that is typed after a later version, when an older one is erased", async () => {
  const person = newIdentifier();
  const typo = await stated("person.registered/1", person, "person", { name: "TYPO" });
  await stated("person.changed/1", person, "person", { name: "RIGHT" }, [typo]);
  const draft = textOfPerson(personRow());
  const open = afterEdit(PERSON, draft, { ...draft, name: "RIGHT-MARRIED" });
  await keepDraft(`admin.person.${person}`, open);
  await erase(typo, ["person"]);
  await pullNew();
  expect((await loadDraft(`admin.person.${person}`))?.value).toEqual(open);
  expect(withoutErased(PERSON, open, await statedOf(person))).toEqual(open);
});

it("takes a name out of an open form though an older version states another", async () => {
  const person = newIdentifier();
  const first = await stated("person.registered/1", person, "person", { name: "FIRST" });
  const named = await stated("person.changed/1", person, "person", { name: "SECRET" }, [first]);
  const draft = textOfPerson(personRow());
  await erase(named, ["person"]);
  await pullNew();
  expect(withoutErased(PERSON, draft, await statedOf(person)).name).toBe("");
  expect(textOfPerson(personRow())).toMatchObject({ name: "", copied: [], follows: [named] });
});

it("takes out only what is still a copy when it comes to it", () => {
  const draft = { name: "TYPED", number: "7", copied: ["number"], follows: ["a"] };
  expect(withoutCopies(PERSON, draft, ["name"])).toBe(draft);
  expect(withoutCopies(PERSON, draft, ["name", "number"]))
    .toEqual({ ...draft, number: "", copied: [] });
});

it("knows whose words a name is that later entries did not state", async () => {
  const person = newIdentifier();
  const first = await stated("person.registered/1", person, "person", { name: "FIRST" });
  const named = await stated("person.changed/1", person, "person", { name: "SECRET" }, [first]);
  await stated("person.changed/1", person, "appointment", { unit: "U", roles: [] }, [first]);
  await keepDraft(`admin.person.${person}`, textOfPerson(personRow()));
  await erase(first, ["person"]);
  await pullNew();
  expect((await loadDraft(`admin.person.${person}`))?.value).toMatchObject({ name: "SECRET" });
  await erase(named, ["person"]);
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

it("finds it by what the server said last, where a browser has not worked it out", async () => {
  const person = newIdentifier();
  const named = await stated("person.registered/1", person, "person", { name: "SECRET" });
  const moved = { unit: "U", roles: [] };
  await stated("person.changed/1", person, "appointment", moved, [named]);
  const { named: _, ...row } = personRow();
  await keepDraft(`admin.person.${person}`, textOfPerson(row));
  await erase(named, ["person"]);
  await pullNew();
  expect(await everything()).not.toContain("SECRET");
});

it("empties once the names in drafts of an older app, which do not say what they copied",
  async () => {
    const [person, report] = [newIdentifier(), newIdentifier()];
    const content = { name: "ERASED NAME" };
    const entries = [
      await stated("person.registered/1", person, "person", content),
      await stated("lab.result.issued/1", report, "signatories", { analyst: "ERASED NAME" }),
    ];
    await stated("person.changed/1", person, "person", { name: "LATER" });
    const keys = [`admin.person.${person}`, `result:${newIdentifier()}:${report}`];
    await keepDraft(keys[0] ?? "", { name: "ERASED NAME", ...texts });
    await keepDraft(keys[1] ?? "", { analyst: "ERASED NAME", reviewer: "", statement: "typed" });
    await erase(entries[0] ?? "", ["person"]);
    await erase(entries[1] ?? "", ["signatories"]);
    await pullNew();
    expect(await everything()).not.toContain("ERASED NAME");
    const drafts = await Promise.all(keys.map((key) => loadDraft<Texts>(key)));
    expect(drafts.map((draft) => draft?.value)).toEqual([
      { name: "", ...texts, number: "", copied: [] },
      { analyst: "", reviewer: "", statement: "typed", copied: [] },
    ]);
    await keepDraft(keys[0] ?? "", { ...drafts[0]?.value, name: "TYPED ANEW" });
    await pullNew();
    expect((await loadDraft(keys[0] ?? ""))?.value).toMatchObject({ name: "TYPED ANEW" });
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
