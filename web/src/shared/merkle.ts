// The tree of RFC 6962 from the reader's side: proofs in, yes or no out.

import { type Bytes, concat, equal } from "./bytes.ts";
import { sha256 } from "./digest.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export async function leafHash(leaf: Bytes): Promise<Bytes> {
  return sha256(concat(LEAF, leaf));
}

export async function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(concat(NODE, left, right));
}

/** Return the root that an audit path leads to, or null when the path does not fit the tree. */
export async function rootFromInclusion(
  leaf: Bytes, position: number, size: number, path: Bytes[],
): Promise<Bytes | null> {
  if (!Number.isSafeInteger(position) || position < 0 || position >= size) return null;
  let [at, last, hash] = [position, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      [at, last] = climbed(at, last);
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Say whether the path proves the tree (size, root) to be a prefix of the later one. */
export async function verifyConsistency(
  before: { size: number; root: Bytes }, after: { size: number; root: Bytes }, path: Bytes[],
): Promise<boolean> {
  if (before.size < 0 || before.size > after.size) return false;
  if (before.size === after.size) return path.length === 0 && equal(before.root, after.root);
  if (before.size === 0) return path.length === 0;
  return provesPrefix(before, after, path);
}

async function provesPrefix(
  before: { size: number; root: Bytes }, after: { size: number; root: Bytes }, path: Bytes[],
): Promise<boolean> {
  let [at, last] = climbed(before.size - 1, after.size - 1, true);
  // A complete left subtree is its own first proof node and is not sent.
  const nodes = at === 0 ? [before.root, ...path] : path;
  const [first, ...rest] = nodes;
  if (first === undefined) return false;
  let [old, whole] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = await nodeHash(sibling, old);
      whole = await nodeHash(sibling, whole);
      [at, last] = climbed(at, last);
    } else {
      whole = await nodeHash(whole, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(old, before.root) && equal(whole, after.root);
}

/** Skip the levels at which the node is carried up alone (or, at the start, is a right child). */
function climbed(at: number, last: number, fromStart = false): [number, number] {
  while (at % 2 === (fromStart ? 1 : 0) && at !== 0) [at, last] = [half(at), half(last)];
  return [at, last];
}

function half(value: number): number {
  return Math.floor(value / 2); // not >> 1: sizes may pass 2^31
}
