// Taking what was erased out of the forms that opened with a copy of it. A form is kept at every
// keystroke, so it would outlive the words that it was begun from, and sign them again.

import { fromLine, readHeader } from "../../shared/entry.ts";
import {
  copiesOf, type Copying, CORRECTION, type Form, PERSON, REPORT, type Stated, withoutCopies,
} from "../model/copied.ts";
import { beginningWith, reading, type Writing } from "../store/database.ts";
import { linesOf } from "../store/lines.ts";
import { ownEntriesOf } from "../store/outbox.ts";

const FORMS: readonly Form<Copying>[] = [CORRECTION, PERSON, REPORT];

/** A field of a draft, and the part of an entry whose words it was begun with. */
export type Copy = {
  form: Form<Copying>; key: string; field: string; part: string; entry: string;
};

type Drafts = Pick<Writing<"draft"[]>, "objectStore">;

/** Return every copy in a draft. */
export async function copiesInDrafts(): Promise<Copy[]> {
  return (await Promise.all(FORMS.map(copiesIn))).flat();
}

async function copiesIn(form: Form<Copying>): Promise<Copy[]> {
  const drafts = await reading((db) => db.getAll("draft", beginningWith(form.begins)));
  const copies = await Promise.all(drafts.map(async ({ key, value }) => {
    const subject = key.slice(form.begins.length).split(":").at(-1) ?? "";
    const known = await statedOf(subject);
    return copiesOf(form, value as Copying, known).map((copy) => ({ form, key, ...copy }));
  }));
  return copies.flat();
}

/** Return what the entries of a subject that are here state, and what of it is gone. */
export async function statedOf(subject: string): Promise<Stated[]> {
  const rows = [...await linesOf(subject), ...await ownEntriesOf(subject)];
  return rows.flatMap(({ id, line }) => {
    const entry = fromLine(line);
    const header = entry && readHeader(entry.header);
    if (!header) return [];
    const withheld = Object.keys(header.parts).filter((name) => !(name in entry.parts));
    return [{ id, follows: header.follows, parts: entry.parts, withheld }];
  });
}

export async function dropCopies(tx: Drafts, copies: Copy[]): Promise<void> {
  const store = tx.objectStore("draft");
  for (const { form, key, field } of copies) {
    const row = await store.get(key);
    if (row) await store.put({ ...row, value: withoutCopies(form, row.value as Copying, [field]) });
  }
}
