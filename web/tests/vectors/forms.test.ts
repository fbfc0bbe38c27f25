// Vectors of restricted JSON, signatures, leaves, trees, chains and checkpoints.

import { describe, expect, it } from "vitest";

import { type Bytes, toBase64Url, utf8 } from "../../src/shared/bytes.ts";
import { Flaw, parse, serialiseText } from "../../src/shared/canonical.ts";
import { advanced, headOfNewKey, nextLink } from "../../src/shared/chain.ts";
import { verifyNote } from "../../src/shared/checkpoint.ts";
import { sha256Text } from "../../src/shared/digest.ts";
import { EMPTY_ROOT, entryId, leafBytes, partHash } from "../../src/shared/entry.ts";
import { leafHash, rootFromInclusion, verifyConsistency } from "../../src/shared/merkle.ts";
import { importSpki, keyName, verify } from "../../src/shared/signing.ts";
import { rootOf } from "../support/tree.ts";
import { bytes, dataOf, type Files, fromHex, vectors } from "./files.ts";

describe("canonical.json", () => {
  const { good, bad } = vectors("canonical");
  it.each(good)("$text", async ({ value, text, sha256 }) => {
    expect(serialiseText(value)).toBe(text);
    expect(parse(utf8(text))).toEqual(value);
    expect(await sha256Text(utf8(text))).toBe(sha256);
  });
  it.each(bad)("refuses $why", (data) => {
    const value = parse(dataOf(data));
    const isDocument = typeof value === "object" && !Array.isArray(value)
      && !(value instanceof Flaw);
    expect(isDocument).toBe(false);
  });
});

describe("signature.json", () => {
  const { key, message, cases, not_keys: others } = vectors("signature");
  it.each(cases)("$why: $verifies", async ({ signature, verifies }) => {
    expect(await keyName(bytes(key.spki))).toBe(key.key);
    const imported = await importSpki(bytes(key.spki));
    expect(imported && await verify(imported, bytes(signature), utf8(message))).toBe(verifies);
  });
  it.each(others)("no key: $why", async ({ spki }) => {
    expect(await importSpki(bytes(spki))).toBeNull();
  });
});

describe("leaf.json", () => {
  const { cases, last_leaf: last } = vectors("leaf");
  it.each(cases)("$id", async (one) => {
    expect(await entryId(one.header)).toBe(one.id);
    for (const { name, salt, body, hash } of one.parts) {
      expect(await partHash(name, bytes(salt), utf8(body))).toBe(hash);
    }
    expect(await sha256Text(leafOf(one))).toBe(one.leaf_sha256);
    expect(toBase64Url(await leafHash(leafOf(one)))).toBe(one.leaf_hash);
  });
  it("is these bytes", () => {
    expect(toBase64Url(leafOf(cases.at(-1) as (typeof cases)[number]))).toBe(last);
  });
});

function leafOf({ header, signature, stamp }: Files["leaf"]["cases"][number]): Bytes {
  return leafBytes(utf8(header), bytes(signature), utf8(stamp));
}

describe("merkle.json", () => {
  const file = vectors("merkle");
  const tree = (size: number, root = file.roots[size]): { size: number; root: Bytes } =>
    ({ size, root: bytes(root) });

  it("has the roots of RFC 6962", async () => {
    const leaves = await Promise.all(file.leaves.map((leaf) => leafHash(fromHex(leaf))));
    expect(leaves.map(toBase64Url)).toEqual(file.leaf_hashes);
    const roots = file.roots.map((_, size) => toBase64Url(rootOf(leaves.slice(0, size))));
    expect(roots).toEqual(file.roots);
    expect(roots[0]).toBe(EMPTY_ROOT);
  });
  it.each(file.inclusion)("leaf $leaf of $size", async ({ leaf, size, path }) => {
    const hash = bytes(file.leaf_hashes[leaf]);
    const root = await rootFromInclusion(hash, leaf, size, path.map(bytes));
    expect(root && toBase64Url(root)).toBe(file.roots[size]);
  });
  it.each(file.consistency)("$old to $size", async ({ old, size, path }) => {
    expect(await verifyConsistency(tree(old), tree(size), path.map(bytes))).toBe(true);
  });
  it.each(file.broken_inclusion)("not included: $why", async (one) => {
    const path = one.path.map(bytes);
    const root = await rootFromInclusion(bytes(one.leaf_hash), one.leaf, one.size, path);
    expect(root && toBase64Url(root)).not.toBe(one.root);
  });
  it.each(file.broken_consistency)("not consistent: $why", async (one) => {
    const [old, now] = [tree(one.old, one.old_root), tree(one.size, one.root)];
    expect(await verifyConsistency(old, now, one.path.map(bytes))).toBe(false);
  });
});

describe("chain.json", () => {
  const { stories } = vectors("chain");
  it.each(stories)("$why", ({ arrivals, enrolled }) => {
    for (const { seq, prev, flags } of arrivals) {
      const before = arrivals.filter((one) => one.seq === seq - 1).map((one) => one.id);
      const gap = !(seq === 1 ? [enrolled] : before).includes(prev);
      const fork = arrivals.filter((one) => one.seq === seq).length > 1;
      expect([...(gap ? ["gap"] : []), ...(fork ? ["fork"] : [])]).toEqual(flags);
    }
  });
  it("is how this app goes on", () => {
    let head = headOfNewKey("key", stories[0]?.enrolled ?? "");
    for (const { id, seq, prev } of stories[0]?.arrivals ?? []) {
      expect(nextLink(head)).toEqual({ seq, prev });
      head = advanced(head, id);
    }
  });
});

describe("checkpoint.json", () => {
  const { pinned, good, bad, not_pins: others } = vectors("checkpoint");
  it.each(good)("$why", async ({ note, epoch, size, root }) => {
    const logbook = pinned.split("/")[0];
    expect(await verifyNote(note, pinned)).toEqual({ logbook, epoch, size, root });
  });
  it.each(bad)("nothing: $why", async ({ note }) => {
    expect(await verifyNote(note, pinned)).toBeNull();
  });
  it.each(others)("no pin: $why", async ({ note, pin }) => {
    expect(await verifyNote(note, pin)).toBeNull();
  });
});
