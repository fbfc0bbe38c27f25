// The vectors of docs/protocol.md, the same files that the Python tests read.

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { type Bytes, fromBase64Url, toBase64Url, utf8 } from "../src/shared/bytes.ts";
import { Flaw, parseText, serialiseText } from "../src/shared/canonical.ts";
import { verifyNote } from "../src/shared/checkpoint.ts";
import { sha256Text } from "../src/shared/digest.ts";
import { EMPTY_ROOT, entryId, leafBytes, partHash } from "../src/shared/entry.ts";
import { leafHash, rootFromInclusion, verifyConsistency } from "../src/shared/merkle.ts";
import { importSpki, keyName, verify } from "../src/shared/signing.ts";

type Path = { path: string[] };
type Vectors = {
  canonical: { canonical: { text: string; sha256: string }[];
    refused: { text: string; why: string }[] };
  signature: { spki: string; key: string; message: string;
    cases: { signature: string; verifies: boolean; why: string }[] };
  leaf: { header: string; id: string; signature: string; stamp: string; leaf: string;
    leaf_hash: string; part: { name: string; salt: string; body: string; hash: string } };
  merkle: { empty: string; roots: Record<string, string>;
    inclusion: (Path & { position: number; size: number })[];
    consistency: (Path & { from: number; to: number })[] };
  checkpoint: { verifier_key: string; logbook: string; epoch: number; size: number; root: string;
    cases: { note: string; valid: boolean; why: string }[] };
};

function vectors<Name extends keyof Vectors>(name: Name): Vectors[Name] {
  const file = new URL(`../../tests/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Vectors[Name];
}

function bytes(text: string | undefined): Bytes {
  const read = fromBase64Url(text ?? "?");
  if (read === null) throw new TypeError(`not base64url: ${text}`);
  return read;
}

describe("canonical.json", () => {
  it.each(vectors("canonical").canonical)("$text", async ({ text, sha256 }) => {
    expect(serialiseText(parseText(text))).toBe(text);
    expect(await sha256Text(utf8(text))).toBe(sha256);
  });
  it.each(vectors("canonical").refused)("refuses $why: $text", ({ text }) => {
    expect(parseText(text)).toBeInstanceOf(Flaw);
  });
});

describe("signature.json", () => {
  const { spki, key, message, cases } = vectors("signature");
  it.each(cases)("$why: $verifies", async ({ signature, verifies }) => {
    expect(await keyName(bytes(spki))).toBe(key);
    const imported = await importSpki(bytes(spki));
    expect(imported && await verify(imported, bytes(signature), utf8(message))).toBe(verifies);
  });
});

it("leaf.json", async () => {
  const { header, id, part, signature, stamp, leaf, leaf_hash: hash } = vectors("leaf");
  expect(await entryId(utf8(header))).toBe(id);
  expect(await partHash(part.name, bytes(part.salt), utf8(part.body))).toBe(part.hash);
  const built = leafBytes(utf8(header), bytes(signature), utf8(stamp));
  expect(toBase64Url(built)).toBe(leaf);
  expect(toBase64Url(await leafHash(built))).toBe(hash);
});

describe("merkle.json", () => {
  const { empty, roots, inclusion, consistency } = vectors("merkle");
  const tree = (size: number): { size: number; root: Bytes } =>
    ({ size, root: bytes(roots[String(size)]) });

  it.each(inclusion)("position $position of $size", async ({ position, size, path }) => {
    const leaf = await leafHash(utf8(`leaf ${position}`));
    const root = await rootFromInclusion(leaf, position, size, path.map(bytes));
    expect(root && toBase64Url(root)).toBe(roots[String(size)]);
  });
  it.each(consistency)("$from to $to", async ({ from, to, path }) => {
    expect(await verifyConsistency(tree(from), tree(to), path.map(bytes))).toBe(true);
  });
  it("begins with the empty tree", async () => {
    expect(await sha256Text(utf8(""))).toBe(empty);
    expect(EMPTY_ROOT).toBe(empty);
  });
});

describe("checkpoint.json", () => {
  const { verifier_key: key, logbook, epoch, size, root, cases } = vectors("checkpoint");
  it.each(cases)("$why: $valid", async ({ note, valid }) => {
    expect(await verifyNote(note, key)).toEqual(valid ? { logbook, epoch, size, root } : null);
  });
});
