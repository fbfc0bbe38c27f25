import { expect, test } from "vitest";

import { showLatest } from "../../src/page/ui/latest.ts";

test("the answer to an older question does not replace that to a newer one", async () => {
  const shown: string[] = [];
  let answerOlder = (_: string): void => undefined;
  const older = new Promise<string>((resolve) => (answerOlder = resolve));
  const leave = showLatest(older, (found) => shown.push(found));
  leave();
  showLatest(Promise.resolve("newer"), (found) => shown.push(found));
  answerOlder("older");
  await older;
  await Promise.resolve();
  expect(shown).toEqual(["newer"]);
});
