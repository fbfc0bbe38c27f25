import { expect, test } from "vitest";

import { dayFrom, typedDay } from "../../src/page/i18n/dates.ts";

test.each([
  ["05.03.2026", "2026-03-05"],
  ["5.3.2026.", "2026-03-05"],
  [" 5. 3. 2026. ", "2026-03-05"],
  ["05032026", "2026-03-05"],
  ["29.02.2028", "2028-02-29"],
])("a day typed as %j is %s", (typed, day) => expect(dayFrom(typed)).toBe(day));

test.each([
  "", "5.3.", "5.3.26", "31.02.2026", "29.02.2026", "13.13.2026", "00.01.2026", "2026-03-05",
  "03/05/2026", "5.3.20266", "01.01.0001", "март",
])("%j is no day", (typed) => expect(dayFrom(typed)).toBe(""));

test("what is shown for editing is read back as the same day", () => {
  expect(typedDay("2026-03-05")).toBe("05.03.2026");
  expect(dayFrom(typedDay("2026-12-31"))).toBe("2026-12-31");
  expect(typedDay("")).toBe("");
});
