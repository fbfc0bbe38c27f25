// Receipts: believed whole or not at all, line by line.

import { beforeAll, beforeEach, expect, it } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { ownEntries } from "../../src/page/store/outbox.ts";
import { fromLine, type WireEntry } from "../../src/shared/entry.ts";
import { checkReceipt, type LineCheck } from "../../src/shared/receipt.ts";
import type { Receipt } from "../../src/shared/types.gen.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import { Logbook } from "../support/logbook.ts";

let logbook: Logbook;
let entries: WireEntry[];
let good: Receipt;
let receipt: Receipt;

beforeAll(async () => {
  logbook = await enrolledBrowser();
  for (let count = 0; count < 3; count += 1) await signEntry(screening());
  const lines = (await ownEntries()).map((entry) => entry.line);
  entries = lines.map((line) => fromLine(line) as WireEntry);
  good = await logbook.receive(lines);
});

beforeEach(() => {
  receipt = structuredClone(good);
});

async function judged(): Promise<string[]> {
  const { lines } = await checkReceipt(entries, receipt, logbook);
  return lines.map((line: LineCheck) => line.outcome === "disbelieved" ? line.why : line.outcome);
}

function result(at: number): Receipt["results"][number] {
  return receipt.results[at] as Receipt["results"][number];
}

it("believes a good one, also of duplicates", async () => {
  expect(await judged()).toEqual(["believed", "believed", "believed"]);
  receipt = await logbook.receive(entries.map((entry) => JSON.stringify(entry)));
  expect(receipt.results.map((one) => one.verdict)).toEqual(Array(3).fill("duplicate"));
  expect(await judged()).toEqual(["believed", "believed", "believed"]);
});

it("believes no other root", async () => {
  logbook.log.push(...logbook.log.slice(0, 1));
  receipt.checkpoint = await logbook.note();
  logbook.log.pop();
  expect(new Set(await judged())).toEqual(new Set(["receipt_proof_invalid"]));
});

it("believes no other stamp", async () => {
  result(1).stamp = result(1).stamp.replace("08:15", "09:15");
  expect(await judged()).toEqual(["believed", "receipt_proof_invalid", "believed"]);
  result(1).stamp = `${result(0).stamp} `;
  expect((await judged())[1]).toBe("receipt_stamp_invalid");
  result(1).stamp = '{"code":"x","received":"2026-11-22T08:15:23.001+00:00","verdict":"accepted"}';
  expect((await judged())[1]).toBe("receipt_stamp_invalid");
});

it("believes no swapped proof and no swapped result", async () => {
  [result(0).proof, result(1).proof] = [result(1).proof, result(0).proof];
  expect(await judged()).toEqual(["receipt_proof_invalid", "receipt_proof_invalid", "believed"]);
  receipt = structuredClone(good);
  [receipt.results[0], receipt.results[1]] = [result(1), result(0)];
  expect(await judged()).toEqual(["receipt_other_entry", "receipt_other_entry", "believed"]);
  receipt = structuredClone(good);
  result(2).position -= 1;
  result(0).proof = [99];
  expect(await judged()).toEqual(["receipt_proof_invalid", "believed", "receipt_proof_invalid"]);
});

it("believes no other key, logbook or verdict, and no missing answer", async () => {
  receipt.checkpoint = await logbook.forgedNote(await Logbook.open());
  expect(new Set(await judged())).toEqual(new Set(["receipt_checkpoint_invalid"]));
  receipt = { ...structuredClone(good), logbook: "another" };
  expect(new Set(await judged())).toEqual(new Set(["receipt_other_logbook"]));
  receipt = structuredClone(good);
  result(0).verdict = "quarantined";
  expect((await judged())[0]).toBe("receipt_verdict_differs");
  receipt = structuredClone(good);
  receipt.results.pop();
  expect(new Set(await judged())).toEqual(new Set(["receipt_incomplete"]));
  receipt = { ...structuredClone(good), nodes: ["short"] };
  expect(new Set(await judged())).toEqual(new Set(["receipt_incomplete"]));
});

it("hands a malformed line on with its code", async () => {
  receipt.results[1] = { id: "", verdict: "malformed", code: "header_invalid", position: -1,
    stamp: "", flags: [], proof: [], detail: "seq" };
  const { lines } = await checkReceipt(entries, receipt, logbook);
  expect(lines[1]).toMatchObject({ outcome: "malformed", code: "header_invalid", detail: "seq" });
  expect(lines[0]?.outcome).toBe("believed");
});
