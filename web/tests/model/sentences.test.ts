// The trail's sentences name who, what and why, and have a text in every language.

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { ownWords, sentenceOf, standingOf } from "../../src/page/model/sentences.ts";
import { VOCABULARY, wordKey } from "../../src/page/model/words.ts";
import {
  amended, chosen, decided, issued, line, ordered, placed, recorded, reviewed,
} from "../support/lines.ts";

const authors = { "key-of-officer": { person: "p", name: "Ana Petrović", unit: "u" } };

function texts(language: string): Record<string, string> {
  const read = (name: string): object =>
    JSON.parse(readFileSync(`locales/${language}/${name}.json`, "utf8")) as object;
  return Object.assign({}, ...["view", "lab", "outcome"].map(read)) as Record<string, string>;
}

const LINES = [
  recorded(), amended("b", ["a"], 2, {}), line("v", "screening.voided"), issued("l", [], 3, 2),
  decided("d", ["a", "l"], 4), line("r", "quarantine.released"), line("x", "custody.moved"),
  chosen("e", ["b", "a"], 5), reviewed("f", ["b"], 6),
  placed("h"), line("i", "hold.lifted", { parts: { lifting: { authority: "Court" } } }),
  ordered("o"), line("p", "erasure.approved"),
];

describe("sentences", () => {
  it("name the person, and say so when the name is not known", () => {
    expect(sentenceOf(recorded(), authors).facts["who"]).toEqual({ text: "Ana Petrović" });
    expect(sentenceOf(recorded(), {}).facts["who"]).toEqual({ text: "" });
  });

  it("carry reason, report and outcome as words or as written", () => {
    expect(sentenceOf(amended("b", ["a"], 2, {}), authors).facts["reason"])
      .toEqual({ word: "reason.typing" });
    expect(sentenceOf(issued("l", [], 3, 2), authors).facts["version"]).toEqual({ text: "2" });
    expect(sentenceOf(decided("d", [], 4), authors).facts["outcome"])
      .toEqual({ word: "item_outcome.agree" });
    expect(ownWords(amended("b", ["a"], 2, {}))).toBe("read twice");
    expect(sentenceOf(ordered("o"), authors).facts["parts"])
      .toEqual({ words: ["part.note", "part.reading"] });
    expect([ordered("o"), placed("h")].map(ownWords)).toEqual(["File 7/26.", "Evidence."]);
  });

  it("name the versions that were chosen between, and the entry that was reviewed", () => {
    const names = new Map([
      ["a", { version: "1", position: "10" }], ["b", { version: "2", position: "20" }],
    ]);
    const choice = sentenceOf(chosen("e", ["b", "a"], 5), authors, names).facts;
    expect([choice["version"], choice["others"]]).toEqual([{ text: "2" }, { text: "1" }]);
    const review = sentenceOf(reviewed("f", ["b"], 6), authors, names).facts;
    expect(review["position"]).toEqual({ text: "20" });
    expect(review["about"]).toEqual({ word: "concern.amended" });
    expect(ownWords(reviewed("f", ["b"], 6))).toBe("seen together with Ana");
  });

  it.each(["en", "sr-Latn", "sr-Cyrl"])("have a text with the same holes in %s", (language) => {
    const spoken = texts(language);
    for (const each of LINES) {
      const { key, facts } = sentenceOf(each, authors);
      const holes = [...(spoken[key] ?? "").matchAll(/\{(\w+)\}/g)].map((hole) => hole[1] ?? "");
      expect(holes, key).toContain("who");
      if (each.kind === "screening.voided") continue; // its reason is not in the sample line
      expect(Object.keys(facts)).toEqual(expect.arrayContaining(holes));
    }
  });

  it.each(["en", "sr-Latn", "sr-Cyrl"])("have a word for every vocabulary in %s", (language) => {
    const spoken = texts(language);
    const lists: Record<string, string> = { correction: "reason", voiding: "reason" };
    for (const [list, words] of Object.entries(VOCABULARY)) {
      for (const word of words) {
        expect(spoken).toHaveProperty([wordKey(`${lists[list] ?? list}.${word}`)]);
      }
    }
  });

  it("say where an entry stands", () => {
    expect(standingOf(recorded())).toBe("");
    expect(standingOf(recorded({ position: -1 }))).toBe("not_sent");
    expect(standingOf(recorded({ verdict: "quarantined" }))).toBe("kept_aside");
    expect(standingOf(recorded({ verdict: "quarantined", released: true }))).toBe("released");
  });
});
