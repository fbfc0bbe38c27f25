// Lines for the tests of the projections: only what screens read, with ids that tests can name.

import type { Bodies, Line } from "../../src/page/model/lines.ts";

export const SUBJECT = "01930000-0000-7000-8000-000000000001";
export const ITEM = "01930000-0000-7000-8000-000000000002";
export const REPORT = "01930000-0000-7000-8000-000000000003";

export function line(id: string, kind: string, given: Partial<Line> = {}): Line {
  return {
    id, kind, subject: SUBJECT, follows: [], key: "key-of-officer", seq: 1,
    at: "2026-11-22T09:15:22.118+01:00", parts: {}, withheld: [], position: 1,
    received: "2026-11-22T08:15:23.001+00:00", verdict: "accepted", code: "",
    released: false, wire: { header: "", parts: {}, sig: "" }, ...given,
  };
}

export function reading(banner: string, names: readonly string[] = []): Bodies {
  const confidence = { state: "device_shows_none" };
  const findings = names.map((text) => ({ name: { text, capture: "typed" }, confidence }));
  return {
    reading: {
      banner: { text: banner, capture: "picked" }, colour: { state: "recorded", colour: "red" },
      confidence, findings, compared_with_screen: true, outcome: "completed",
      method: { text: "Type H kit", capture: "picked" }, instrument: "instrument",
      profile: { id: "trunarc", version: 1 },
    },
  };
}

export const item: Bodies = { item: { item: ITEM, number: "1", form: "powder" } };

export function recorded(given: Partial<Line> = {}): Line {
  return line("a", "screening.recorded", {
    position: 10, parts: { ...reading("Alarm", ["Cocaine HCl"]), ...item }, ...given,
  });
}

export function amended(id: string, follows: string[], position: number, parts: Bodies): Line {
  const reason = { reason: { code: "typing", text: "read twice" } };
  return line(id, "screening.amended", { follows, position, parts: { ...parts, ...reason } });
}

export function chosen(
  id: string, follows: string[], position: number, verdict: Line["verdict"] = "accepted",
): Line {
  const parts = { reason: { code: "read_again" } };
  return line(id, "conflict.resolved", { follows, position, parts, verdict });
}

export function reviewed(id: string, follows: string[], position: number): Line {
  const review = { about: "amended", decision: "explained", text: "seen together with Ana" };
  return line(id, "review.made", { follows, position, parts: { review } });
}

export function issued(id: string, follows: string[], position: number, version: number): Line {
  const result = { item: ITEM, report_number: "L-1/26", version, status: "final", findings: [] };
  return line(id, "lab.result.issued", { subject: REPORT, follows, position, parts: { result } });
}

export function decided(id: string, follows: string[], position: number): Line {
  const decision = {
    screening: SUBJECT, result: REPORT, outcome: "agree", findings: [], reason: "same",
  };
  return line(id, "reconciliation.decided", {
    subject: "decision", follows, position, parts: { decision },
  });
}

export function placed(id: string): Line {
  const hold = { record: SUBJECT, authority: "Court", reason: "Evidence." };
  return line(id, "hold.placed", { subject: `hold ${id}`, position: 50, parts: { hold } });
}

export function ordered(id: string, entry = "a"): Line {
  const order = { record: SUBJECT, entry, parts: ["note", "reading"], basis: "other",
    text: "File 7/26." };
  return line(id, "erasure.ordered", {
    subject: `order ${id}`, follows: [entry], position: 60, parts: { order },
  });
}

export function erased(id: string, order: Line, entry = "a"): Line {
  const erasure = { entry, parts: ["note", "reading"] };
  return line(id, "part.erased", {
    subject: order.subject, follows: [entry, order.id, "p"], position: 70, parts: { erasure },
  });
}
