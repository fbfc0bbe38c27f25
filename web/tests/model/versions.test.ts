// Versions, conflicts, quarantine and staleness as the record page projects them.

import { describe, expect, it } from "vitest";

import { marked } from "../../src/page/model/releases.ts";
import type { Bodies } from "../../src/page/model/lines.ts";
import {
  asideOf, currentOf, headsOf, historyOf, readingOf, undecided,
} from "../../src/page/model/versions.ts";
import {
  amended, chosen, decided, issued, line, reading, recorded, REPORT, SUBJECT,
} from "../support/lines.ts";

describe("versions of a screening", () => {
  it("lays the parts of an amendment over the version it follows", () => {
    const history = historyOf(SUBJECT, [recorded(), amended("b", ["a"], 20, reading("Warning"))]);
    const current = currentOf(history.versions);
    expect(history.versions.map((version) => version.number)).toEqual([1, 2]);
    expect(current && readingOf(current)?.banner.text).toBe("Warning");
    expect(current?.parts["item"]).toEqual(recorded().parts["item"]);
    expect(history.conflict).toBe(false);
  });

  it("shows no older part for one that has been erased", () => {
    const gone = { ...amended("b", ["a"], 20, {}), withheld: ["reading"] };
    const history = historyOf(SUBJECT, [recorded(), gone, amended("c", ["b"], 30, {})]);
    const current = currentOf(history.versions);
    expect(current && readingOf(current)).toBeUndefined();
    expect(current?.parts["item"]).toEqual(recorded().parts["item"]);
  });

  it("keeps both of two corrections of one version and calls it a conflict", () => {
    const lines = [
      recorded(), amended("b", ["a"], 20, reading("Warning")),
      amended("c", ["a"], 21, reading("Clear")),
    ];
    const history = historyOf(SUBJECT, lines);
    expect(history.conflict).toBe(true);
    expect(currentOf(history.versions)?.line.id).toBe("c");
    expect(history.versions[1]?.head).toBe(true);
  });

  const both = [
    recorded(), amended("b", ["a"], 20, reading("Warning")),
    amended("c", ["a"], 21, reading("Clear")),
  ];

  it("keeps a conflict that a correction follows on both sides", () => {
    const history = historyOf(SUBJECT, [...both, amended("d", ["b", "c"], 30, {})]);
    expect(history.conflict).toBe(true);
    expect(headsOf(history.versions).map((version) => version.line.id)).toEqual(["c", "d"]);
    expect(currentOf(history.versions)?.line.id).toBe("d");
  });

  it("ends a conflict by a choice, and shows the version that stands", () => {
    const history = historyOf(SUBJECT, [...both, chosen("r", ["b", "c"], 30)]);
    const current = currentOf(history.versions);
    expect(history.conflict).toBe(false);
    expect(current && readingOf(current)?.banner.text).toBe("Warning");
    expect(history.versions.map((version) => version.setAside)).toEqual([false, false, true]);
    expect(history.lines.map((each) => each.id)).toEqual(["a", "b", "c", "r"]);
  });

  it("takes no choice that is kept aside", () => {
    const aside = chosen("r", ["b", "c"], 30, "quarantined");
    expect(historyOf(SUBJECT, [...both, aside]).conflict).toBe(true);
  });

  it("goes on from the version that stands", () => {
    const later = amended("d", ["b"], 40, reading("Alarm again"));
    const history = historyOf(SUBJECT, [...both, chosen("r", ["b", "c"], 30), later]);
    expect(history.conflict).toBe(false);
    expect(currentOf(history.versions)?.line.id).toBe("d");
  });

  it("calls a correction of what was set aside a new conflict, and shows the later word", () => {
    const beside = amended("d", ["c"], 40, reading("Alarm again"));
    const history = historyOf(SUBJECT, [...both, chosen("r", ["b", "c"], 30), beside]);
    expect(history.conflict).toBe(true);
    expect(currentOf(history.versions)?.line.id).toBe("d");
    const again = historyOf(SUBJECT, [
      ...both, chosen("r", ["b", "c"], 30), beside, chosen("s", ["b", "d"], 50),
    ]);
    expect(currentOf(again.versions)?.line.id).toBe("b");
  });

  it("orders by position and puts what the server has not seen last", () => {
    const unsent = amended("b", ["a"], -1, reading("Warning"));
    const history = historyOf(SUBJECT, [unsent, recorded()]);
    expect(history.lines.map((each) => each.id)).toEqual(["a", "b"]);
    expect(currentOf(history.versions)?.line.id).toBe("b");
  });

  it("shows a line once when it came from here and from the server", () => {
    const history = historyOf(SUBJECT, [recorded({ position: -1 }), recorded()]);
    expect(history.lines.map((each) => each.position)).toEqual([10]);
  });

  it("says that the record is void and keeps every version", () => {
    const voided = line("v", "screening.voided", { position: 20, follows: ["a"] });
    const history = historyOf(SUBJECT, [recorded(), voided]);
    expect(history.voided?.id).toBe("v");
    expect(history.versions).toHaveLength(1);
  });
});

describe("what is kept aside", () => {
  const aside = recorded({ verdict: "quarantined", code: "key_revoked" });

  it("does not count, but can be shown", () => {
    const history = historyOf(SUBJECT, [aside]);
    expect(history.versions).toEqual([]);
    expect(asideOf(history)?.line.id).toBe("a");
  });

  it("counts once a release names it", () => {
    const release = line("r", "quarantine.released", { position: 30, follows: ["a"] });
    const history = historyOf(SUBJECT, marked([aside, release]));
    expect(history.keptAside).toEqual([]);
    expect(history.versions).toHaveLength(1);
  });

  it("does not count by a release that is itself kept aside", () => {
    const release = line("r", "quarantine.released", {
      position: 30, follows: ["a"], verdict: "quarantined", code: "permission_missing",
    });
    expect(historyOf(SUBJECT, marked([aside, release])).versions).toEqual([]);
  });

  it("does not count by a release that follows it behind another entry", () => {
    const release = line("r", "quarantine.released", { position: 30, follows: ["b", "a"] });
    expect(historyOf(SUBJECT, marked([aside, release])).versions).toEqual([]);
  });

  it("does not count by a release that the server has not judged", () => {
    const release = line("r", "quarantine.released", {
      position: -1, follows: ["a"], verdict: "",
    });
    expect(historyOf(SUBJECT, marked([aside, release])).versions).toEqual([]);
  });
});

describe("the reports of a record", () => {
  const other: Bodies = { item: { item: "another item", number: "2", form: "powder" } };
  const corrected = [recorded(), issued("l", [], 20, 1), amended("b", ["a"], 30, other)];

  it("are not those about an item that it names no more, which stay in the trail", () => {
    const history = historyOf(SUBJECT, corrected);
    expect(history.reports).toEqual([]);
    expect(undecided(history)).toEqual([]);
    expect(history.lines.map((each) => each.id)).toEqual(["a", "l", "b"]);
  });

  it("are those too that somebody has related to it", () => {
    const history = historyOf(SUBJECT, [...corrected, decided("d", ["a", "l"], 40)]);
    expect(history.reports.map((report) => report.subject)).toEqual([REPORT]);
    expect(history.reconciled[0]?.stale).toEqual(["screening"]);
  });

  it("are not by a decision that is kept aside", () => {
    const aside = { ...decided("d", ["a", "l"], 40), verdict: "quarantined" as const };
    expect(historyOf(SUBJECT, [...corrected, aside]).reports).toEqual([]);
  });

  it("are those of either item while two versions stand beside each other", () => {
    const beside = amended("c", ["a"], 29, reading("Clear"));
    expect(historyOf(SUBJECT, [...corrected, beside]).reports).toHaveLength(1);
  });

  it("go by the item that the laboratory named last", () => {
    const result = { item: "another item", report_number: "L-1/26", version: 2, findings: [] };
    const renamed = { ...issued("m", ["l"], 40, 2), parts: { result } };
    expect(historyOf(SUBJECT, [...corrected, renamed]).reports).toHaveLength(1);
    expect(historyOf(SUBJECT, [recorded(), issued("l", [], 20, 1), renamed]).reports).toEqual([]);
  });

  it("are all that came where nothing of the record counts", () => {
    const aside = recorded({ verdict: "quarantined", code: "key_revoked" });
    expect(historyOf(SUBJECT, [aside, issued("l", [], 20, 1)]).reports).toHaveLength(1);
  });

  it("are those too whose item may not be read here", () => {
    const hidden = { ...issued("l", [], 20, 1), parts: {}, withheld: ["result"] };
    expect(historyOf(SUBJECT, [recorded(), hidden]).reports).toHaveLength(1);
    const unnamed = { ...amended("b", ["a"], 30, {}), withheld: ["item"] };
    const history = historyOf(SUBJECT, [recorded(), issued("l", [], 20, 1), unnamed]);
    expect(history.reports).toHaveLength(1);
  });
});

describe("reconciliations", () => {
  const base = [recorded(), issued("l", [], 20, 1)];

  it("are needed for a report without one", () => {
    expect(undecided(historyOf(SUBJECT, base))).toHaveLength(1);
  });

  it("stand while both versions stand", () => {
    const history = historyOf(SUBJECT, [...base, decided("d", ["a", "l"], 30)]);
    expect(history.reconciled[0]?.stale).toEqual([]);
    expect(undecided(history)).toEqual([]);
  });

  it("are stale when the screening was corrected", () => {
    const corrected = amended("b", ["a"], 40, reading("Clear"));
    const lines = [...base, decided("d", ["a", "l"], 30), corrected];
    const history = historyOf(SUBJECT, lines);
    expect(history.reconciled[0]?.stale).toEqual(["screening"]);
    expect(undecided(history)).toHaveLength(1);
  });

  it("are stale when another version was chosen", () => {
    const corrected = ["b", "c"].map((id, at) => amended(id, ["a"], 40 + at, reading("Clear")));
    const lines = [...base, ...corrected, decided("d", ["c", "l"], 50)];
    expect(historyOf(SUBJECT, lines).reconciled[0]?.stale).toEqual([]);
    const after = historyOf(SUBJECT, [...lines, chosen("r", ["b", "c"], 60)]);
    expect(after.reconciled[0]?.stale).toEqual(["screening"]);
  });

  it("are stale when the laboratory replaced its report, until decided again", () => {
    const lines = [...base, decided("d", ["a", "l"], 30), issued("m", ["l"], 40, 2)];
    expect(historyOf(SUBJECT, lines).reconciled[0]?.stale).toEqual(["result"]);
    const again = historyOf(SUBJECT, [...lines, decided("e", ["a", "m"], 50)]);
    expect(again.reconciled.map((each) => each.replaced)).toEqual([true, false]);
    expect(undecided(again)).toEqual([]);
  });
});
