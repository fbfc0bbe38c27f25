// Which entries count: every reader of the page comes to what a running server came to.

import { describe, expect, it } from "vitest";

import type { PulledLine } from "../../src/page/model/pulled.ts";
import { NO_REGISTRY, projectRegistry } from "../../src/page/model/registry.ts";
import { counts } from "../../src/page/model/counting.ts";
import { kindOf, type Line } from "../../src/page/model/lines.ts";
import { marked, releasedBy } from "../../src/page/model/releases.ts";
import { historyOf } from "../../src/page/model/versions.ts";
import { line } from "../support/lines.ts";
import { type Told, vectors } from "./files.ts";

const { stories } = vectors("counting");

const verdictOf = ({ code }: Told): "accepted" | "quarantined" =>
  code === "" ? "accepted" : "quarantined";
const idsOf = (lines: readonly { id: string }[]): string[] => lines.map(({ id }) => id);

function lineOf(told: Told, position: number): Line {
  const { id, kind, subject, follows, code } = told;
  return line(id, kindOf(kind), { subject, follows, code, position, verdict: verdictOf(told) });
}

function pulledOf(told: Told, position: number): PulledLine {
  const { id, kind, subject, follows } = told;
  const parts = { unit: { name: id }, person: { name: id } };
  const header = { follows, parts: { unit: "", person: "" } } as unknown as PulledLine["header"];
  return { id, kind, subject, position, line: "", header, parts, stamp: null,
    verdict: verdictOf(told), released: false };
}

describe.each(stories)("counting.json: $why", ({ entries }) => {
  const counting = entries.filter((told) => told.counts);
  const lines = marked(entries.map(lineOf));

  it("is what counts here", () => {
    expect(idsOf(lines.filter(counts))).toEqual(idsOf(counting));
    const releases = entries.map((told) => ({ ...told, verdict: verdictOf(told) }));
    const ids = [...entries.filter((told) => told.code === "").map(({ id }) => id),
      ...releasedBy(releases)];
    expect([...new Set(ids)].sort()).toEqual(idsOf(counting).sort());
  });

  it("is what a record's page holds for kept aside", () => {
    for (const { subject } of entries) {
      const { keptAside } = historyOf(subject, lines);
      const shown = historyOf(subject, lines).lines;
      expect(idsOf(shown.filter((each) => !keptAside.includes(each))).sort()).toEqual(
        idsOf(counting).filter((id) => idsOf(shown).includes(id)).sort());
    }
  });

  it("is what the registry adds up from", () => {
    const { people, units } = projectRegistry(NO_REGISTRY, marked(entries.map((told, at) =>
      ({ ...pulledOf(told, at), follows: told.follows }))), []);
    const stating = entries.filter(({ kind }) => /^(person|unit)\./.test(kind));
    expect([...people, ...units].map(({ entry }) => entry)).toEqual(
      idsOf(stating.filter((told) => told.counts)));
  });
});
