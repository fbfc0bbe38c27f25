// Pulling: page and cursor together, and only from a log that continues the known one.

import { beforeEach, expect, it } from "vitest";

import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { signEntry } from "../../src/page/signing/sign.ts";
import { alarm, anchorCheckpoint, keptCheckpoints, pastAlarms, unprovenCheckpoints } from
  "../../src/page/store/checkpoints.ts";
import { readMeta } from "../../src/page/store/database.ts";
import { identity } from "../../src/page/store/identity.ts";
import { allLines, linesOf } from "../../src/page/store/lines.ts";
import { ownEntries, sendAllAgain } from "../../src/page/store/outbox.ts";
import { acceptAlarm, meetServer } from "../../src/page/sync/history.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { serialiseText } from "../../src/shared/canonical.ts";
import type { Header } from "../../src/shared/entry.ts";
import { enrolledBrowser, reopenBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

async function stateUnits(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await logbook.state("unit.registered/1", newIdentifier(), "unit", { name: `Post ${at}` });
  }
}

const unitNames = async (): Promise<unknown[]> =>
  (await allLines("unit.")).map((line) => line.parts["unit"]?.["name"]);

it("reads page after page, and goes on from there", async () => {
  await stateUnits(5);
  expect(await pullNew()).toEqual({ lines: 7, stopped: null });
  expect(await unitNames()).toEqual(["Post 0", "Post 1", "Post 2", "Post 3", "Post 4"]);
  await reopenBrowser();
  await stateUnits(1);
  expect((await pullNew()).lines).toBe(1);
  expect((await anchorCheckpoint())?.size).toBe(8);
  const [last] = (await allLines("unit.")).slice(-1);
  expect(last && await linesOf(last.subject)).toEqual([last]);
  expect(last?.stamp?.verdict).toBe("accepted");
});

it("names the newest proven checkpoint in what it signs next", async () => {
  await stateUnits(3);
  await pullNew();
  await signEntry(screening());
  const header = JSON.parse(JSON.parse((await ownEntries())[0]?.line ?? "").header as string);
  const anchor = await anchorCheckpoint();
  expect(header.anchor).toEqual({ epoch: 1, size: 5, root: anchor?.root });
});

it("keeps nothing of a page whose log does not continue, and both notes", async () => {
  await stateUnits(2);
  await pullNew();
  const before = await readMeta("pull");
  const kept = await logbook.note();
  logbook.log.splice(2, 1);
  await stateUnits(3);
  expect((await pullNew()).stopped?.code).toBe("log_not_continued");
  expect(alarm.value).toMatchObject({ code: "checkpoint_not_continued", ours: kept,
    theirs: await logbook.note() });
  expect(await readMeta("pull")).toEqual(before);
  expect(await unitNames()).toEqual(["Post 0", "Post 1"]);
  expect(await pastAlarms()).toHaveLength(1);
  expect(await acceptAlarm()).toBe(true);
  expect((await pullNew()).stopped).toBeNull();
  expect(alarm.value).toBeNull();
  expect(await unitNames()).toHaveLength(4);
});

it("finds a receipt's checkpoint that lies on another log", async () => {
  await pullNew();
  const shared = [...logbook.log];
  await signEntry(screening());
  await pushWaiting();
  expect(await unprovenCheckpoints()).toHaveLength(1);
  logbook.log = shared;
  await stateUnits(4);
  expect((await pullNew()).stopped?.code).toBe("log_not_continued");
  expect(alarm.value?.code).toBe("checkpoint_not_continued");
  expect((await ownEntries())[0]?.state).toBe("on_this_phone");
});

it("proves the checkpoints of receipts at the next pull", async () => {
  await signEntry(screening());
  await pushWaiting();
  await stateUnits(1);
  await pullNew();
  expect(await unprovenCheckpoints()).toEqual([]);
  expect(alarm.value).toBeNull();
});

it("starts again on a shorter log, and from a cursor that is no longer taken", async () => {
  await stateUnits(4);
  await pullNew();
  logbook.log = logbook.log.slice(0, 4);
  expect(await pullNew()).toEqual({ lines: 4, stopped: null });
  expect(alarm.value?.code).toBe("log_shrank");
  expect(await unitNames()).toEqual(["Post 0", "Post 1"]);
});

it("keeps the last 50 checkpoints", async () => {
  for (let round = 0; round < 55; round += 1) {
    await stateUnits(1);
    await pullNew();
  }
  const kept = await keptCheckpoints();
  expect([kept.length, kept[0]?.size, kept.at(-1)?.size]).toEqual([50, 8, 57]);
}, 20_000);

it("lets a released entry count as received", async () => {
  logbook.quarantine.set("screening.recorded/1", "permission_missing");
  await signEntry(screening());
  await pushWaiting();
  const [entry] = await ownEntries();
  logbook.quarantine.clear();
  await signEntry({ kind: "quarantine.released/1", subject: entry?.subject ?? "",
    follows: [entry?.id ?? ""], parts: { reason: { code: "other", text: "looked at" } } });
  await pushWaiting();
  await pullNew();
  expect((await ownEntries())[0]).toMatchObject({ state: "received", code: "" });
});

it("lets nothing but what a release names first count, and nothing without a receipt", async () => {
  logbook.quarantine.set("screening.recorded/1", "permission_missing");
  await signEntry(screening());
  await signEntry(screening());
  await pushWaiting();
  logbook.quarantine.clear();
  await signEntry(screening());
  const [first, second, unsent] = await ownEntries();
  const salt = "A".repeat(22);
  const follows = [first, second, unsent].map((entry) => entry?.id ?? "");
  const release = { kind: "quarantine.released/1", subject: first?.subject ?? "", follows };
  const known = JSON.parse(logbook.log.at(-1)?.entry.header ?? "") as Header;
  const header = serialiseText({ ...known, ...release }) as string;
  const parts = { reason: { body: "{}", salt } };
  await logbook.append({ header, parts, sig: "A".repeat(86) }, "");
  await pullNew();
  const states = async (): Promise<unknown[]> => (await ownEntries()).map(({ state }) => state);
  expect(await states()).toEqual(["received", "kept_aside", "on_this_phone"]);
  await sendAllAgain();
  await pushWaiting();
  expect(await states()).toEqual(["received", "kept_aside", "received"]);
});

it("takes no answer for a shorter log that another window has overtaken", async () => {
  await stateUnits(2);
  await signEntry(screening());
  logbook.bend = (request, answer) => request.path.includes("/pull?") ? late(answer) : null;
  expect((await pullNew()).stopped).toBeNull();
  expect(alarm.value).toBeNull();
  expect((await ownEntries())[0]?.state).toBe("received");
  await signEntry(screening());
  logbook.bend = (request, answer) => request.path.endsWith("/push") ? overtaken(answer) : null;
  expect((await pushWaiting()).stopped).toBeNull();
  expect(alarm.value).toBeNull();
  expect((await ownEntries())[1]?.state).toBe("received");
});

/** Answer a pull as things stood before another window pushed. */
async function late(answer: () => Promise<Response>): Promise<Response> {
  const before = await answer();
  logbook.bend = null;
  await pushWaiting();
  return before;
}

/** Answer a push as things stood before another window pulled more. */
async function overtaken(answer: () => Promise<Response>): Promise<Response> {
  const before = await answer();
  logbook.bend = null;
  await stateUnits(1);
  await pullNew();
  return before;
}

it("raises the alarm over another server at the address", async () => {
  const me = identity.value;
  expect(me && await meetServer(me)).toBe(true);
  logbook.bend = (request) => request.path === "/api/installation"
    ? Promise.resolve(Response.json({ logbooks: [] })) : null;
  expect(me && await meetServer(me)).toBe(false);
  expect(alarm.value).toMatchObject({ code: "other_server", ours: logbook.checkpointKey });
});
