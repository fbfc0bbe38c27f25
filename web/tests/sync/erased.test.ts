// What the server has erased goes from this browser too, and nothing else does.

import { beforeEach, expect, it } from "vitest";

import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { loadOwn } from "../../src/page/screens/capture/list_rows.ts";
import { signEntry } from "../../src/page/signing/sign.ts";
import { readMeta, writeMeta } from "../../src/page/store/database.ts";
import { allLines } from "../../src/page/store/lines.ts";
import { ownEntries, sendAllAgain } from "../../src/page/store/outbox.ts";
import { refreshRegistry, registry } from "../../src/page/store/registry.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { serialiseText } from "../../src/shared/canonical.ts";
import { fromLine, type Header, type WireEntry } from "../../src/shared/entry.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

async function erase(entry: string, parts: string[]): Promise<WireEntry> {
  const follows = [entry, "B".repeat(42) + "A", "C".repeat(42) + "A"];
  return logbook.state("part.erased/1", newIdentifier(), "erasure", { entry, parts }, follows);
}

async function record(text: string): Promise<string> {
  await signEntry(screening(text));
  await pushWaiting();
  return (await ownEntries()).at(-1)?.id ?? "";
}

const partsOf = (line = ""): string[] => Object.keys(fromLine(line)?.parts ?? {}).sort();
const ownParts = async (): Promise<string[][]> =>
  (await ownEntries()).map(({ line }) => partsOf(line));

it("drops the named parts from what was pulled and from the own copy", async () => {
  const [first] = [await record("SECRET ONE"), await record("SECRET TWO")];
  await pullNew();
  await erase(first, ["reading"]);
  await pullNew();
  expect(await ownParts()).toEqual([["note"], ["note", "reading"]]);
  const pulled = await allLines("screening.");
  expect(pulled.map((line) => Object.keys(line.parts).sort())).toEqual(
    [["note"], ["note", "reading"]]);
  expect(JSON.stringify([await ownEntries(), pulled])).not.toContain("SECRET ONE");
  expect((await loadOwn(5)).map(({ banner }) => banner)).toEqual(["SECRET TWO", ""]);
});

it("shows no older words in the list for those that were erased", async () => {
  await record("FIRST");
  const [first] = await ownEntries();
  const reading = { banner: { text: "SECOND", capture: "typed" } };
  await signEntry({ kind: "screening.amended/1", subject: first?.subject ?? "",
    follows: [first?.id ?? ""], parts: { reading, reason: { code: "typing" } } });
  await pushWaiting();
  expect((await loadOwn(5))[0]?.banner).toBe("SECOND");
  await erase((await ownEntries())[1]?.id ?? "", ["reading"]);
  await pullNew();
  expect((await loadOwn(5))[0]?.banner).toBe("");
});

it("keeps an own entry whole until it is received, and drops then", async () => {
  const id = await record("SECRET");
  await sendAllAgain();
  await erase(id, ["reading", "note"]);
  await pullNew();
  expect(await ownParts()).toEqual([["note", "reading"]]);
  await pushWaiting();
  expect(await ownParts()).toEqual([[]]);
  expect((await ownEntries())[0]?.state).toBe("received");
  await sendAllAgain();
  await pushWaiting();
  expect((await ownEntries())[0]?.state).toBe("received");
});

it("believes only the server's own key, and only what was accepted", async () => {
  const id = await record("SECRET");
  const genuine = await erase(id, ["reading"]);
  logbook.log.pop();
  const own = JSON.parse(fromLine((await ownEntries())[0]?.line ?? "")?.header ?? "") as Header;
  const header = JSON.parse(genuine.header) as Header;
  const renamed = serialiseText({ ...header, key: own.key }) as string;
  await logbook.append({ ...genuine, header: renamed }, "");
  await logbook.append({ ...genuine, sig: "A".repeat(86) }, "");
  await logbook.append(genuine, "follows_other");
  await pullNew();
  expect(await ownParts()).toEqual([["note", "reading"]]);
  await logbook.append(genuine, "");
  await pullNew();
  expect(await ownParts()).toEqual([["note"]]);
});

it("forgets a name wherever it stood, and takes no older one for it", async () => {
  const subject = newIdentifier();
  await logbook.state("person.registered/1", subject, "person", { name: "OLD NAME" });
  await logbook.state("person.changed/1", subject, "person", { name: "NEW NAME" });
  await pullNew();
  const row = { person: subject, name: "NEW NAME", number: "7", unit: "", roles: [], active: true };
  await writeMeta("registry", { ...registry.value, people: [row] });
  await refreshRegistry();
  expect(registry.value.people[0]?.name).toBe("NEW NAME");
  const [, changed] = await allLines("person.");
  await erase(changed?.id ?? "", ["person"]);
  await pullNew();
  expect(registry.value.people[0]?.name).toBe("");
  const kept = [await readMeta("registry"), await readMeta("known"), await allLines("person.")];
  expect(JSON.stringify(kept)).not.toContain("NEW NAME");
});
