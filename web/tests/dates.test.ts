// A day as people type it, and nothing that is none.

import { expect, test } from "vitest";

import { plainDay, readDay } from "../src/page/i18n/dates.ts";

test("a day is read in our own pattern, whatever stands between the numbers", () => {
  for (const typed of ["22.11.2026", "22.11.2026.", " 22 / 11 / 2026", "22-11-2026", "22112026"]) {
    expect(readDay(typed), typed).toBe("2026-11-22");
  }
  expect(readDay("1.2.2026")).toBe("2026-02-01");
  expect(readDay(plainDay("2024-02-29"))).toBe("2024-02-29");
});

test("what is no day is none", () => {
  const wrong = ["", "22.11", "22.11.26", "31.02.2026", "00.01.2026", "11/22/2026", "1112026"];
  for (const typed of wrong) {
    expect(readDay(typed), typed).toBe("");
  }
});
