// The texts of this page in the reader's language; values are put in as text and stay text.

import en from "../../../locales/en/verifier.json";
import cyrillic from "../../../locales/sr-Cyrl/verifier.json";
import latin from "../../../locales/sr-Latn/verifier.json";

export type Key = keyof typeof en;
export type Language = keyof typeof CATALOGUES;

const CATALOGUES: { en: Record<Key, string>; "sr-Latn": Record<Key, string>;
  "sr-Cyrl": Record<Key, string> } = { en, "sr-Latn": latin, "sr-Cyrl": cyrillic };

/** Names in their own language and script. */
export const LANGUAGES: readonly [Language, string][] = [
  ["en", "English"], ["sr-Latn", "Srpski"], ["sr-Cyrl", "Српски"],
];

let language = fromBrowser(navigator.languages);

function fromBrowser(wishes: readonly string[]): Language {
  const wish = wishes.find((tag) => /^(en|sr|bs|hr|cnr)\b/i.test(tag)) ?? "en";
  if (/^en/i.test(wish)) return "en";
  return /^sr(-cyrl)?(-[a-z]{2})?$/i.test(wish) && !/-me$/i.test(wish) ? "sr-Cyrl" : "sr-Latn";
}

export function spoken(): Language {
  return language;
}

export function speak(wish: Language): void {
  language = wish;
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return CATALOGUES[language][key]
    .replace(/\{([a-z_]+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** For keys made of codes: a code that has no text here is shown itself. */
export function tOr(key: string, otherwise: string): string {
  return Object.hasOwn(CATALOGUES[language], key) ? t(key as Key) : otherwise;
}
