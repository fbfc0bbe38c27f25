// Vectors of whole entries: golden ones, malformed lines, and receipts.

import { describe, expect, it } from "vitest";

import { toBase64Url, utf8 } from "../../src/shared/bytes.ts";
import { verifyNote } from "../../src/shared/checkpoint.ts";
import {
  buildHeader, entryId, fromLine, leafBytes, partsFit, readBody, readHeader, signedBytes,
  toLine, type WireEntry,
} from "../../src/shared/entry.ts";
import { leafHash } from "../../src/shared/merkle.ts";
import { checkReceipt } from "../../src/shared/receipt.ts";
import { importSpki, verify } from "../../src/shared/signing.ts";
import { KINDS, type KindName } from "../../src/shared/types.gen.ts";
import { rootOf } from "../support/tree.ts";
import { type Answer, bytes, dataOf, vectors } from "./files.ts";
import { codeOf } from "./opening.ts";

describe("entries.json", () => {
  const { logbook, keys, pinned, checkpoint, entries } = vectors("entries");

  it.each(entries)("$kind $id", async ({ id, kind, line }) => {
    expect(await codeOf(utf8(line), logbook, keys)).toBe("");
    const wire = fromLine(line) as WireEntry;
    const header = readHeader(wire.header);
    expect(header && buildHeader(header)).toEqual(utf8(wire.header));
    expect([await entryId(wire.header), header?.kind]).toEqual([id, kind]);
    expect(header && await partsFit(header, wire.parts)).toBe(true);
    const key = await importSpki(bytes(keys.find((one) => one.key === header?.key)?.spki));
    expect(key && await verify(key, bytes(wire.sig), signedBytes(utf8(wire.header)))).toBe(true);
  });

  it.each(entries)("$kind has the parts of its kind: $id", ({ kind, line }) => {
    const rule = KINDS[kind as KindName];
    const { parts } = fromLine(line) as WireEntry;
    const names = Object.keys(parts);
    expect(names).toEqual(expect.arrayContaining([...rule.required]));
    expect([...rule.required, ...rule.optional]).toEqual(expect.arrayContaining(names));
    for (const part of Object.values(parts)) expect(readBody(part.body)).not.toBeNull();
  });

  it("is every kind, under one checkpoint", async () => {
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    const leaves = await Promise.all(entries.map(({ line }) => {
      const { header, sig, stamp = "" } = JSON.parse(line) as WireEntry;
      return leafHash(leafBytes(utf8(header), bytes(sig), utf8(stamp)));
    }));
    const root = toBase64Url(rootOf(leaves));
    expect(await verifyNote(checkpoint, pinned)).toMatchObject({ size: leaves.length, root });
  });

  it("travels on as it came", () => {
    for (const { line } of entries) {
      const wire = fromLine(line) as WireEntry;
      expect(fromLine(toLine(wire))).toMatchObject({ header: wire.header, sig: wire.sig });
    }
  });
});

describe("malformed.json", () => {
  const { logbook, keys, lines } = vectors("malformed");
  it.each(lines)("$why: $code", async (one) => {
    expect(await codeOf(dataOf(one), logbook, keys)).toBe(one.code);
  });
});

describe("receipt.json", () => {
  const { logbook, pinned, lines, good, broken } = vectors("receipt");
  const entries = lines.map((line) => fromLine(line) as WireEntry);

  async function said({ receipt }: Answer): Promise<string[]> {
    const pin = { logbook, checkpointKey: pinned };
    const checked = await checkReceipt(entries, receipt, pin);
    return checked.lines.map((one) => one.outcome === "disbelieved" ? one.why : one.outcome);
  }

  it.each(good)("good: $why", async (answer) => {
    expect(await said(answer)).toEqual(answer.said);
  });
  it.each(broken)("broken: $why", async (answer) => {
    expect(await said(answer)).toEqual(answer.said);
  });
});
