// 9 order: what counted builds on what stood before it, and came from a key not yet revoked.
// 10 anchor: the tree that a browser says it knew is a beginning of this log.

import { equal } from "../shared/bytes.ts";
import { allOf, type Bundle, counted, type Entry, numbered, revokedBy } from "./bundle.ts";
import { checking, present, require } from "./checking.ts";
import { fromB64u } from "./encoding.ts";
import { hashesOf, rootsOf } from "./inclusion.ts";

export async function checkOrder(bundle: Bundle): Promise<void> {
  const rotating = allOf(bundle).filter((entry) =>
    entry.header.kind === "key.rotated/1" && counted(entry));
  const revoking = allOf(bundle).filter((entry) =>
    entry.header.kind === "key.revoked/1" && counted(entry));
  for (const entry of allOf(bundle).filter(counted)) {
    await checking("order", entry.file, () => {
      const before = ({ position }: Entry): boolean => position < entry.position;
      const early = [...revokedBy(bundle, revoking.filter(before)),
        ...rotating.filter(before).map(({ header }) => header.key)];
      const spoke = !early.includes(entry.header.key);
      require(spoke, "its key had been revoked or rotated before");
      const others = entry.header.follows.map((id) => bundle.byId.get(id));
      const stood = others.every((other) => !other || before(other));
      require(stood, "it builds on a later one");
    });
  }
}

export async function checkAnchors(bundle: Bundle): Promise<void> {
  for (const [size, name] of numbered(bundle.files, "anchors/", ".consistency")) {
    await checking("anchor", name, async () => {
      const last = present(bundle.entries.get(size - 1));
      const path = hashesOf(present(bundle.files.get(name)));
      const named = allOf(bundle).filter((entry) => entry.header.anchor.size === size);
      for (const entry of named) {
        const root = fromB64u(entry.header.anchor.root);
        const [before, after] = await rootsOf(size, bundle.size, path, root);
        const proved = equal(before, root) && equal(after, bundle.root);
        if (proved) entry.notBefore = last.stamp.received;
      }
      require(named.some((entry) => entry.notBefore), "no entry here names its tree");
    });
  }
}
