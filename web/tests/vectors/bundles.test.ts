// The verifier for a browser: every vector of a bundle, random damage, and readers that agree
// with the checks of the app on what a number and a key are.

import { expect, test } from "vitest";

import { type Bytes, concat, fromBase64 } from "../../src/shared/bytes.ts";
import { readKey } from "../../src/verifier/checkpoint.ts";
import { checkContainer, pack } from "../../src/verifier/container.ts";
import { instant } from "../../src/verifier/encoding.ts";
import { verify } from "../../src/verifier/verify.ts";
import { type BundleCase, vectors } from "./files.ts";

const { key, good, cases } = vectors("bundles");
const GOOD = decode(good);
const trusted = [await readKey(key)];

function decode(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes === null) throw new TypeError("not base64");
  return bytes;
}

async function rebuild({ set, remove, splice }: BundleCase): Promise<Bytes> {
  const { files } = await checkContainer(GOOD);
  for (const name of remove) files.delete(name);
  for (const [name, data] of Object.entries(set)) files.set(name, decode(data));
  return spliced(pack(files), splice[0], splice[1], decode(splice[2]));
}

function spliced(data: Bytes, start: number, length: number, put: Bytes): Bytes {
  return concat(data.slice(0, start), put, data.slice(start + length));
}

test.each(cases)("$why", async (one) => {
  const report = await verify(await rebuild(one), trusted);
  const failed = report.verdict === "FAILED";
  expect({
    verdict: report.verdict,
    check: failed ? report.check : undefined,
    file: failed ? report.file : undefined,
    notes: failed ? [] : report.notes.map(({ position, code }) => [position, code]),
  }).toEqual({ verdict: one.verdict, check: one.check, file: one.file, notes: one.notes ?? [] });
});

/** The generator of Lehmer: the same damage every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

test("a changed byte is never verified", async () => {
  const choose = numbers(6962);
  for (let round = 0; round < 200; round += 1) {
    const start = choose(GOOD.length);
    const put = Uint8Array.from({ length: 1 + choose(3) }, () => choose(256));
    const damaged = spliced(GOOD, start, [0, 1, 1, 4, 100][choose(5)] ?? 0, put);
    if (damaged.length === GOOD.length && damaged.every((byte, at) => byte === GOOD[at])) continue;
    expect((await verify(damaged, trusted)).verdict, `${round}`).toBe("FAILED");
  }
});

test("without a key nothing is verified", async () => {
  expect((await verify(GOOD, [])).verdict).toBe("CONSISTENT, TRUST NOT ESTABLISHED");
});

test("the report says what was verified", async () => {
  const report = await verify(GOOD, trusted);
  if (report.verdict === "FAILED") throw new Error(report.reason);
  const [recorded, result] = report.entries;
  expect(recorded?.parts["reading"]).toMatchObject({ banner: { text: "COCAINE HCl" } });
  expect(recorded?.signed_by).toBe("Đ. Žarković");
  expect(recorded?.not_before).toBe("2026-11-22T08:06:23.001+00:00");
  expect(result?.parts["result"]).toMatchObject({ statement: "Није нађена дрога." });
});

test.each([
  ["0193+00+AA", "not a checkpoint key"],
  [` ${key}`, "not a checkpoint key"],
  [key.replace(/\+[0-9a-f]{8}\+/, "+00000000+"), "not a key with its own id"],
])("%s is no key", async (text, reason) => {
  await expect(readKey(text)).rejects.toThrow(reason);
});

test("a moment is read as written, with its offset", () => {
  expect(instant("2026-11-22T09:15:22.118+01:00")).toBe(Date.UTC(2026, 10, 22, 8, 15, 22, 118));
  expect(instant("2024-02-29T00:30:00.000-05:30")).toBe(Date.UTC(2024, 1, 29, 6));
  expect(instant("0099-01-01T00:00:00.000+00:00")).toBe(Date.parse("0099-01-01T00:00:00Z"));
  for (const none of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01"]) {
    expect(() => instant(`${none}T00:00:00.000+00:00`)).toThrow();
  }
});
