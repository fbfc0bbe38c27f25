// What a page reads of the store without reading all of it, and stores of other builds.

import { beforeEach, expect, it } from "vitest";

import { registerInstrument } from "../../src/page/model/kinds/organisation.ts";
import { NO_REGISTRY } from "../../src/page/model/registry.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { signEntry } from "../../src/page/signing/sign.ts";
import { closeDatabase, writing } from "../../src/page/store/database.ts";
import {
  changeEntries, outboxStatus, ownEntries, ownOfKinds, readOutboxStatus,
} from "../../src/page/store/outbox.ts";
import { loadRegistry, refreshRegistry, registry } from "../../src/page/store/registry.ts";
import type { OwnState } from "../../src/page/store/rows.ts";
import { emptyBrowser, enrolledBrowser, screening } from "../support/browser.ts";

beforeEach(async () => {
  await enrolledBrowser();
  registry.value = NO_REGISTRY;
});

const kinds = async (): Promise<string[]> =>
  (await ownOfKinds(["screening.", "unit."])).map((entry) => entry.kind);

async function signInstrument(): Promise<void> {
  const signed = await signEntry(registerInstrument(newIdentifier(), {
    profile: "trunarc", manufacturer: "Thermo", model: "TruNarc", serial: "TN-1",
    unit: newIdentifier(), technique: "raman", regime: "bulk",
  }));
  expect(signed).toMatchObject({ ok: true });
}

it("counts what waits and finds the oldest of all states", async () => {
  for (const text of ["A", "B", "C", "D", "E"]) await signEntry(screening(text));
  const entries = await ownEntries();
  const states: OwnState[] =
    ["received", "receipt_not_believed", "on_this_phone", "sent", "unreadable"];
  await writing(["outbox"], (tx) => changeEntries(tx,
    entries.map(({ id }, at) => ({ id, state: states[at] ?? "received" }))));
  await readOutboxStatus();
  expect(outboxStatus.value).toEqual(
    { waiting: 3, oldestAt: entries[1]?.at, disbelieved: 1, unreadable: 1 });
});

it("shows an own registration at once, and again from what was kept of it", async () => {
  await signInstrument();
  const [shown] = registry.value.instruments;
  expect(shown).toMatchObject({ serial: "TN-1" });
  registry.value = NO_REGISTRY;
  await loadRegistry();
  expect(registry.value.instruments).toEqual([shown]);
});

it("works the registry out when none was kept", async () => {
  await signInstrument();
  await writing(["meta"], (tx) => tx.objectStore("meta").delete("known"));
  registry.value = NO_REGISTRY;
  await loadRegistry();
  expect(registry.value.instruments).toHaveLength(1);
});

it("leaves the registry alone when a screening is saved, or nothing in it changed", async () => {
  await signInstrument();
  const before = registry.value;
  await signEntry(screening());
  await refreshRegistry();
  expect(registry.value).toBe(before);
});

it("brings the store of an older build up to date", async () => {
  await signEntry(screening());
  const [entry] = await ownEntries();
  await emptyBrowser();
  await open(1, (db) => db.createObjectStore("outbox", { keyPath: "id" }).add(entry));
  expect(await kinds()).toEqual(["screening.recorded/1"]);
});

it("goes on with a store that a newer build has added to", async () => {
  await signEntry(screening());
  await closeDatabase();
  await open(99, (db) => db.createObjectStore("added"));
  expect(await kinds()).toEqual(["screening.recorded/1"]);
});

/** Open the store as another build would, and close it again. */
async function open(version: number, upgrade: (db: IDBDatabase) => unknown): Promise<void> {
  const asked = indexedDB.open("verbatim", version);
  asked.onupgradeneeded = () => upgrade(asked.result);
  await new Promise((done) => {
    asked.onsuccess = done;
  });
  asked.result.close();
}
