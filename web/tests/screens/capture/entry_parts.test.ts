// From draft to parts and back: nothing is invented, nothing is changed, nothing gets lost.

import { expect, test } from "vitest";

import {
  emptyDraft, followingNumber, nextAttempt, nextItem, type Draft,
} from "../../../src/page/screens/capture/entry_draft.ts";
import {
  draftOf, missingFields, partsOf, REQUIRED,
} from "../../../src/page/screens/capture/entry_parts.ts";

const CARRIED = {
  instrument: "i1", profile: "other", place: { state: "" as const, unit: "", words: "" },
};

function filled(change: Partial<Draft> = {}): Draft {
  const name = { text: "  Кофеин, α-PVP =1 ", capture: "typed" as const };
  return {
    ...emptyDraft({ subject: "s1", item: "t1" }, CARRIED),
    form: "powder",
    method: { text: "Type H kit", capture: "picked" },
    banner: { text: "Alarm", capture: "picked" },
    colour: "red",
    findings: [{ name, extra: "", confidence: "0,95" }],
    confidence: "shown",
    compared: true,
    texts: { confidence_label: "HQI" },
    ...change,
  };
}

type Parts = Parameters<typeof draftOf>[1];

test("an empty form lacks everything but the item number and the instrument", () => {
  const empty = emptyDraft({ subject: "s1", item: "t1" }, CARRIED);
  const given = new Set(["instrument", "number"]);
  expect(missingFields(empty)).toEqual(REQUIRED.filter((name) => !given.has(name)));
});

test("nothing displayed is chosen beforehand", () => {
  const { banner, method, colour, form, none, compared } = emptyDraft(
    { subject: "s1", item: "t1" }, { ...CARRIED, profile: "trunarc" },
  );
  expect([banner.text, method.text, colour, form, none, compared])
    .toEqual(["", "", "", "", false, false]);
});

test("texts go into the entry exactly as they were typed", () => {
  const { reading } = partsOf(filled(), "") as { reading: Record<string, unknown> };
  expect(reading["findings"]).toEqual([{
    name: { text: "  Кофеин, α-PVP =1 ", capture: "typed" },
    confidence: { state: "shown", text: "0,95", label: "HQI" },
  }]);
  expect(reading).not.toHaveProperty("message");
  expect(reading).not.toHaveProperty("instrument_state");
});

test("none displayed is a statement, an empty field is not", () => {
  expect(missingFields(filled({ findings: [] }))).toEqual(["findings"]);
  expect(missingFields(filled({ findings: [], none: true }))).toEqual([]);
});

test("a correction starts from the same values, to be compared anew", () => {
  const draft = filled({ references: [{ kind: "seizure", text: "КУ 12/23", issuer: "" }] });
  const again = draftOf("s1", partsOf(draft, "") as Parts);
  expect(again).toEqual({ ...draft, compared: false, references_state: "recorded" });
});

test("another attempt keeps the item and forgets what was displayed", () => {
  const next = nextAttempt(filled(), "s2");
  expect([next.subject, next.item, next.attempt, next.form]).toEqual(["s2", "t1", 2, "powder"]);
  expect(next.banner.text + next.colour + next.findings[0]?.name.text).toBe("");
});

test("the next item of a case takes its papers along and nothing of the item", () => {
  const references = [{ kind: "seizure", text: "KU-12/26", issuer: "" }];
  const before = filled({ number: "B-09", attempt: 2, references });
  const { subject, item, number, attempt, banner, form, ...next } =
    nextItem(before, { subject: "s2", item: "t2" });
  expect([subject, item, number, attempt]).toEqual(["s2", "t2", "B-10", 1]);
  expect(next.references).toEqual(references);
  const [finding] = next.findings;
  expect([banner.text, form, finding?.name.text, next.compared]).toEqual(["", "", "", false]);
  expect(["1", "9", "A", "3.2", "7a", ""].map(followingNumber))
    .toEqual(["2", "10", "", "3.3", "", ""]);
});
