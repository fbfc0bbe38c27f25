// Proofs against the recursive reference, every tree to 64 leaves.

import { describe, expect, it } from "vitest";

import { type Bytes, utf8 } from "../../src/shared/bytes.ts";
import {
  leafHash, nodeHash, rootFromInclusion, verifyConsistency,
} from "../../src/shared/merkle.ts";
import { consistency, hash, hashLeaf, inclusion, rootOf } from "../support/tree.ts";

const MAX = 64;
const leaves = Array.from({ length: MAX }, (_, at) => hashLeaf(utf8(`leaf ${at}`)));
const roots = Array.from({ length: MAX + 1 }, (_, size) => rootOf(leaves.slice(0, size)));

function flipped(bytes: Bytes): Bytes {
  return bytes.map((byte, at) => (at === 7 ? byte ^ 1 : byte));
}

it("hashes leaves and nodes apart", async () => {
  expect(await leafHash(utf8("leaf 0"))).toEqual(leaves[0]);
  const [left, right] = [leaves[0] as Bytes, leaves[1] as Bytes];
  expect(await nodeHash(left, right)).toEqual(hash(Uint8Array.of(1), left, right));
});

describe("inclusion", () => {
  it("leads to the root from every position of every tree", async () => {
    for (let size = 1; size <= MAX; size += 1) {
      for (let at = 0; at < size; at += 1) {
        const path = inclusion(at, leaves.slice(0, size));
        const root = await rootFromInclusion(leaves[at] as Bytes, at, size, path);
        expect(root).toEqual(roots[size]);
      }
    }
  });

  it("leads nowhere by a path of another length, and elsewhere by another path", async () => {
    const [leaf, path] = [leaves[20] as Bytes, inclusion(20, leaves.slice(0, 37))];
    expect(await rootFromInclusion(leaf, 20, 37, path.slice(1))).toBeNull();
    expect(await rootFromInclusion(leaf, 20, 37, [...path, leaf])).toBeNull();
    expect(await rootFromInclusion(leaf, 37, 37, path)).toBeNull();
    expect(await rootFromInclusion(leaf, -1, 37, path)).toBeNull();
    expect(await rootFromInclusion(leaf, 21, 37, path)).not.toEqual(roots[37]);
    const bent = path.map((node, at) => (at === 2 ? flipped(node) : node));
    expect(await rootFromInclusion(leaf, 20, 37, bent)).not.toEqual(roots[37]);
  });
});

describe("consistency", () => {
  const tree = (size: number): { size: number; root: Bytes } =>
    ({ size, root: roots[size] as Bytes });

  it("holds between every two trees, and for no changed path or root", async () => {
    for (let size = 1; size <= MAX; size += 1) {
      for (let old = 0; old <= size; old += 1) {
        const path = consistency(old, leaves.slice(0, size));
        expect(await verifyConsistency(tree(old), tree(size), path)).toBe(true);
        if (old === 0) continue;
        const other = { size: old, root: flipped(roots[old] as Bytes) };
        expect(await verifyConsistency(other, tree(size), path)).toBe(false);
      }
    }
  });

  it("fails backwards, with a short, long or changed path", async () => {
    const path = consistency(21, leaves.slice(0, 50));
    expect(await verifyConsistency(tree(50), tree(21), path)).toBe(false);
    expect(await verifyConsistency(tree(21), tree(50), path.slice(1))).toBe(false);
    expect(await verifyConsistency(tree(21), tree(50), [...path, leaves[0] as Bytes])).toBe(false);
    for (const at of path.keys()) {
      const bent = path.map((node, place) => (place === at ? flipped(node) : node));
      expect(await verifyConsistency(tree(21), tree(50), bent)).toBe(false);
    }
    expect(await verifyConsistency(tree(21), tree(21), path)).toBe(false);
  });
});
