// Territories before the server has answered: the same table as schemas/territories.py. A label
// is never shown without its footnote, so both leave here together.

export type Territory = {
  readonly code: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly footnote: Readonly<Record<string, string>>;
};

const RESOLUTION_1244 = {
  en:
    "All references to Kosovo shall be understood to be in full compliance with " +
    "United Nations Security Council resolution 1244 (1999).",
  "sr-Latn":
    "Sva upućivanja na Kosovo treba tumačiti u potpunosti u skladu sa " +
    "Rezolucijom Saveta bezbednosti Ujedinjenih nacija 1244 (1999).",
  "sr-Cyrl":
    "Сва упућивања на Косово треба тумачити у потпуности у складу са " +
    "Резолуцијом Савета безбедности Уједињених нација 1244 (1999).",
};

function territory(
  code: string, en: string, latin: string, cyrillic: string, footnote = {},
): Territory {
  return { code, labels: { en, "sr-Latn": latin, "sr-Cyrl": cyrillic }, footnote };
}

export const TERRITORIES: readonly Territory[] = [
  territory("albania", "Albania", "Albanija", "Албанија"),
  territory(
    "bosnia_and_herzegovina", "Bosnia and Herzegovina", "Bosna i Hercegovina",
    "Босна и Херцеговина",
  ),
  territory("kosovo", "Kosovo*", "Kosovo*", "Косово*", RESOLUTION_1244),
  territory("montenegro", "Montenegro", "Crna Gora", "Црна Гора"),
  territory("north_macedonia", "North Macedonia", "Severna Makedonija", "Северна Македонија"),
  territory("serbia", "Serbia", "Srbija", "Србија"),
  territory("other", "Other territory", "Druga teritorija", "Друга територија"),
];

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
