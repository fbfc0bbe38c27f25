// Territories on screen. A label is never shown without its footnote, so both leave here together.

import { TERRITORIES, type Territory } from "../../shared/types.gen.ts";

export { TERRITORIES, type Territory };

export function labelOf(
  territories: readonly Territory[], code: string, language: string,
): string {
  const found = territories.find((one) => one.code === code);
  return found?.labels[language] ?? found?.labels["en"] ?? code;
}

/** The footnotes that must stand where these labels stand, each once. */
export function footnotesOf(
  territories: readonly Territory[], codes: readonly string[], language: string,
): string[] {
  const shown = territories.filter((one) => codes.includes(one.code));
  const notes = shown.map((one) => one.footnote[language] ?? one.footnote["en"] ?? "");
  return [...new Set(notes.filter(Boolean))];
}
