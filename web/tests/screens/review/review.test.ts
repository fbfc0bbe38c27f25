// What a reviewer asks for, as it stands in the address, and when words are enough.

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { reasonGiven, saysWhy } from "../../../src/page/forms/reason.tsx";
import { VOCABULARY } from "../../../src/page/model/words.ts";
import { addressOf, askedIn } from "../../../src/page/screens/review/review_queue.ts";
import { CONCERN_WORDS, REVIEW_DECISION_WORDS } from "../../../src/shared/types.gen.ts";

describe("the address of a queue", () => {
  it("comes back as it was asked", () => {
    const asked = { about: "gap", after: "0.17.gap", page: 3 } as const;
    const query = addressOf(asked).split("?")[1];
    expect(askedIn(new URLSearchParams(query))).toEqual(asked);
  });

  it("is bare at the beginning, and takes no concern that is none", () => {
    expect(addressOf({ about: "", after: "", page: 1 })).toBe("/desk/review");
    expect(askedIn(new URLSearchParams("about=beauty&page=x")))
      .toEqual({ about: "", after: "", page: 1 });
  });
});

describe("words", () => {
  it("are asked for where the code does not say why", () => {
    expect(reasonGiven({ code: "typing", text: "" })).toBe(true);
    expect(reasonGiven({ code: "", text: "a long enough text" })).toBe(false);
    expect(reasonGiven({ code: "other", text: "too short" })).toBe(false);
    expect(reasonGiven({ code: "other", text: "just right" })).toBe(true);
  });

  it("are counted as the server does: characters, without the blanks around them", () => {
    expect(saysWhy("         nine chars".slice(0, 18))).toBe(false);
    expect(saysWhy("😀".repeat(9))).toBe(false);
    expect(saysWhy("😀".repeat(10))).toBe(true);
  });
});

it("has every concern and decision of the server, with a sentence in every language", () => {
  expect([...VOCABULARY.concern].sort()).toEqual([...CONCERN_WORDS].sort());
  expect([...VOCABULARY.review_decision].sort()).toEqual([...REVIEW_DECISION_WORDS].sort());
  for (const language of ["en", "sr-Latn", "sr-Cyrl"]) {
    const file = readFileSync(`locales/${language}/review.json`, "utf8");
    const texts = JSON.parse(file) as Record<string, string>;
    for (const word of CONCERN_WORDS) expect(texts).toHaveProperty([`review.means_${word}`]);
  }
});
