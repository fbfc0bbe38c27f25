// Which words in the draft of a correction are copies of an entry's, and taking those out that
// are gone from the entry. What the person typed beside them stays.

/** An entry as a draft needs to know it: what it follows, and the parts that it names. */
export type Stated = { id: string; follows: readonly string[]; names: readonly string[] };

export type Copying = {
  readonly parts: { readonly [name: string]: unknown };
  /** The parts that began as the record's. A draft of an older app does not say: then all. */
  readonly copied?: readonly string[];
  /** The version that was opened. */
  readonly follows: readonly string[];
};

function copiedIn({ copied, parts }: Copying): readonly string[] {
  return copied ?? Object.keys(parts);
}

/** Return the parts that a draft has copied, each with the entry whose words they are. */
export function copiesOf(
  draft: Copying, known: readonly Stated[],
): { name: string; entry: string }[] {
  const [version = ""] = draft.follows;
  return copiedIn(draft).map((name) => ({ name, entry: sourceOf(name, version, known) }));
}

/** Return the entry that a version has a part from: itself, or the nearest that it builds on. */
function sourceOf(name: string, version: string, known: readonly Stated[]): string {
  const entry = known.find(({ id }) => id === version);
  const [before] = entry?.follows ?? [];
  if (!entry || before === undefined || entry.names.includes(name)) return version;
  return sourceOf(name, before, known);
}

/** Words typed into the same part are not told from the copied ones, so the whole part goes. */
export function withoutParts<Draft extends Copying>(draft: Draft, gone: readonly string[]): Draft {
  if (gone.length === 0) return draft;
  const kept = Object.entries(draft.parts).filter(([name]) => !gone.includes(name));
  const copied = copiedIn(draft).filter((name) => !gone.includes(name));
  return { ...draft, parts: Object.fromEntries(kept), copied };
}
