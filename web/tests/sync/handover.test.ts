// The server's keys rotate: at a join, between two visits, and when somebody only says so.

import { beforeEach, expect, it, vi } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { alarm } from "../../src/page/store/checkpoints.ts";
import { type Identity, identity } from "../../src/page/store/identity.ts";
import { noticeHandover, takeHandover } from "../../src/page/sync/handover.ts";
import { meetServer } from "../../src/page/sync/history.ts";
import { parseInvite } from "../../src/page/sync/invite.ts";
import { join } from "../../src/page/sync/join.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { pushWaiting } from "../../src/page/sync/push.ts";
import { rescueFile } from "../../src/page/sync/rescue.ts";
import { emptyBrowser, enrolledBrowser, reopenBrowser, screening } from "../support/browser.ts";
import { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

const me = (): Identity => identity.value as Identity;

async function enter(address = logbook.address): Promise<unknown> {
  await emptyBrowser();
  vi.stubGlobal("fetch", logbook.fetch);
  const invite = parseInvite(address);
  return invite && join(invite, { browser: "phone" });
}

const invalid = { ok: false, problem: { code: "enrolment_genesis_invalid" } };

it("takes the key that the pinned one signed over to, and keeps it", async () => {
  const old = me().checkpointKey;
  await logbook.rotateEntry();
  await logbook.rotateCheckpoint();
  expect((await pullNew()).stopped).toBeNull();
  await noticeHandover();
  expect(me().checkpointKey).toBe(logbook.checkpointKey);
  await reopenBrowser();
  expect(me().checkpointKey).not.toBe(old);
  logbook.signers.shift(); // thirty days later
  await signEntry(screening());
  expect(await pushWaiting()).toEqual({ received: 1, stopped: null });
  expect((await pullNew()).stopped).toBeNull();
  expect(alarm.value).toBeNull();
});

it("takes it when it meets the server after all of the thirty days", async () => {
  await logbook.rotateCheckpoint();
  await logbook.rotateCheckpoint();
  logbook.signers = logbook.signers.slice(-1);
  expect(await meetServer(me())).toBe(true);
  expect(me().checkpointKey).toBe(logbook.checkpointKey);
  expect((await pullNew()).stopped).toBeNull();
  expect(alarm.value).toBeNull();
});

it("takes no key that is only announced", async () => {
  const [pinned, other] = [me().checkpointKey, await Logbook.open()];
  logbook.signers.push(...other.signers);
  expect(await meetServer(me())).toBe(false);
  expect(alarm.value).toMatchObject({ code: "other_server", ours: pinned });
  expect(me().checkpointKey).toBe(pinned);
});

it.each(["by_old", "by_new"])("takes no handover that lacks the signature %s", async (name) => {
  const pinned = me().checkpointKey;
  await logbook.rotateCheckpoint({ [name]: "A".repeat(86) });
  expect(await takeHandover(me())).toBe("none");
  expect(me().checkpointKey).toBe(pinned);
});

it("takes none that another logbook's key signed, or that leads elsewhere", async () => {
  const [pinned, other] = [me().checkpointKey, await Logbook.open()];
  const { entry } = logbook;
  logbook.entry = other.entry; // a thief of the checkpoint key alone
  await logbook.rotateCheckpoint();
  logbook.entry = entry;
  expect(await takeHandover(me())).toBe("none");
  logbook.rotated = [];
  await logbook.rotateCheckpoint(); // from a key that nobody has pinned
  expect(await takeHandover(me())).toBe("none");
  expect(me().checkpointKey).toBe(pinned);
});

it("takes none behind a rotation of the entry key that does not hold", async () => {
  const { entry } = logbook;
  const other = await Logbook.open();
  logbook.entry = other.entry;
  await logbook.rotateEntry();
  await logbook.rotateCheckpoint();
  expect(await takeHandover(me())).toBe("none");
  [logbook.entry, logbook.rotated] = [entry, []];
  logbook.signers.pop();
  await logbook.rotateEntry({ proof: "A".repeat(86) });
  await logbook.rotateCheckpoint();
  expect(await takeHandover(me())).toBe("none");
});

it("takes none of a log that began otherwise", async () => {
  const opening = { name: "Another", purpose: "practice", epoch: 1,
    entry_key: logbook.entry.spki, checkpoint_key: logbook.checkpointKey };
  logbook.log = [];
  await logbook.state("logbook.opened/1", logbook.logbook, "opening", opening);
  await logbook.rotateCheckpoint();
  expect(await takeHandover(me())).toBe("none");
});

it("takes none that its log does not hold", async () => {
  const pinned = me().checkpointKey;
  await logbook.rotateCheckpoint();
  const true_ = logbook.fetch;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const answer = await true_(path, init);
    if (!path.endsWith("/rotations")) return answer;
    const value = (await answer.json()) as { receipt: { results: { position: number }[] } };
    for (const result of value.receipt.results) result.position += 1;
    return Response.json(value);
  });
  expect(await takeHandover(me())).toBe("none");
  expect(me().checkpointKey).toBe(pinned);
});

it("raises no alarm while nobody answers how the keys followed", async () => {
  await logbook.rotateCheckpoint();
  logbook.bend = (request) => request.path.endsWith("/rotations")
    ? Promise.resolve(Response.json({ code: "read_only" }, { status: 503 })) : null;
  expect(await meetServer(me())).toBe(false);
  expect(alarm.value).toBeNull();
});

it("joins behind rotations, and brings them to a server that forgot them", async () => {
  await logbook.rotateEntry();
  await logbook.rotateCheckpoint();
  await logbook.rotateEntry();
  expect(await enter()).toEqual({ ok: true });
  expect(me()).toMatchObject({ checkpointKey: logbook.checkpointKey,
    entryKeySpki: logbook.entry.spki });
  await signEntry(screening());
  logbook.known.clear();
  logbook.requests = [];
  expect((await pushWaiting()).received).toBe(1);
  const pushed = logbook.requests.filter(({ path }) => path.endsWith("/push")).at(-1)?.text ?? "";
  const kinds = [...pushed.matchAll(/\\"kind\\":\\"([a-z.]+)/g)].map((found) => found[1]);
  const beginning = ["key.rotated", "checkpoint.key.rotated", "key.rotated", "key.enrolled"];
  expect(kinds).toEqual([...beginning, "screening.recorded"]);
  expect((await rescueFile()).text.split("\n")).toHaveLength(beginning.length + 1);
});

it("joins with an invite that was printed just before the rotation", async () => {
  const { address } = logbook;
  await logbook.rotateCheckpoint();
  expect(await enter(address)).toEqual({ ok: true });
  expect(await takeHandover(me())).toBe("taken");
  expect(me().checkpointKey).toBe(logbook.checkpointKey);
});

it("never brings a rotation that came after its enrolment", async () => {
  await logbook.rotateEntry();
  await logbook.rotateCheckpoint();
  expect(await takeHandover(me())).toBe("taken");
  await signEntry(screening());
  const lines = (await rescueFile()).text.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("key.enrolled/1");
});

it("does not join a server whose keys do not lead to the pinned one", async () => {
  await logbook.rotateCheckpoint({ by_old: "A".repeat(86) });
  expect(await enter()).toMatchObject(invalid);
  logbook.rotated = []; // it says nothing of how it came to this key
  expect(await enter()).toMatchObject(invalid);
  const { entry } = logbook;
  await logbook.rotateEntry();
  logbook.entry = entry; // the old key enrols, although another has followed
  logbook.signers = logbook.signers.slice(0, 1);
  const code = "enrolment_entry_invalid";
  expect(await enter()).toMatchObject({ ok: false, problem: { code } });
});
