import { expect, test, vi } from "vitest";

import { catalogue, language, speak, speakWhole } from "../../src/page/i18n/language.ts";

test("texts that arrive late do not undo a choice that was made meanwhile", async () => {
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  await speak("en");
  const first = Object.keys(catalogue.value).length;
  const chosen = speak("sr-Cyrl"); // a tap, just before the page asks for the rest of its texts
  await Promise.all([speakWhole(), chosen]);
  expect(language.value).toBe("sr-Cyrl");
  expect(Object.keys(catalogue.value).length).toBeGreaterThan(first);
  const late = speak("en");
  await Promise.all([speak("sr-Latn"), late]);
  expect(language.value).toBe("sr-Latn");
});
