// A correction signs whole parts that differ, and the states beside the values stay honest.

import { describe, expect, it } from "vitest";

import {
  askedAgain, beginCorrection, changedParts, type Correction, type Json, type Members, valueAt,
  withValue,
} from "../../../src/page/screens/record/correction.ts";
import { item, reading } from "../../support/lines.ts";

const base = { ...reading("Alarm", ["Cocaine HCl"]), ...item };

function corrected(path: string, value: Json): Record<string, object> {
  const begun = beginCorrection(base, ["a"]);
  const parts = withValue(begun.parts as Json, path, value) as Members;
  return changedParts(base, { ...begun, parts });
}

describe("correction", () => {
  it("signs nothing when nothing differs", () => {
    expect(changedParts(base, beginCorrection(base, ["a"]))).toEqual({});
    expect(corrected("item.bag", "")).toEqual({});
  });

  it("carries the whole part, with what was typed anew called typed", () => {
    const changed = corrected("reading.banner.text", "Warning") as typeof base;
    expect(Object.keys(changed)).toEqual(["reading"]);
    expect(changed["reading"]?.["banner"]).toEqual({ text: "Warning", capture: "typed" });
    expect(changed["reading"]?.["method"]).toEqual(base["reading"]?.["method"]);
  });

  it("leaves out an emptied finding and keeps the others in order", () => {
    const changed = corrected("reading.findings.0.name.text", "") as typeof base;
    expect(changed["reading"]?.["findings"]).toEqual([]);
  });

  it("asks for the comparison again when a displayed word changes, and for nothing else", () => {
    const begun = { ...beginCorrection(base, ["a"]), code: "typing" };
    const edit = (path: string, value: Json): Correction =>
      ({ ...begun, parts: withValue(begun.parts as Json, path, value) as Members });
    const compared = (after: Correction): Json | undefined =>
      valueAt(askedAgain(begun, after).parts, "reading.compared_with_screen");
    expect(valueAt(begun.parts, "reading.compared_with_screen")).toBe(true);
    expect(compared(edit("reading.findings.0.name.text", "α-PVP"))).toBe(false);
    expect(compared(edit("item.bag", "B-1"))).toBe(true);
    expect(compared({ ...begun, text: "why" })).toBe(true);
    const unticked = edit("reading.compared_with_screen", false);
    expect(askedAgain(begun, unticked)).toEqual(unticked);
    expect(askedAgain(unticked, begun)).toEqual(begun);
  });

  it("makes an absent part with its honest state", () => {
    expect(corrected("references.references", [{ kind: "seizure", text: "KU-1/26" }])).toEqual({
      references: { state: "recorded", references: [{ kind: "seizure", text: "KU-1/26" }] },
    });
    expect(corrected("place.words", "lane 4")).toEqual({
      place: { state: "recorded", words: "lane 4" },
    });
  });
});
