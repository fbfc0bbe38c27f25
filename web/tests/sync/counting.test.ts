// What a stranger signs is kept aside and counts for nothing here, whatever else they have signed
// to release it; and what the server lets count, counts in every place that reads lines.

import { beforeEach, expect, it } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { loadRecord } from "../../src/page/shown/load.ts";
import { readStates } from "../../src/page/screens/administration/instruments/past_states.tsx";
import { loadUnit } from "../../src/page/screens/capture/list_rows.ts";
import { NO_REGISTRY } from "../../src/page/model/registry.ts";
import { allLines } from "../../src/page/store/lines.ts";
import { refreshRegistry, registry } from "../../src/page/store/registry.ts";
import { writing } from "../../src/page/store/database.ts";
import { identity } from "../../src/page/store/identity.ts";
import { ownEntries, sendAllAgain } from "../../src/page/store/outbox.ts";
import { markEarlierReleases } from "../../src/page/store/released.ts";
import { noticeHandover } from "../../src/page/sync/handover.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { serialiseText } from "../../src/shared/canonical.ts";
import { entryId, type Header, type WireEntry } from "../../src/shared/entry.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
  registry.value = NO_REGISTRY;
});

/** Log an entry that somebody signed, under this code: an empty one means accepted. */
async function log(
  kind: string, subject: string, parts: Record<string, object>,
  { code = "", follows = [] }: { code?: string; follows?: string[] } = {},
): Promise<string> {
  const known = JSON.parse(logbook.log.at(-1)?.entry.header ?? "") as Header;
  const names = Object.keys(parts).map((name) => [name, "A".repeat(43)]);
  const header = serialiseText({ ...known, kind, subject, follows, key: "S".repeat(43),
    parts: Object.fromEntries(names) as Record<string, string> }) as string;
  const wire = Object.entries(parts).map(([name, body]) =>
    [name, { body: serialiseText(body) as string, salt: "A".repeat(22) }]);
  const entry = { header, parts: Object.fromEntries(wire) as WireEntry["parts"],
    sig: "A".repeat(86) };
  await logbook.append(entry, code);
  return entryId(header);
}

const release = (entry: string, code = "", subject = newIdentifier()): Promise<string> =>
  log("quarantine.released/1", subject, { reason: { code: "other", text: "looked at it" } },
    { code, follows: [entry] });

const aside = { code: "permission_missing" };

it("shows an administrator's name, whatever strangers sign and officers release", async () => {
  const [person, unit] = [newIdentifier(), newIdentifier()];
  const appointment = { unit, roles: ["administrator"] };
  await log("unit.registered/1", unit, { unit: { name: "Head Office" } });
  await log("person.registered/1", person, { person: { name: "Ana Admin" }, appointment });
  const forged = [
    await log("person.registered/1", person, { person: { name: "Impostor" }, appointment }, aside),
    await log("unit.changed/1", unit, { unit: { name: "Fake Office" } }, aside),
    await log("unit.registered/1", newIdentifier(), { unit: { name: "Fake Post" } }, aside),
    await log("person.deactivated/1", person, { reason: { text: "gone" } }, aside),
  ];
  for (const entry of forged) await release(entry, "permission_missing");
  await pullNew();
  await refreshRegistry();
  expect(registry.value.people.map(({ name, active }) => [name, active])).toEqual(
    [["Ana Admin", true]]);
  expect(registry.value.units.map(({ name }) => name)).toEqual(["Head Office"]);
});

it("takes the next checkpoint key, whatever a stranger states behind it", async () => {
  await logbook.rotateCheckpoint();
  await log("checkpoint.key.rotated/1", logbook.logbook, { rotation: { new: "x" } }, aside);
  await pullNew();
  await noticeHandover();
  expect(identity.value?.checkpointKey).toBe(logbook.checkpointKey);
  logbook.requests = [];
  await noticeHandover();
  expect(logbook.requests).toEqual([]);
});

it("lists the states of an instrument that count", async () => {
  const instrument = newIdentifier();
  const state = { since: "2026-11-22", in_service: true };
  await log("instrument.state.stated/1", instrument, { state: { ...state, firmware: "1.0" } });
  const forged = { ...state, firmware: "6.6" };
  const kept = await log("instrument.state.stated/1", instrument, { state: forged }, aside);
  await release(kept, "permission_missing");
  await pullNew();
  expect((await readStates(instrument)).map(({ firmware }) => firmware)).toEqual(["1.0"]);
});

const reading = (text: string): object => ({ banner: { text, capture: "typed" }, findings: [] });

it("lists a record of the unit that was released, and none that was not", async () => {
  const lost = { code: "key_revoked" };
  const first = await log("screening.recorded/1", newIdentifier(), { reading: reading("ONE") },
    lost);
  const second = await log("screening.recorded/1", newIdentifier(), { reading: reading("TWO") },
    lost);
  await release(first);
  await release(second, "permission_missing");
  await pullNew();
  expect((await loadUnit(5)).map(({ banner }) => banner)).toEqual(["ONE"]);
});

it("shows beside a record, without a server, a report that was released", async () => {
  const [subject, item] = [newIdentifier(), newIdentifier()];
  await log("screening.recorded/1", subject,
    { reading: reading("ONE"), item: { item, number: "1" } });
  const report = newIdentifier();
  const kept = await log("lab.result.issued/1", report, { result: { item } },
    { code: "key_revoked" });
  await pullNew();
  const reports = async (): Promise<string[]> => {
    const answer = await loadRecord(subject);
    return answer.ok ? answer.loaded.history.reports.map((each) => each.subject) : ["none"];
  };
  expect(await reports()).toEqual([]);
  await release(kept, "", report);
  await pullNew();
  expect(await reports()).toEqual([report]);
});

it("knows after another push what was released under another subject", async () => {
  logbook.quarantine.set("screening.recorded/1", "permission_missing");
  await signEntry(screening());
  await pushWaiting();
  const [entry] = await ownEntries();
  await release(entry?.id ?? "");
  await pullNew();
  await sendAllAgain();
  await pushWaiting();
  expect((await ownEntries())[0]).toMatchObject({ state: "received", code: "" });
});

it("shows an own record that was released, as this browser alone knows it", async () => {
  logbook.quarantine.set("screening.recorded/1", "key_revoked");
  await signEntry(screening());
  await pushWaiting();
  const [entry] = await ownEntries();
  const versions = async (): Promise<number> => {
    const answer = await loadRecord(entry?.subject ?? "");
    return answer.ok ? answer.loaded.history.versions.length : -1;
  };
  expect(await versions()).toBe(0);
  await release(entry?.id ?? "");
  await pullNew();
  await writing(["line"], (tx) => tx.objectStore("line").clear());
  expect(await versions()).toBe(1);
});

it("finds the release among what a server tells that marks no line", async () => {
  const subject = newIdentifier();
  const kept = await log("screening.recorded/1", subject, { reading: reading("ONE") },
    { code: "key_revoked" });
  await release(kept);
  const entries = [2, 3].map((at) => logbook.wire(at));
  logbook.bend = async () => Response.json({ subject, entries, about: [], authors: {},
    receipt: await logbook.proved([2, 3]) });
  const answer = await loadRecord(subject);
  expect(answer.ok && answer.loaded.history.versions.length).toBe(1);
  expect(answer.ok && answer.loaded.known.map((line) => line.released)).toEqual([true, false]);
});

const released = async (): Promise<boolean[]> =>
  (await allLines("screening.")).map((line) => line.released);

it("takes the server's word where the release may not be read here", async () => {
  const kept = await log("screening.recorded/1", newIdentifier(), { reading: reading("ONE") },
    { code: "key_revoked" });
  logbook.released.add(kept);
  await pullNew();
  expect(await released()).toEqual([true]);
  expect((await loadUnit(5)).map(({ banner }) => banner)).toEqual(["ONE"]);
});

it("lets an own entry count by the server's word", async () => {
  logbook.quarantine.set("screening.recorded/1", "key_revoked");
  await signEntry(screening());
  await pushWaiting();
  logbook.released.add((await ownEntries())[0]?.id ?? "");
  await pullNew();
  expect((await ownEntries())[0]).toMatchObject({ state: "received", code: "" });
});

it("marks once what an older app has pulled with its release", async () => {
  const kept = await log("screening.recorded/1", newIdentifier(), { reading: reading("ONE") },
    { code: "key_revoked" });
  await log("screening.recorded/1", newIdentifier(), { reading: reading("TWO") },
    { code: "key_revoked" });
  await release(kept);
  await pullNew();
  await writing(["line"], async (tx) => {
    const store = tx.objectStore("line");
    for (const row of await store.index("kind").getAll("screening.recorded/1")) {
      const { released: _, ...line } = JSON.parse(row.line) as Record<string, unknown>;
      await store.put({ ...row, line: JSON.stringify(line) });
    }
  });
  expect(await released()).toEqual([false, false]);
  await markEarlierReleases();
  expect(await released()).toEqual([true, false]);
});

it("states nothing by an own registration that the server could not read", async () => {
  const subject = newIdentifier();
  logbook.malformed.set("unit.registered/1", "header_invalid");
  await signEntry({ kind: "unit.registered/1", subject, follows: [],
    parts: { unit: { name: "Post" } } });
  expect(registry.value.units.map(({ name }) => name)).toEqual(["Post"]);
  await pushWaiting();
  expect(registry.value.units).toEqual([]);
});
