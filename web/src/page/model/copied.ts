// Which words in a draft are copies of an entry's, and taking those out that are gone from the
// entry. What the person typed beside them or in their place stays.

/** An entry as a draft needs to know it. */
export type Stated = {
  readonly id: string;
  readonly follows: readonly string[];
  readonly parts: object;
  /** The parts that it names and that are not there. */
  readonly withheld: readonly string[];
};

export type Copying = {
  /** The fields that began as an entry's words. A draft of an older app does not say: then all. */
  readonly copied?: readonly string[];
  /** The version that was opened. Where an older app did not say it, any may have been. */
  readonly follows?: readonly string[];
};

/** How the drafts of one form hold the words of parts. */
export interface Form<Needs extends Copying> {
  /** What the keys of its drafts begin with; they end with the subject of the copied entry. */
  readonly begins: string;
  /** The fields that may hold copies. */
  fieldsOf(draft: Needs): readonly string[];
  partOf(field: string): string;
  without<Draft extends Needs>(draft: Draft, gone: readonly string[]): Draft;
}

/** A correction copies whole parts. Words typed into one are not told from the copied ones. */
export const CORRECTION: Form<Copying & { readonly parts: { readonly [name: string]: unknown } }> =
  {
    begins: "correct:",
    fieldsOf: ({ parts }) => Object.keys(parts),
    partOf: (name) => name,
    without: (draft, gone) => {
      const kept = Object.entries(draft.parts).filter(([name]) => !gone.includes(name));
      return { ...draft, parts: Object.fromEntries(kept) };
    },
  };

export const PERSON = formOfTexts("admin.person.", { name: "person", number: "person" });
export const REPORT = formOfTexts("result:", {
  analyst: "signatories", reviewer: "signatories",
});

/** The draft of a form whose copies are single texts. */
export type Texts = Copying & { readonly [field: string]: unknown };

function formOfTexts(begins: string, parts: Readonly<Record<string, string>>): Form<Texts> {
  return {
    begins,
    fieldsOf: (draft) => Object.keys(parts).filter((field) => draft[field] !== ""),
    partOf: (field) => parts[field] ?? "",
    without: (draft, gone) =>
      ({ ...draft, ...Object.fromEntries(gone.map((field) => [field, ""])) }),
  };
}

/** The draft as one that opened with the words of an entry. */
export function begunFrom<Needs extends Copying, Draft extends Needs>(
  form: Form<Needs>, draft: Draft, entry: string,
): Draft {
  return { ...draft, copied: form.fieldsOf(draft), follows: [entry] };
}

/** An edited text is a copy for as long as no edit has left nothing of it. */
export function afterEdit<Draft extends Texts>(
  form: Form<Texts>, before: Draft, after: Draft,
): Draft {
  const copied = copiedIn(form, before).filter((field) =>
    keepsSome(String(before[field]), String(after[field])));
  return { ...after, copied };
}

/** What stays at an edit stays at the beginning or at the end. */
function keepsSome(before: string, after: string): boolean {
  return after[0] === before[0] || after.at(-1) === before.at(-1);
}

function copiedIn<Needs extends Copying>(form: Form<Needs>, draft: Needs): readonly string[] {
  return draft.copied ?? form.fieldsOf(draft);
}

/** Return the fields that a draft has copied, each with the entries whose words they may be. */
export function copiesOf<Needs extends Copying>(
  form: Form<Needs>, draft: Needs, known: readonly Stated[],
): { field: string; part: string; entry: string }[] {
  return copiedIn(form, draft).flatMap((field) => {
    const part = form.partOf(field);
    return sourcesOf(part, draft.follows, known).map((entry) => ({ field, part, entry }));
  });
}

function sourcesOf(
  part: string, follows: readonly string[] | undefined, known: readonly Stated[],
): string[] {
  if (follows) return [sourceOf(part, follows[0] ?? "", known)];
  return known.filter((entry) => names(entry, part)).map(({ id }) => id);
}

/** Return the entry that a version has a part from: itself, or the nearest that it builds on. */
function sourceOf(part: string, version: string, known: readonly Stated[]): string {
  const entry = known.find(({ id }) => id === version);
  const [before] = entry?.follows ?? [];
  if (!entry || before === undefined || names(entry, part)) return version;
  return sourceOf(part, before, known);
}

function names({ parts, withheld }: Stated, part: string): boolean {
  return part in parts || withheld.includes(part);
}

/** The draft without what it copied into these fields. */
export function withoutCopies<Needs extends Copying, Draft extends Needs>(
  form: Form<Needs>, draft: Draft, fields: readonly string[],
): Draft {
  const copied = copiedIn(form, draft);
  const gone = copied.filter((field) => fields.includes(field));
  if (gone.length === 0) return draft;
  const left = copied.filter((field) => !gone.includes(field));
  return { ...form.without(draft, gone), copied: left };
}

/** The draft of an open form without its copies of words that went while it was being typed. */
export function withoutErased<Needs extends Copying, Draft extends Needs>(
  form: Form<Needs>, draft: Draft, known: readonly Stated[],
): Draft {
  const gone = copiesOf(form, draft, known).filter(({ part, entry }) =>
    known.some(({ id, withheld }) => id === entry && withheld.includes(part)));
  return withoutCopies(form, draft, gone.map(({ field }) => field));
}
