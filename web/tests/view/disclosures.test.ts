// What may be given away, what was, and how the trail says it.

import { expect, it } from "vitest";

import { disclosureOf, enclosable, hasBundle, partsOf } from "../../src/page/view/disclosures.ts";
import { ownWords, sentenceOf } from "../../src/page/view/sentences.ts";
import { issued, line, recorded } from "./lines.ts";

const disclosure = {
  recipient: "District Court", basis: "Art. 123", entries: ["a", "b"], withheld: ["note"],
};
const made = line("d", "disclosure.made", { position: 70, parts: { disclosure } });

it("encloses what the server has, but for other disclosures", () => {
  const unsent = recorded({ id: "u", position: -1 });
  const given = enclosable([recorded(), issued("r", [], 20, 1), made, unsent]);
  expect(given.map(({ id }) => id)).toEqual(["a", "r"]);
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
