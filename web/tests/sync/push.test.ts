// Pushing: the same bytes until a receipt is believed; one bad entry never stops the others.

import { beforeEach, expect, it } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { alarm, furthestCheckpoint, pastAlarms } from "../../src/page/store/checkpoints.ts";
import { identity } from "../../src/page/store/identity.ts";
import { outboxStatus, ownEntries } from "../../src/page/store/outbox.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { rescueFile } from "../../src/page/sync/rescue.ts";
import { backoff } from "../../src/page/sync/status.ts";
import type { Receipt } from "../../src/shared/types.gen.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import { type Bend, type Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

const states = async (): Promise<string[]> => (await ownEntries()).map((entry) => entry.state);
const pushes = (): string[] =>
  logbook.requests.filter(({ path }) => path.endsWith("/push")).map(({ text }) => text);
const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

async function save(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await signEntry(screening(`reading ${at}`));
}

function onPush(bend: Bend): Bend {
  return (request, answer) => request.path.endsWith("/push") ? bend(request, answer) : null;
}

function bendReceipt(change: (receipt: Receipt) => void): Bend {
  return onPush(async (_request, answer) => {
    const receipt = (await (await answer()).json()) as Receipt;
    change(receipt);
    return Response.json(receipt);
  });
}

it("brings entries in, and believes the receipt", async () => {
  await save(3);
  expect(await pushWaiting()).toEqual({ received: 3, stopped: null });
  const entries = await ownEntries();
  expect(entries.map((one) => [one.state, one.position])).toEqual(
    [["received", 2], ["received", 3], ["received", 4]]);
  expect(entries[0]?.stamp).toContain('"accepted"');
  expect(outboxStatus.value.waiting).toBe(0);
  expect(await pushWaiting()).toEqual({ received: 0, stopped: null });
  expect(pushes()).toHaveLength(1);
});

it("sends the same bytes again after a lost answer: duplicate, received", async () => {
  await save(2);
  logbook.bend = onPush(async (_request, answer) => {
    await answer();
    throw new TypeError("connection lost");
  });
  expect((await pushWaiting()).stopped?.code).toBe("unreachable");
  expect(await states()).toEqual(["sent", "sent"]);
  logbook.bend = null;
  expect(await pushWaiting()).toEqual({ received: 2, stopped: null });
  expect(pushes()[1]).toBe(pushes()[0]);
  expect(await states()).toEqual(["received", "received"]);
  expect(logbook.log).toHaveLength(4);
});

it("believes no receipt that fails, and keeps the record unsent", async () => {
  await save(2);
  logbook.bend = bendReceipt((receipt) => {
    const [first] = receipt.results;
    if (first) first.position += 1;
  });
  expect((await pushWaiting()).received).toBe(1);
  const [first] = await ownEntries();
  expect(first).toMatchObject({ state: "receipt_not_believed", code: "receipt_proof_invalid",
    position: -1 });
  expect(outboxStatus.value).toMatchObject({ waiting: 1, disbelieved: 1 });
  logbook.bend = null;
  await pushWaiting();
  expect(await states()).toEqual(["received", "received"]);
});

it("raises the alarm over a note of another key", async () => {
  await save(1);
  logbook.bend = bendReceipt((receipt) => {
    receipt.checkpoint = receipt.checkpoint.replace(/\n(\d+)\n/, "\n77\n");
  });
  await pushWaiting();
  expect(await states()).toEqual(["receipt_not_believed"]);
  expect(alarm.value).toMatchObject({ code: "checkpoint_invalid" });
  expect(alarm.value?.ours).toContain(logbook.logbook);
  expect(alarm.value?.theirs).toContain("\n77\n");
});

it("takes somebody else's page for no answer", async () => {
  await save(1);
  logbook.bend = onPush(async () => new Response("<p>Sign in to this network</p>"));
  expect((await pushWaiting()).stopped?.code).toBe("answer_unreadable");
  expect(await states()).toEqual(["sent"]);
});

it("halves a batch that fails twice, and isolates the entry the server chokes on", async () => {
  await save(8);
  const poison = (await ownEntries())[5];
  logbook.bend = onPush(async ({ text }, answer) =>
    text.includes("reading 5") ? Response.json({ code: "internal" }, { status: 500 }) : answer());
  expect(await pushWaiting()).toEqual({ received: 7, stopped: null });
  const entries = await ownEntries();
  expect(entries.filter((one) => one.state !== "received").map((one) => one.id)).toEqual(
    [poison?.id]);
  expect(entries[5]?.code).toBe("internal");
  expect(pushes()).toHaveLength(11);
  logbook.bend = null;
  await pushWaiting();
  expect(await states()).toEqual(Array(8).fill("received"));
});

it("gives up a round soon when everything fails", async () => {
  await save(8);
  logbook.bend = onPush(async () => Response.json({ code: "internal" }, { status: 500 }));
  expect((await pushWaiting()).stopped?.code).toBe("internal");
  expect(pushes().length).toBeLessThanOrEqual(10);
  expect(await states()).toEqual(Array(8).fill("sent"));
});

it("waits as long as a busy server asks, then sends less at a time", async () => {
  await save(4);
  logbook.bend = onPush(async () => Response.json({ code: "busy" },
    { status: 503, headers: { "retry-after": "30" } }));
  expect((await pushWaiting()).stopped).toMatchObject({ code: "busy", retryAfterMs: 30_000 });
  expect(pushes()).toHaveLength(1);
  await pushWaiting();
  expect(pushes().map((text) => linesOf(text).length)).toEqual([4, 4, 2]);
});

it("brings its own enrolment, never the genesis, to a server that forgot the key", async () => {
  await save(2);
  logbook.known.clear();
  logbook.log = logbook.log.slice(0, 1);
  expect((await pushWaiting()).received).toBe(2);
  const [, second] = pushes();
  const lines = linesOf(second ?? "");
  const kinds = lines.map((line) => /\\"kind\\":\\"([a-z.]+)/.exec(line)?.[1]);
  expect(kinds).toEqual(["key.enrolled", "screening.recorded", "screening.recorded"]);
  expect(lines[0]).not.toContain('"position"');
  expect(pushes().join("")).not.toContain("logbook.opened");
  expect(await states()).toEqual(["received", "received"]);
});

it("keeps what is called malformed, and tries it again only with another build", async () => {
  await save(1);
  logbook.malformed.set("screening.recorded/1", "header_invalid");
  await pushWaiting();
  expect((await ownEntries())[0]).toMatchObject({ state: "unreadable", code: "header_invalid" });
  await pushWaiting();
  expect(pushes()).toHaveLength(1);
  expect((await rescueFile()).count).toBe(1);
});

it("shows what was kept aside, with the reason", async () => {
  await save(1);
  logbook.quarantine.set("screening.recorded/1", "permission_missing");
  await pushWaiting();
  expect((await ownEntries())[0]).toMatchObject({ state: "kept_aside", position: 2,
    code: "permission_missing" });
});

it("sends everything again to a shorter log, and raises the alarm once", async () => {
  await save(3);
  await pushWaiting();
  logbook.log = logbook.log.slice(0, 2);
  await save(1);
  await pushWaiting();
  expect(alarm.value).toMatchObject({ code: "log_shrank" });
  expect(alarm.value?.ours).toContain("\n5\n");
  expect(alarm.value?.theirs).toContain("\n3\n");
  expect(await states()).toEqual([...Array(3).fill("on_this_phone"), "received"]);
  await pushWaiting();
  expect(await states()).toEqual(Array(4).fill("received"));
  expect((await ownEntries()).map((one) => one.position)).toEqual([3, 4, 5, 2]);
  expect(await pastAlarms()).toHaveLength(1);
});

it("sends everything again to a log restored under a new epoch, without an alarm", async () => {
  await save(2);
  await pushWaiting();
  logbook.log = logbook.log.slice(0, 2);
  logbook.epoch = 2;
  await save(1);
  await pushWaiting();
  await pushWaiting();
  expect(alarm.value).toBeNull();
  expect(await states()).toEqual(Array(3).fill("received"));
  expect(logbook.log).toHaveLength(5);
});

it("raises the alarm when a restored log has grown to the size it had", async () => {
  await save(2);
  await pushWaiting();
  const known = await furthestCheckpoint();
  logbook.log = logbook.log.slice(0, 3);
  await save(1);
  await pushWaiting();
  expect(alarm.value).toMatchObject({ code: "checkpoint_not_continued", ours: known?.note });
  expect(alarm.value?.theirs).toContain("\n4\n");
  expect(await furthestCheckpoint()).toEqual(known);
  expect(await states()).toEqual(["on_this_phone", "on_this_phone", "received"]);
});

it("writes a rescue file of push lines that the server takes", async () => {
  await save(2);
  const { text, count, name } = await rescueFile();
  expect([count, name]).toEqual([2, expect.stringMatching(/^verbatim-.*\.ndjson$/)]);
  expect(linesOf(text).slice(1)).toEqual((await ownEntries()).map((one) => one.line));
  const receipt = await logbook.receive(linesOf(text));
  expect(receipt.results.map((one) => one.verdict)).toEqual(
    ["duplicate", "accepted", "accepted"]);
  await pushWaiting();
  expect(await states()).toEqual(["received", "received"]);
});

it("spreads its pauses between 2 s and 15 min, never before Retry-After", () => {
  expect(backoff(1, 0, 0)).toBe(2_000);
  expect(backoff(3, 0, 1)).toBe(16_000);
  expect(backoff(50, 0, 1)).toBe(15 * 60_000);
  expect(backoff(1, 30_000, 0)).toBe(30_000);
  expect(identity.value).not.toBeNull();
});
