// Taking what was erased out of the forms that opened with a copy of it. A form is kept at every
// keystroke, so it would outlive the words that it was begun from, and sign them again.

import { fromLine, readHeader } from "../../shared/entry.ts";
import { linesOf } from "../store/cache.ts";
import { copiesOf, type Copying, type Stated, withoutParts } from "../store/copied.ts";
import { beginningWith, reading, type Writing } from "../store/database.ts";
import { ownEntriesOf } from "../store/outbox.ts";

/** A part in the draft of a correction, and the entry whose words it was begun from. */
export type Copy = { key: string; name: string; entry: string };

type Drafts = Pick<Writing<"draft"[]>, "objectStore">;

const CORRECTION = "correct:";

/** Return every part that a draft of a correction has copied. */
export async function copiesInDrafts(): Promise<Copy[]> {
  const drafts = await reading((db) => db.getAll("draft", beginningWith(CORRECTION)));
  const copies = await Promise.all(drafts.map(async ({ key, value }) => {
    const known = await statedOf(key.slice(CORRECTION.length));
    return copiesOf(value as Copying, known).map((copy) => ({ key, ...copy }));
  }));
  return copies.flat();
}

async function statedOf(subject: string): Promise<Stated[]> {
  const rows = [...await linesOf(subject), ...await ownEntriesOf(subject)];
  return rows.flatMap(({ id, line }) => {
    const header = readHeader(fromLine(line)?.header ?? "");
    return header ? [{ id, follows: header.follows, names: Object.keys(header.parts) }] : [];
  });
}

export async function dropCopies(tx: Drafts, copies: Copy[]): Promise<void> {
  const store = tx.objectStore("draft");
  for (const { key, name } of copies) {
    const row = await store.get(key);
    if (row) await store.put({ ...row, value: withoutParts(row.value as Copying, [name]) });
  }
}

/** The other forms that open with words of a part: the fields that repeat them. */
const REPEATED: Record<string, { begins: string; fields: readonly string[] }> = {
  person: { begins: "admin.person.", fields: ["name", "number"] },
  signatories: { begins: "result:", fields: ["analyst", "reviewer"] },
};

export async function dropNames(tx: Drafts, subject: string, parts: string[]): Promise<void> {
  const store = tx.objectStore("draft");
  for (const { begins, fields } of parts.flatMap((name) => REPEATED[name] ?? [])) {
    const rows = await store.getAll(beginningWith(begins));
    const emptied = Object.fromEntries(fields.map((field) => [field, ""]));
    for (const row of rows.filter(({ key }) => key.endsWith(subject))) {
      await store.put({ ...row, value: { ...(row.value as object), ...emptied } });
    }
  }
}
