// The bracket around a claimed time, and a sentence for every flag in every language.

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { bracketOf, type Times } from "../../src/page/model/times.ts";
import { FLAG_WORDS } from "../../src/shared/types.gen.ts";
import { recorded } from "../support/lines.ts";

const NONE = { position: -1, key: "" };
const line = recorded();
const told: Times = {
  not_before: "2026-11-22T07:00:00.000+00:00", claimed: line.at, received: line.received,
  not_after: "2026-11-22T08:20:00.000+00:00", witness: { position: 17, key: "k" }, flags: [],
};

describe("the bracket", () => {
  it("has its moments in the order in which they must lie", () => {
    const moments = bracketOf(line, told).map((each) => new Date(each.at).getTime());
    expect(moments).toHaveLength(4);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });

  it("says of a moment that nothing shows that nothing shows it", () => {
    const bounds = bracketOf(line, { ...told, not_before: "", not_after: "", witness: NONE });
    expect(bounds.map((each) => each.at || each.lacking)).toEqual([
      "record.time.no_earliest", line.at, line.received, "record.time.no_witness",
    ]);
  });

  it("is what the entry itself says where no server has told more", () => {
    const names = (received: string): string[] =>
      bracketOf(recorded({ received }), undefined).map((each) => each.name);
    expect(names("")).toEqual(["view.by_that_clock"]);
    expect(names(line.received)).toEqual(["view.by_that_clock", "view.by_the_server"]);
  });
});

describe.each(["en", "sr-Latn", "sr-Cyrl"])("in %s", (language) => {
  const spoken = ["record_times", "view"].map((name) =>
    JSON.parse(readFileSync(`locales/${language}/${name}.json`, "utf8")) as Record<string, string>,
  ).reduce((all, each) => ({ ...all, ...each }));

  it.each(FLAG_WORDS)("%s is said and weighed: a name, what it means, what it does not", (flag) => {
    const sentences = (spoken[`record.flag.${flag}`] ?? "").split(/[.;] /);
    expect(sentences.length).toBeGreaterThanOrEqual(3);
  });

  it("no flag is said in the words of another", () => {
    const said = FLAG_WORDS.map((flag) => spoken[`record.flag.${flag}`]);
    expect(new Set(said).size).toBe(FLAG_WORDS.length);
  });

  it("every row of the bracket has its text", () => {
    const empty = { ...told, not_before: "", not_after: "", witness: NONE };
    for (const { name, lacking } of bracketOf(line, empty)) {
      expect(spoken).toHaveProperty([name]);
      if (lacking) expect(spoken).toHaveProperty([lacking]);
    }
  });
});
