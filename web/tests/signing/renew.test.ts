// Renewing this browser's key: nothing that either key signed is lost or kept aside for it.

import { beforeEach, expect, it } from "vitest";

import { testedKey } from "../../src/page/signing/new_key.ts";
import { renewKey } from "../../src/page/signing/renew.ts";
import { signEntry } from "../../src/page/signing/sign.ts";
import { readMeta } from "../../src/page/store/database.ts";
import { type Identity, identity, ownKeys, restatePerson } from "../../src/page/store/identity.ts";
import { ownEntries } from "../../src/page/store/outbox.ts";
import { pushEnrolment, pushWaiting } from "../../src/page/sync/push.ts";
import { fromBase64Url, utf8 } from "../../src/shared/bytes.ts";
import { fromLine, readBody, readHeader } from "../../src/shared/entry.ts";
import { importSpki, keyName, verify } from "../../src/shared/signing.ts";
import { enrolledBrowser, reopenBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
});

const me = (): Identity => identity.value as Identity;
const states = async (): Promise<string[]> => (await ownEntries()).map((entry) => entry.state);
const headers = async () =>
  (await ownEntries()).map((own) => readHeader(fromLine(own.line)!.header)!);
const kindsOf = (text: string): (string | undefined)[] =>
  text.trim().split("\n").map((line) => /\\"kind\\":\\"([a-z.]+)/.exec(line)?.[1]);

async function recordAndSend(text: string): Promise<void> {
  await signEntry(screening(text));
  await pushWaiting();
}

/** One record by the old key, the renewal and one record by the new one, all received. */
async function renewedBrowser(): Promise<void> {
  await recordAndSend("before");
  await renewKey();
  await recordAndSend("after");
}

it("signs with the next key from the rotation on, in a chain of its own", async () => {
  const old = me().key;
  await renewedBrowser();
  const [before, rotation, after] = await headers();
  expect([before?.key, rotation?.key, after?.key]).toEqual([old, old, me().key]);
  const ids = (await ownEntries()).map(({ id }) => id);
  expect([rotation?.seq, rotation?.prev]).toEqual([2, ids[0]]);
  expect([after?.seq, after?.prev]).toEqual([1, ids[1]]);
  expect(await states()).toEqual(["received", "received", "received"]);
  expect(ownKeys(me())).toEqual([old, after?.key]);
});

it("lets the new key agree to the place it takes", async () => {
  const old = me().key;
  await renewKey();
  const [own] = await ownEntries();
  const { spki, proof } = readBody(fromLine(own!.line)!.parts["rotation"]!.body) as
    Record<string, string>;
  const bytes = fromBase64Url(spki!)!;
  const words = utf8(`verbatim/rotate/1\n${logbook.logbook}\n${old}\n${spki}`);
  expect(await verify((await importSpki(bytes))!, fromBase64Url(proof!)!, words)).toBe(true);
  expect(await keyName(bytes)).toBe(me().key);
});

it("is not done while something waits that the old key signed", async () => {
  await signEntry(screening("unsent"));
  expect(await renewKey()).toMatchObject({ ok: false, code: "unsent_first" });
  await pushWaiting();
  expect(await renewKey()).toMatchObject({ ok: true });
});

it("needs no network: the rotation goes before what the new key signed", async () => {
  await renewKey();
  await signEntry(screening("offline"));
  expect(await pushWaiting()).toEqual({ received: 2, stopped: null });
  expect(await states()).toEqual(["received", "received"]);
});

it("survives the page, and leaves no second key behind", async () => {
  await renewKey();
  const key = me().key;
  await reopenBrowser();
  expect(me().key).toBe(key);
  expect(await readMeta("renewing")).toBeUndefined();
  await recordAndSend("after");
  expect(await states()).toEqual(["received", "received"]);
});

it("goes on with the key that was made when it was cut off before the signature", async () => {
  const made = await testedKey("renewing");
  await reopenBrowser();
  await renewKey();
  expect(me().key).toBe(await keyName(fromBase64Url(made!.spki)!));
});

it("signs with the renewed key in a window that has not heard of it", async () => {
  const stale = me();
  await renewKey();
  const renewed = me().key;
  identity.value = stale;
  await signEntry(screening("other window"));
  expect((await headers()).at(-1)?.key).toBe(renewed);
  await restatePerson({ ...stale.person, name: "M. Petrović-Kovač" });
  expect(me().key).toBe(renewed);
});

it("does not bring what the new key signed past a rotation that the server chokes on", async () => {
  await recordAndSend("before");
  await renewKey();
  await signEntry(screening("behind it"));
  logbook.bend = (request, answer) => request.path.endsWith("/push")
    ? request.text.includes("key.rotated")
      ? Promise.resolve(Response.json({ code: "internal" }, { status: 500 })) : answer()
    : null;
  expect((await pushWaiting()).stopped?.code).toBe("internal");
  expect(await states()).toEqual(["received", "sent", "sent"]);
  logbook.bend = null;
  expect(await pushWaiting()).toEqual({ received: 2, stopped: null });
});

/** Put the server back to its first entries, with the keys that these name. */
function restoreTo(size: number): void {
  logbook.log = logbook.log.slice(0, size);
  logbook.known = new Set(size > 1 ? ownKeys(me()).slice(0, 1) : []);
  logbook.ended.clear();
  logbook.requests = [];
}

it.each([1, 2, 3])("brings all in order to a log restored to %i entries", async (size) => {
  await renewedBrowser();
  restoreTo(size);
  await recordAndSend("new");
  await pushWaiting();
  expect(await states()).toEqual(Array(4).fill("received"));
  const kinds = logbook.log.map(({ entry }) => readHeader(entry.header)?.kind);
  expect(kinds).toEqual(["logbook.opened/1", "key.enrolled/1", "screening.recorded/1",
    "key.rotated/1", "screening.recorded/1", "screening.recorded/1"]);
  expect(logbook.log.map(({ stamp }) => stamp).join("")).not.toContain("quarantined");
});

it("brings more than one batch in order to a log that forgot the keys", async () => {
  await renewedBrowser();
  restoreTo(1);
  for (let at = 0; at < 55; at += 1) await signEntry(screening(`reading ${at}`));
  await pushWaiting();
  await pushWaiting();
  expect(await states()).toEqual(Array(58).fill("received"));
});

it("brings all in order, once, when a session is refused to the renewed key", async () => {
  await renewedBrowser();
  restoreTo(2);
  expect(await pushEnrolment()).toBe("news");
  await pushWaiting();
  expect(await states()).toEqual(Array(3).fill("received"));
  const [, sent] = logbook.requests.filter(({ path }) => path.endsWith("/push"));
  expect(kindsOf(sent?.text ?? "")).toEqual(
    ["screening.recorded", "key.rotated", "screening.recorded"]);
  expect(await pushEnrolment()).toBe("known");
});
