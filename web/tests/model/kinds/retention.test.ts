// Holds in force, orders and what has become of them, and which parts an order may still name.

import { describe, expect, it } from "vitest";

import {
  erasableOf, holdsOf, isErased, isReadingErased, ordersOf,
} from "../../../src/page/model/kinds/retention.ts";
import {
  erased, item, line, ordered, placed, reading, recorded, SUBJECT,
} from "../../support/lines.ts";

describe("holds", () => {
  it("are in force until a counted entry lifts them", () => {
    const lift = line("i", "hold.lifted", { follows: ["h"], position: 51 });
    const kept = { ...lift, verdict: "quarantined" as const };
    expect(holdsOf([placed("h"), kept]).map(({ hold }) => hold.authority)).toEqual(["Court"]);
    expect(holdsOf([placed("h"), placed("j"), lift]).map((held) => held.line.id)).toEqual(["j"]);
  });
});

describe("orders", () => {
  const approval = line("p", "erasure.approved", { follows: ["o"], position: 61 });

  it("wait for an approval, then for the server", () => {
    const order = ordered("o");
    const [waiting] = ordersOf([order]);
    expect([waiting?.approval, waiting?.erased]).toEqual([undefined, undefined]);
    const [done] = ordersOf([order, approval, erased("e", order)]);
    expect([done?.approval?.id, done?.erased?.id]).toEqual(["p", "e"]);
  });

  it("count only if they are not kept aside", () => {
    expect(ordersOf([{ ...ordered("o"), verdict: "quarantined" }])).toEqual([]);
  });

  it("name what is here and may go", () => {
    const note = { note: { text: "x" } };
    const parts = { ...reading("Alarm"), ...item, ...note };
    expect(erasableOf(recorded({ parts }))).toEqual(["reading", "note"]);
    expect(erasableOf(recorded({ parts: item }))).toEqual([]);
    expect(erasableOf(line("x", "custody.moved", { parts: note }))).toEqual([]);
  });
});

it("says erased only of what an accepted entry of the server names", () => {
  const done = erased("e", ordered("o"));
  expect(isErased([done], "a", "reading")).toBe(true);
  expect(isErased([done], "a", "place")).toBe(false);
  expect(isErased([done], "b", "reading")).toBe(false);
  expect(isErased([{ ...done, verdict: "quarantined" }], "a", "reading")).toBe(false);
});

it("says that a record's reading was erased, not one that is withheld or another record's", () => {
  const gone = recorded({ parts: item, withheld: ["reading"] });
  const done = erased("e", ordered("o"));
  expect(isReadingErased([gone, done], SUBJECT)).toBe(true);
  expect(isReadingErased([gone], SUBJECT)).toBe(false);
  expect(isReadingErased([recorded(), done], SUBJECT)).toBe(false);
  expect(isReadingErased([{ ...gone, subject: "another" }, done], SUBJECT)).toBe(false);
});
