/** What is being typed: one flat, storable value. It holds exactly the officer's characters;
 *  nothing is trimmed or corrected. `version` lets a later build tell an old draft from its own. */
import type { Capture, ConfidenceState } from "../../../shared/types.gen.ts";
import { profileOf } from "../../model/profile.ts";

export type Words = { text: string; capture: Capture };

export type FindingDraft = { name: Words; extra: string; confidence: string };

export type Coordinates = {
  latitude: string;
  longitude: string;
  accuracy: string;
  fixed_at: string;
};

export type PlaceDraft = {
  state: "" | "recorded" | "pending" | "not_recorded";
  unit: string;
  words: string;
  coordinates?: Coordinates | undefined;
};

export type ReferenceDraft = { kind: string; text: string; issuer: string };

/** Optional texts that go into the entry under the same name when they are not empty. */
export type TextName =
  | "message"
  | "scan_number"
  | "instrument_clock"
  | "instrument_language"
  | "presentation"
  | "description"
  | "bag"
  | "note"
  | "form_words"
  | "colour_words"
  | "confidence_text"
  | "confidence_label";

export type Draft = {
  version: 1;
  /** The screening's id and the item's, minted when the form was opened. */
  subject: string;
  item: string;
  attempt: number;
  number: string;
  form: string;
  instrument: string;
  profile: string;
  method: Words;
  outcome: string;
  banner: Words;
  /** A colour word, or `not_shown`. */
  colour: string;
  findings: FindingDraft[];
  /** The officer said that the screen showed no substance. */
  none: boolean;
  confidence: ConfidenceState | "";
  compared: boolean;
  texts: Partial<Record<TextName, string>>;
  second_person: string;
  place: PlaceDraft;
  references: ReferenceDraft[];
  references_state: string;
};

/** What an empty form keeps from the one before: the tool and the post, never the result. */
export type Carried = { instrument: string; profile: string; place: PlaceDraft };

export const NO_WORDS: Words = { text: "", capture: "typed" };

export function emptyFinding(): FindingDraft {
  return { name: NO_WORDS, extra: "", confidence: "" };
}

export function emptyDraft(ids: { subject: string; item: string }, carried: Carried): Draft {
  return {
    version: 1,
    ...ids,
    attempt: 1,
    number: "1",
    form: "",
    ...carried,
    method: NO_WORDS,
    outcome: "completed",
    banner: NO_WORDS,
    colour: "",
    findings: [emptyFinding()],
    none: false,
    confidence: usualConfidence(carried.profile),
    compared: false,
    texts: {},
    second_person: "",
    references: [],
    references_state: "",
  };
}

/** An instrument known to show no confidence says so in the form, in sight and changeable. */
export function usualConfidence(profile: string): Draft["confidence"] {
  const shows = profileOf(profile).confidence;
  return shows === "ask" ? "" : shows;
}

/** Another attempt: same item, same tool; what the screen showed starts empty. */
export function nextAttempt(before: Draft, subject: string): Draft {
  const { item, number, form, attempt, texts, instrument, profile, place } = before;
  const same = emptyDraft({ subject, item }, { instrument, profile, place });
  const { form_words, description, bag } = texts;
  const kept = Object.entries({ form_words, description, bag }).filter(([, text]) => text);
  return {
    ...same,
    number,
    form,
    attempt: attempt + 1,
    texts: Object.fromEntries(kept),
    references: before.references,
    references_state: before.references_state,
  };
}

/** The next item of the same case: its papers, tool and place go along, and nothing of the item. */
export function nextItem(before: Draft, ids: { subject: string; item: string }): Draft {
  const { instrument, profile, place, references, references_state } = before;
  const empty = emptyDraft(ids, { instrument, profile, place });
  const number = followingNumber(before.number);
  return { ...empty, number, references, references_state };
}

/** One more, as it is written ("B-09" gives "B-10"); of what has no number at its end, nothing. */
export function followingNumber(number: string): string {
  const [, before = "", digits = ""] = /^(.*?)(\d{1,9})$/.exec(number) ?? [];
  return digits && `${before}${String(Number(digits) + 1).padStart(digits.length, "0")}`;
}

/** Whether anything was typed or chosen that would be missed. */
export function isTouched(draft: Draft): boolean {
  const { form, method, banner, colour } = draft;
  const typed = [draft.number !== "1", form, method.text, banner.text, colour];
  const some = [draft.none, draft.compared, draft.references.length, draft.second_person];
  return (
    typed.some(Boolean) ||
    some.some(Boolean) ||
    draft.findings.some((finding) => finding.name.text) ||
    Object.values(draft.texts).some(Boolean)
  );
}
