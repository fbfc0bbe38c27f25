// 5 inclusion: the path from every leaf ends at the root of the checkpoint (RFC 6962 2.1; C2SP
// tlog-proof). Sizes may pass 2^31, so nothing here is shifted.

import { type Bytes, concat, equal, utf8 } from "../shared/bytes.ts";
import { leafHash, nodeHash } from "../shared/merkle.ts";
import { type Bundle, eight } from "./bundle.ts";
import { checking, present, require } from "./checking.ts";
import { asciiText, fromB64, startsWith } from "./encoding.ts";

export async function checkInclusion(bundle: Bundle): Promise<void> {
  for (const [position, entry] of bundle.entries) {
    const name = `entries/${eight(position)}.tlog-proof`;
    const head = utf8(`c2sp.org/tlog-proof@v1\nindex ${position}\n`);
    const tail = concat(utf8("\n"), bundle.note);
    await checking("inclusion", name, async () => {
      const proof = present(bundle.files.get(name));
      const right = startsWith(proof, head) && endsWith(proof, tail);
      require(right, "not a proof for this entry");
      const path = hashesOf(proof.slice(head.length, proof.length - tail.length));
      const root = await rootOf(await leafHash(entry.leaf), position, bundle.size, path);
      require(equal(root, bundle.root), "the path does not lead to the checkpoint's root");
    });
  }
}

function endsWith(bytes: Bytes, end: Bytes): boolean {
  return bytes.length >= end.length && equal(bytes.slice(bytes.length - end.length), end);
}

export function hashesOf(lines: Bytes): Bytes[] {
  const texts = asciiText(lines).split("\n");
  const end = texts.pop();
  const found = texts.map(fromB64);
  const whole = end === "" && found.every((value) => value.length === 32);
  require(whole, "a line is no hash of 32 bytes");
  return found;
}

/** The largest power of two below a size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Return the root that an audit path, from the leaf upwards, leads to. */
async function rootOf(leaf: Bytes, index: number, size: number, path: Bytes[]): Promise<Bytes> {
  require(index >= 0 && index < size, "the tree has no such leaf");
  if (size === 1) {
    require(path.length === 0, "the path is too long");
    return leaf;
  }
  const last = path.at(-1);
  require(last, "the path is too short");
  const [split, rest] = [splitOf(size), path.slice(0, -1)];
  if (index < split) return nodeHash(await rootOf(leaf, index, split, rest), last);
  return nodeHash(last, await rootOf(leaf, index - split, size - split, rest));
}

/** Return the roots of two trees from a consistency path; it leaves out the old if `known`. */
export async function rootsOf(
  old: number, size: number, path: Bytes[], known: Bytes | null,
): Promise<[Bytes, Bytes]> {
  require(old > 0 && old <= size, "there are no such trees");
  if (old === size) {
    require(path.length === (known ? 0 : 1), "the path is of another length");
    const root = present(known ?? path[0]);
    return [root, root];
  }
  const last = path.at(-1);
  require(last, "the path is too short");
  const [split, rest] = [splitOf(size), path.slice(0, -1)];
  if (old <= split) {
    const [before, after] = await rootsOf(old, split, rest, known);
    return [before, await nodeHash(after, last)];
  }
  const [before, after] = await rootsOf(old - split, size - split, rest, null);
  return [await nodeHash(last, before), await nodeHash(last, after)];
}
