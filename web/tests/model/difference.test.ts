// The difference of two versions: every field once, in reading order, verbatim.

import { describe, expect, it } from "vitest";

import { differenceOf } from "../../src/page/model/difference.ts";
import { fieldsOf } from "../../src/page/model/fields.ts";
import { item, reading } from "../support/lines.ts";

const changes = (before: object, after: object): [string, string][] =>
  differenceOf(before as never, after as never)
    .filter((change) => change.sort !== "same")
    .map((change) => [change.path, change.sort]);

describe("difference", () => {
  it("finds nothing between equal versions and still lists every field", () => {
    const parts = { ...reading("Alarm", ["Cocaine HCl"]), ...item };
    expect(changes(parts, parts)).toEqual([]);
    expect(differenceOf(parts, parts).length).toBeGreaterThan(8);
  });

  it("sees a space, a letter case and a look-alike letter", () => {
    for (const other of ["Cocaine  HCl", "cocaine HCl", "Cocaine НCl"]) {
      const found = changes(reading("Alarm", ["Cocaine HCl"]), reading("Alarm", [other]));
      expect(found).toEqual([["reading.findings.0.name.text", "changed"]]);
    }
  });

  it("names added and removed lines and stands them where they were read", () => {
    const before = reading("Alarm", ["Cocaine HCl", "Caffeine"]);
    const found = differenceOf(before, reading("Alarm", ["Cocaine HCl"]));
    const removed = found.filter((change) => change.sort === "removed");
    expect(removed.map((change) => change.before?.text)).toContain("Caffeine");
    const at = found.findIndex((change) => change.before?.text === "Caffeine");
    expect(found[at - 1]?.path).toMatch(/^reading\.findings\.0/);
    expect(changes({}, item).every(([, sort]) => sort === "added")).toBe(true);
  });

  it("says a state only where the value does not say it already", () => {
    const pending = { references: { state: "pending", references: [] } };
    const listed = [{ kind: "seizure", text: "KU-1/26" }];
    const given = { references: { state: "recorded", references: listed } };
    expect(fieldsOf(pending, "around").map((field) => field.path)).toEqual(["references.state"]);
    expect(fieldsOf(given, "around").map((field) => field.value.text))
      .toEqual(["reference_kind.seizure", "KU-1/26"]);
  });
});
