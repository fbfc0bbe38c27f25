// What may be given away, what was, and how the trail says it.

import { expect, it } from "vitest";

import {
  disclosureOf, enclosable, hasBundle, partsOf,
} from "../../../src/page/model/kinds/disclosure.ts";
import type { Line } from "../../../src/page/model/lines.ts";
import { marked } from "../../../src/page/model/releases.ts";
import { ownWords, sentenceOf } from "../../../src/page/model/sentences.ts";
import { LIMITS } from "../../../src/shared/types.gen.ts";
import { issued, ITEM, line, placed, recorded, reviewed, SUBJECT } from "../../support/lines.ts";

const disclosure = {
  recipient: "District Court", basis: "Art. 123", entries: ["a", "b"], withheld: ["note"],
};
const made = line("d", "disclosure.made", { position: 70, parts: { disclosure } });

it("encloses what the server has, but for other disclosures", () => {
  const unsent = recorded({ id: "u", position: -1 });
  const given = enclosable([recorded(), issued("r", [], 20, 1), made, unsent], SUBJECT);
  expect(idsOf(given)).toEqual(["a", "r"]);
});

const idsOf = (lines: readonly Line[]): string[] => lines.map(({ id }) => id);

const aside = (id: string, code: string, position: number): Line =>
  line(id, "screening.amended", { position, verdict: "quarantined", code });

const rubbish = ["kind_unknown", "part_invalid", "key_revoked"].map((code, at) =>
  aside(code, code, 40 + at));
const early = aside("early", "follows_unknown", 30);

it("encloses of what is kept aside what says something, in the order of the log", () => {
  const given = [...rubbish, { ...made, verdict: "quarantined" as const }, early, recorded()];
  expect(idsOf(enclosable(given, SUBJECT))).toEqual(["a", "early"]);
  expect(idsOf(enclosable(given, ITEM))).toEqual(["a", "early"]);
});

it("encloses what a revoked key sent where somebody has released it", () => {
  const release = line("s", "quarantine.released", { position: 60, follows: ["key_revoked"] });
  expect(idsOf(enclosable(marked([recorded(), ...rubbish, release]), SUBJECT)))
    .toEqual(["a", "key_revoked", "s"]);
});

it("encloses all of a record of which nothing counts, also of one that was reviewed", () => {
  const all = [early, ...rubbish];
  expect(idsOf(enclosable(all, SUBJECT))).toEqual(idsOf(all));
  expect(idsOf(enclosable([...all, reviewed("v", ["early"], 50)], SUBJECT)))
    .toEqual([...idsOf(all), "v"]);
});

it("leaves out first what was kept aside last, and never what counts", () => {
  const most = LIMITS.disclosed_entries;
  const counted = [recorded({ position: 1 }), ...Array.from({ length: most - 2 }, (_, at) =>
    ({ ...placed(`h${at}`), position: 10 + at }))];
  const later = aside("later", "follows_unknown", 31);
  const given = idsOf(enclosable([later, ...counted, early], SUBJECT));
  expect(given).toHaveLength(most);
  expect(given).toContain("early");
  expect(given).not.toContain("later");
  const more = [...counted, placed("x"), placed("y")];
  const too = aside("too", "follows_unknown", 32);
  const enclosed = idsOf(enclosable([...more, early, later, too], SUBJECT));
  expect(enclosed.sort()).toEqual(idsOf(more).sort());
});

it("withholds parts by their names, each named once", () => {
  expect(partsOf([recorded(), recorded({ id: "b" }), issued("r", [], 20, 1)])).toEqual(
    ["item", "reading", "result"],
  );
});

it("has a file only for a disclosure that counts and has its place", () => {
  expect(hasBundle(made)).toBe(true);
  expect(hasBundle({ ...made, position: -1 })).toBe(false);
  expect(hasBundle({ ...made, verdict: "quarantined" })).toBe(false);
  expect(hasBundle(recorded())).toBe(false);
});

it("says in the trail who gave how much to whom, and the basis in its own words", () => {
  const author = { person: "p", name: "Petar", unit: "u" };
  expect(sentenceOf(made, { "key-of-officer": author })).toMatchObject({
    key: "view.trail.disclosure_made",
    facts: { who: { text: "Petar" }, recipient: { text: "District Court" }, n: { text: "2" } },
  });
  expect(ownWords(made)).toBe("Art. 123");
  expect(disclosureOf(recorded())).toBeUndefined();
});
