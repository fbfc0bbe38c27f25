/** From draft to the parts that are signed, and back for a correction. Empty values are left out:
 *  absence is no statement, so it is never written as one. */
import { profileOf } from "../../model/profile.ts";
import { emptyFinding, NO_WORDS } from "./entry_draft.ts";
import type { Draft, FindingDraft, TextName, Words } from "./entry_draft.ts";

export type Parts = Record<string, object>;

/** The required fields, in the order of the form. */
export const REQUIRED = [
  "instrument",
  "number",
  "form",
  "method",
  "banner",
  "colour",
  "findings",
  "confidence",
  "compared",
] as const;
export type RequiredName = (typeof REQUIRED)[number];

const ANSWERED: Record<RequiredName, (draft: Draft) => boolean> = {
  instrument: (draft) => draft.instrument !== "",
  number: (draft) => draft.number !== "",
  form: (draft) => draft.form !== "",
  method: (draft) => draft.method.text !== "",
  banner: (draft) => draft.banner.text !== "",
  colour: (draft) => draft.colour !== "",
  findings: (draft) => draft.none || namedFindings(draft).length > 0,
  confidence: (draft) => draft.confidence !== "",
  compared: (draft) => draft.compared,
};

export function missingFields(draft: Draft): RequiredName[] {
  return REQUIRED.filter((name) => !ANSWERED[name](draft));
}

export function namedFindings(draft: Draft): FindingDraft[] {
  return draft.none ? [] : draft.findings.filter((finding) => finding.name.text !== "");
}

/** `state` is the instrument's dated state that the registry shows; empty when it shows none. */
export function partsOf(draft: Draft, state: string): Parts {
  const parts: Parts = { reading: readingPart(draft, state), item: itemPart(draft) };
  if (draft.place.state) parts["place"] = given({ ...draft.place });
  if (draft.references_state || draft.references.length) parts["references"] = references(draft);
  const note = given({ text: draft.texts.note, second_person: draft.second_person });
  if (Object.keys(note).length) parts["note"] = note;
  return parts;
}

function readingPart(draft: Draft, state: string): object {
  const profile = profileOf(draft.profile);
  return given({
    instrument: draft.instrument,
    instrument_state: state,
    profile: { id: profile.id, version: profile.version },
    method: draft.method,
    outcome: draft.outcome,
    banner: draft.banner,
    colour: colourPart(draft),
    findings: namedFindings(draft).map((finding) => findingPart(draft, finding)),
    confidence: confidencePart(draft, draft.texts.confidence_text ?? ""),
    compared_with_screen: draft.compared,
    message: draft.texts.message,
    scan_number: draft.texts.scan_number,
    instrument_clock: draft.texts.instrument_clock,
    instrument_language: draft.texts.instrument_language,
    presentation: draft.texts.presentation,
    attempt: draft.attempt,
  });
}

function findingPart(draft: Draft, finding: FindingDraft): object {
  const confidence = confidencePart(draft, finding.confidence);
  return given({ name: finding.name, extra: finding.extra, confidence });
}

function confidencePart(draft: Draft, text: string): object {
  if (draft.confidence !== "shown") return { state: draft.confidence };
  return given({ state: "shown", text, label: draft.texts.confidence_label });
}

function colourPart(draft: Draft): object {
  if (draft.colour === "not_shown") return { state: "not_shown" };
  const words = draft.colour === "other" ? draft.texts.colour_words : "";
  return given({ state: "recorded", colour: draft.colour, words });
}

function itemPart(draft: Draft): object {
  const { form_words, description, bag } = draft.texts;
  const words = draft.form === "other" ? form_words : "";
  const { item, number, form } = draft;
  return given({ item, number, form, form_words: words, description, bag });
}

function references(draft: Draft): object {
  const rows = draft.references.filter((row) => row.text !== "").map((row) => given(row));
  const state = rows.length ? "recorded" : draft.references_state || "not_recorded";
  return { state, references: rows };
}

function given(values: Record<string, unknown>): object {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(kept);
}

type Loose = Readonly<Record<string, unknown>>;

/** The draft that shows a version's parts as they stand; a correction starts from it. */
export function draftOf(
  subject: string,
  parts: Readonly<Record<string, Loose | undefined>>,
): Draft {
  const { reading = {}, item = {}, place, references: refs, note = {} } = parts;
  const colour = reading["colour"] as Loose | undefined;
  const confidence = reading["confidence"] as Loose | undefined;
  const findings = (reading["findings"] as Loose[] | undefined) ?? [];
  return {
    version: 1,
    subject,
    item: text(item["item"]),
    attempt: Number(reading["attempt"] ?? 1),
    number: text(item["number"]),
    form: text(item["form"]),
    instrument: text(reading["instrument"]),
    profile: text((reading["profile"] as Loose | undefined)?.["id"]),
    method: (reading["method"] as Words | undefined) ?? NO_WORDS,
    outcome: text(reading["outcome"]),
    banner: (reading["banner"] as Words | undefined) ?? NO_WORDS,
    colour: text(colour?.["colour"] || colour?.["state"]),
    findings: findings.length ? findings.map(findingDraft) : [emptyFinding()],
    none: findings.length === 0,
    confidence: text(confidence?.["state"]) as Draft["confidence"],
    compared: false, // a correction is compared with the screen, or the paper, anew
    texts: textsOf(reading, item, note, colour, confidence),
    second_person: text(note["second_person"]),
    place: { state: "", unit: "", words: "", ...(place as Partial<Draft["place"]> | undefined) },
    references: ((refs?.["references"] as Loose[] | undefined) ?? []).map(referenceDraft),
    references_state: text(refs?.["state"]),
  };
}

function textsOf(...sources: (Loose | undefined)[]): Draft["texts"] {
  const [reading, item, note, colour, confidence] = sources;
  const found: Record<TextName, unknown> = {
    message: reading?.["message"],
    scan_number: reading?.["scan_number"],
    instrument_clock: reading?.["instrument_clock"],
    instrument_language: reading?.["instrument_language"],
    presentation: reading?.["presentation"],
    description: item?.["description"],
    bag: item?.["bag"],
    form_words: item?.["form_words"],
    note: note?.["text"],
    colour_words: colour?.["words"],
    confidence_text: confidence?.["text"],
    confidence_label: confidence?.["label"],
  };
  return given(found) as Draft["texts"];
}

function findingDraft(finding: Loose): FindingDraft {
  const confidence = finding["confidence"] as Loose | undefined;
  const name = (finding["name"] as Words | undefined) ?? NO_WORDS;
  return { name, extra: text(finding["extra"]), confidence: text(confidence?.["text"]) };
}

function referenceDraft(row: Loose): Draft["references"][number] {
  return { kind: text(row["kind"]), text: text(row["text"]), issuer: text(row["issuer"]) };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
