// The content of a screening or a report as a flat list of labelled values, in the order people
// read it. The record page shows the list; the difference compares two of them by `path`.
// Values keep apart what the instrument displayed, what a person wrote and what is a vocabulary
// word, because only the last may be translated.

import type { Bodies } from "./lines.ts";

export type Shown = {
  /** displayed: the instrument's words; written: a person's; word: vocabulary `list.word`. */
  readonly sort:
    | "displayed" | "written" | "word" | "moment" | "day" | "unit" | "person" | "instrument";
  readonly text: string;
};

export type Field = {
  readonly path: string;
  /** Locale key after `view.field.`, and the number of a repeated row (0: none). */
  readonly label: string;
  readonly nth: number;
  readonly value: Shown;
};

type Json = string | number | boolean | Json[] | { readonly [name: string]: Json } | undefined;
type Sort = Shown["sort"];
type Row = readonly [path: string, label: string, sort: Sort, list?: string];

const READING: readonly Row[] = [
  ["reading.banner.text", "banner", "displayed"],
  ["reading.colour.state", "colour_state", "word", "field_state"],
  ["reading.colour.colour", "colour", "word", "colour"],
  ["reading.colour.words", "colour_words", "written"],
  ["reading.findings", "finding", "displayed"],
  ["reading.confidence.state", "confidence_state", "word", "confidence"],
  ["reading.confidence.text", "confidence", "displayed"],
  ["reading.confidence.label", "confidence_label", "displayed"],
  ["reading.message", "message", "displayed"],
  ["reading.outcome", "outcome", "word", "outcome_state"],
  ["reading.instrument", "instrument", "instrument"],
  ["reading.method.text", "method", "displayed"],
  ["reading.presentation", "presentation", "written"],
  ["reading.attempt", "attempt", "written"],
  ["reading.scan_number", "scan_number", "displayed"],
  ["reading.instrument_clock", "instrument_clock", "displayed"],
  ["reading.instrument_language", "instrument_language", "displayed"],
  ["reading.compared_with_screen", "compared", "word", "yes_no"],
];

const ITEM: readonly Row[] = [
  ["item.number", "item_number", "written"],
  ["item.form", "form", "word", "form"],
  ["item.form_words", "form_words", "written"],
  ["item.description", "description", "written"],
  ["item.bag", "bag", "written"],
];

const AROUND: readonly Row[] = [
  ["references.state", "references_state", "word", "field_state"],
  ["references.references", "reference", "written"],
  ["place.state", "place_state", "word", "field_state"],
  ["place.unit", "place_unit", "unit"],
  ["place.words", "place_words", "written"],
  ["place.coordinates.latitude", "latitude", "written"],
  ["place.coordinates.longitude", "longitude", "written"],
  ["place.coordinates.accuracy", "accuracy", "written"],
  ["place.coordinates.fixed_at", "fixed_at", "moment"],
  ["note.text", "note", "written"],
  ["note.second_person", "second_person", "person"],
];

const REPORT: readonly Row[] = [
  ["result.laboratory", "laboratory", "unit"],
  ["result.laboratory_number", "laboratory_number", "written"],
  ["result.report_number", "report_number", "written"],
  ["result.version", "report_version", "written"],
  ["result.status", "report_status", "word", "report_status"],
  ["result.examined", "examined", "word", "examined"],
  ["result.examined_words", "examined_words", "written"],
  ["result.methods", "lab_method", "written"],
  ["result.findings", "lab_finding", "written"],
  ["result.statement", "statement", "written"],
  ["result.issued_on", "issued_on", "day"],
  ["result.saw_field_reading", "saw_field_reading", "word", "yes_no"],
  ["signatories.analyst", "analyst", "written"],
  ["signatories.reviewer", "reviewer", "written"],
];

export const GROUPS = { reading: READING, item: ITEM, around: AROUND, report: REPORT } as const;
export type Group = keyof typeof GROUPS;

/** States that say nothing beside their own value: the value itself is shown. */
const SAID_BY_VALUE: Readonly<Record<string, string>> = {
  "reading.colour.state": "recorded",
  "reading.confidence.state": "shown",
  "references.state": "recorded",
  "place.state": "recorded",
};

export function fieldsOf(parts: Bodies, group: Group): Field[] {
  return GROUPS[group].flatMap((row) => fieldsAt(parts, row));
}

export function allFields(parts: Bodies): Field[] {
  return (Object.keys(GROUPS) as Group[]).flatMap((group) => fieldsOf(parts, group));
}

function fieldsAt(parts: Bodies, row: Row): Field[] {
  const [path, label, sort, list] = row;
  const value = at(parts as Json, path.split("."));
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => repeated(path, label, each, index));
  }
  if (value === undefined || value === "" || SAID_BY_VALUE[path] === value) return [];
  const text = list ? `${list}.${asWord(value)}` : String(value);
  return [{ path, label, nth: 0, value: { sort, text } }];
}

function at(value: Json, names: readonly string[]): Json {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  return at(value[name], rest);
}

function asWord(value: Json): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/** The texts inside one row of a list; each is its own field, so that a change shows exactly. */
const REPEATED: Readonly<Record<string, readonly Row[]>> = {
  finding: [
    ["name.text", "finding", "displayed"],
    ["extra", "finding_extra", "displayed"],
    ["confidence.state", "finding_confidence_state", "word", "confidence"],
    ["confidence.text", "finding_confidence", "displayed"],
    ["confidence.label", "finding_confidence_label", "displayed"],
  ],
  reference: [
    ["kind", "reference_kind", "word", "reference_kind"],
    ["text", "reference", "written"],
    ["issuer", "reference_issuer", "written"],
  ],
  lab_method: [
    ["name", "lab_method", "written"],
    ["scope", "lab_scope", "word", "scope"],
    ["list_name", "lab_list", "written"],
  ],
  lab_finding: [
    ["name", "lab_finding", "written"],
    ["status", "lab_status", "word", "finding_status"],
    ["form", "lab_form", "written"],
    ["amount", "amount", "written"],
    ["unit", "amount_unit", "written"],
    ["uncertainty", "uncertainty", "written"],
  ],
};

function repeated(path: string, label: string, value: Json, index: number): Field[] {
  return (REPEATED[label] ?? []).flatMap(([inner, name, sort, list]): Field[] => {
    const found = at(value, inner.split("."));
    if (found === undefined || found === "") return [];
    const text = list ? `${list}.${asWord(found)}` : String(found);
    const full = `${path}.${index}.${inner}`;
    return [{ path: full, label: name, nth: index + 1, value: { sort, text } }];
  });
}
