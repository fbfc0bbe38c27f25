// The trail as sentences: which text of the catalogue says what an entry did, and with which
// facts. Pure, so that the sentence a person signs and the one in the trail come from one place.

import type { Author } from "../../shared/answers.gen.ts";
import type {
  Decision, Erasure, Hold, LabResult, Lifting, Order, Reason, Review,
} from "../../shared/types.gen.ts";
import { counts } from "./counting.ts";
import { disclosureOf } from "./kinds/disclosure.ts";
import type { Line } from "./lines.ts";

/** A fact of a sentence: a person's own text, or vocabulary words to be translated. */
export type Fact =
  | { readonly text: string } | { readonly word: string } | { readonly words: readonly string[] };

export type Sentence = { readonly key: string; readonly facts: Readonly<Record<string, Fact>> };

export type Authors = Readonly<Record<string, Author>>;

const SPOKEN = new Set([
  "screening.recorded",
  "screening.amended",
  "screening.voided",
  "conflict.resolved",
  "lab.result.issued",
  "reconciliation.decided",
  "quarantine.released",
  "review.made",
  "hold.placed",
  "hold.lifted",
  "erasure.ordered",
  "erasure.approved",
  "part.erased",
  "disclosure.made",
]);

/** What a sentence says of the entry that it is about. */
export type Named = { readonly version: string; readonly position: string };
export type Names = ReadonlyMap<string, Named>;

export function sentenceOf(line: Line, authors: Authors, names: Names = new Map()): Sentence {
  const who = { who: { text: authors[line.key]?.name ?? "" } };
  const kind = SPOKEN.has(line.kind) ? line.kind : "other";
  const key = `view.trail.${kind.replaceAll(".", "_")}`;
  return { key, facts: { ...who, kind: { text: line.kind }, ...factsOf(line, names) } };
}

function factsOf(line: Line, names: Names): Record<string, Fact> {
  const result = line.parts["result"] as unknown as LabResult | undefined;
  const decision = line.parts["decision"] as unknown as Decision | undefined;
  const reason = line.parts["reason"] as unknown as Reason | undefined;
  return {
    ...(reason?.code && { reason: { word: `reason.${reason.code}` } }),
    ...(result && {
      report: { text: result.report_number ?? "" },
      version: { text: String(result.version ?? "") },
      status: { word: `report_status.${result.status}` },
    }),
    ...(decision && { outcome: { word: `item_outcome.${decision.outcome}` } }),
    ...(line.kind === "conflict.resolved" && chosenFacts(line, names)),
    ...(line.kind === "review.made" && reviewFacts(line, names)),
    ...retentionFacts(line),
    ...disclosureFacts(line),
  };
}

function chosenFacts(line: Line, names: Names): Record<string, Fact> {
  const [version = "", ...others] = line.follows.map((id) => names.get(id)?.version ?? "?");
  return { version: { text: version }, others: { text: others.join(", ") } };
}

function reviewFacts(line: Line, names: Names): Record<string, Fact> {
  const review = line.parts["review"] as unknown as Review | undefined;
  return {
    position: { text: names.get(line.follows[0] ?? "")?.position ?? "?" },
    about: { word: `concern.${review?.about ?? ""}` },
    decision: { word: `review_decision.${review?.decision ?? ""}` },
  };
}

function retentionFacts(line: Line): Record<string, Fact> {
  const held = (line.parts["hold"] ?? line.parts["lifting"]) as unknown as
    Hold | Lifting | undefined;
  const order = line.parts["order"] as unknown as Order | undefined;
  const erased = (order ?? line.parts["erasure"]) as unknown as Order | Erasure | undefined;
  return {
    ...(held && { authority: { text: held.authority } }),
    ...(order && { basis: { word: `erasure_basis.${order.basis}` } }),
    ...(erased && { parts: { words: erased.parts.map((name) => `part.${name}`) } }),
  };
}

function disclosureFacts(line: Line): Record<string, Fact> {
  const given = disclosureOf(line);
  return given ? { recipient: { text: given.recipient }, n: { text: String(given.entries.length) } }
    : {};
}

/** The words a person added of their own: shown under the sentence, never inside it. */
export function ownWords(line: Line): string {
  const { reason, order, decision, hold, lifting, approval, review, disclosure } = line.parts;
  const texts = [reason?.["text"], order?.["text"], review?.["text"], disclosure?.["basis"],
    ...[decision, hold, lifting, approval].map((part) => part?.["reason"])];
  return texts.find((text) => typeof text === "string") ?? "";
}

/** What is shown beside every entry: kept aside, or not yet at the server. */
export type Standing = "" | "kept_aside" | "released" | "not_sent";

export function standingOf(line: Line): Standing {
  if (line.verdict === "quarantined") return counts(line) ? "released" : "kept_aside";
  return line.position < 0 ? "not_sent" : "";
}
