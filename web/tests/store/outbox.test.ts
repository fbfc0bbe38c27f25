// Signing and keeping: one chain, all or nothing, and never a lost text.

import { IDBObjectStore as StoreOfFake } from "fake-indexeddb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { prepareEntry, signEntry } from "../../src/page/signing/sign.ts";
import { database } from "../../src/page/store/database.ts";
import { dropDraft, keepDraft, loadDraft } from "../../src/page/store/draft.ts";
import { identity } from "../../src/page/store/identity.ts";
import { commitEntry, outboxStatus, ownEntries, ownEntriesOf, readHead, recentOwn } from
  "../../src/page/store/outbox.ts";
import { fromBase64Url, utf8 } from "../../src/shared/bytes.ts";
import { entryId, fromLine, partsFit, readHeader, signedBytes } from "../../src/shared/entry.ts";
import { verify } from "../../src/shared/signing.ts";
import { emptyBrowser, enrolledBrowser, reopenBrowser, screening } from "../support/browser.ts";

beforeEach(async () => {
  await enrolledBrowser();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const me = (): NonNullable<typeof identity.value> => identity.value as never;

it("signs what it keeps: header, parts, signature, id", async () => {
  const signed = await signEntry(screening());
  expect(signed.ok).toBe(true);
  const [entry] = await ownEntries();
  const wire = fromLine(entry?.line ?? "");
  const header = readHeader(wire?.header ?? "");
  expect(header).toMatchObject({ v: 1, logbook: me().logbook, key: me().key, seq: 1, follows: [],
    anchor: { epoch: 1, size: 2 } });
  expect(header?.prev).toBe(await entryId(fromLine(me().enrolledLine)?.header ?? ""));
  expect(header?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  expect(await entryId(wire?.header ?? "")).toBe(entry?.id);
  expect(wire && header && await partsFit(header, wire.parts)).toBe(true);
  expect(wire?.parts["note"]?.body).toBe("{}");
  const signature = fromBase64Url(wire?.sig ?? "") ?? new Uint8Array();
  const bytes = signedBytes(utf8(wire?.header ?? ""));
  expect(await verify(me().keys.publicKey, signature, bytes)).toBe(true);
  expect(entry).toMatchObject({ state: "on_this_phone", number: 1, position: -1 });
});

it("gives two saves at once consecutive numbers and links", async () => {
  const both = await Promise.all([signEntry(screening("A")), signEntry(screening("B"))]);
  expect(both.map((one) => one.ok)).toEqual([true, true]);
  const [first, second] = await ownEntries();
  expect([first?.seq, second?.seq, first?.number, second?.number]).toEqual([1, 2, 1, 2]);
  expect(readHeader(fromLine(second?.line ?? "")?.header ?? "")?.prev).toBe(first?.id);
  expect(outboxStatus.value).toMatchObject({ waiting: 2, oldestAt: first?.at });
});

it("commits nothing on a chain that moved since signing", async () => {
  const head = await readHead(me().key);
  const late = head && await prepareEntry(me(), head, screening());
  await signEntry(screening());
  expect(head && late && "id" in late && await commitEntry(late, head)).toBeNull();
  expect(await ownEntries()).toHaveLength(1);
});

it("keeps the draft, and no entry, when the page dies between signing and commit", async () => {
  await keepDraft("entry", { text: "half" });
  const head = await readHead(me().key);
  expect(head && await prepareEntry(me(), head, screening())).toHaveProperty("line");
  await reopenBrowser();
  expect((await loadDraft("entry"))?.value).toEqual({ text: "half" });
  expect(await ownEntries()).toEqual([]);
  expect((await readHead(me().key))?.seq).toBe(0);
});

it("removes the draft with the entry that it became", async () => {
  await keepDraft("entry", { text: "whole" });
  await signEntry(screening(), "entry");
  await reopenBrowser();
  expect(await loadDraft("entry")).toBeNull();
  expect(await ownEntries()).toHaveLength(1);
  await keepDraft("other", 1);
  await dropDraft("other");
  expect(await loadDraft("other")).toBeNull();
});

it.each([
  ["QuotaExceededError", "storage_full"], ["UnknownError", "storage_failed"],
])("turns %s into a value and keeps the text", async (name, code) => {
  await keepDraft("entry", { text: "kept" });
  vi.spyOn(StoreOfFake.prototype, "add").mockImplementation(() => {
    throw new DOMException("no", name);
  });
  expect(await signEntry(screening(), "entry")).toMatchObject({ ok: false, code });
  vi.restoreAllMocks();
  expect((await loadDraft("entry"))?.value).toEqual({ text: "kept" });
  expect(await ownEntries()).toEqual([]);
  expect(await signEntry(screening(), "entry")).toMatchObject({ ok: true, entry: { seq: 1 } });
});

it("opens the database again when the browser killed the handle", async () => {
  (await database()).close();
  expect(await signEntry(screening())).toMatchObject({ ok: true });
});

it("writes entries in strict transactions", async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");
  await signEntry(screening());
  const writes = transaction.mock.calls.filter(([, mode]) => mode === "readwrite");
  expect(writes.map(([, , options]) => options)).toEqual([{ durability: "strict" }]);
});

it("says what is missing instead of signing", async () => {
  expect(await signEntry(screening("\ud800"))).toMatchObject({ code: "text_unsignable" });
  const { locks } = navigator;
  Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
  expect(await signEntry(screening())).toMatchObject({ ok: false, code: "no_locks" });
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
  await emptyBrowser();
  expect(await signEntry(screening())).toMatchObject({ ok: false, code: "no_key" });
});

it("lists own entries by subject, and the newest first", async () => {
  const act = screening("first");
  await signEntry(act);
  await signEntry(screening("second"));
  await signEntry({ ...act, kind: "screening.voided/1",
    parts: { reason: { code: "typing" } } });
  expect((await ownEntriesOf(act.subject)).map((one) => [one.kind, one.number])).toEqual(
    [["screening.recorded/1", 1], ["screening.voided/1", 1]]);
  expect((await recentOwn(2)).map((one) => one.seq)).toEqual([3, 2]);
  expect((await recentOwn(5, "screening.recorded")).map((one) => one.seq)).toEqual([2, 1]);
  expect((await recentOwn(1, "screening.recorded")).map((one) => one.seq)).toEqual([2]);
});
