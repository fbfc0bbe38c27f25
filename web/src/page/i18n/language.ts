/** Which language the reader chose, and its texts. The choice outlives the page. */
import { signal } from "@preact/signals";
import { recall, remember } from "../platform/preferences.ts";
import { type Fragment, merge } from "./merge.ts";

export const LANGUAGES = ["en", "sr-Latn", "sr-Cyrl"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names in their own language and script; the short ones fit side by side in a header. */
export const LANGUAGE_NAMES: Record<Language, { name: string; short: string }> = {
  en: { name: "English", short: "English" },
  "sr-Latn": { name: "Srpski (latinica)", short: "Srpski" },
  "sr-Cyrl": { name: "Српски (ћирилица)", short: "Српски" },
};

type Chunk = () => Promise<{ default: Fragment }>;

const FIRST: Record<Language, Chunk> = {
  en: () => import("./catalogues/en.ts"),
  "sr-Latn": () => import("./catalogues/sr-Latn.ts"),
  "sr-Cyrl": () => import("./catalogues/sr-Cyrl.ts"),
};

const REST: Record<Language, Chunk> = {
  en: () => import("./catalogues/en.rest.ts"),
  "sr-Latn": () => import("./catalogues/sr-Latn.rest.ts"),
  "sr-Cyrl": () => import("./catalogues/sr-Cyrl.rest.ts"),
};

let whole = false;
/** What was asked for last, and how often: texts that arrive late do not undo a later choice. */
let wanted: Language = "en";
let asked = 0;

export const language = signal<Language>("en");
export const catalogue = signal<Fragment>({});

export function chosenLanguage(): Language {
  const kept = recall("language");
  return LANGUAGES.find((one) => one === kept) ?? fromBrowser(navigator.languages);
}

function fromBrowser(wishes: readonly string[]): Language {
  const wish = wishes.find((tag) => /^(en|sr|bs|hr|cnr)\b/i.test(tag)) ?? "en";
  if (/^en/i.test(wish)) return "en";
  return /^sr(-cyrl)?(-[a-z]{2})?$/i.test(wish) && !/-me$/i.test(wish) ? "sr-Cyrl" : "sr-Latn";
}

export async function speak(wish: Language): Promise<void> {
  wanted = wish;
  asked += 1;
  const mine = asked;
  const loaded = await Promise.all([FIRST[wish](), ...(whole ? [REST[wish]()] : [])]);
  if (mine !== asked) return;
  catalogue.value = merge(loaded.map((chunk) => chunk.default));
  language.value = wish;
  document.documentElement.lang = wish;
  remember("language", wish);
}

/** Every text, from now on: screens other than capture wait for it. */
export async function speakWhole(): Promise<void> {
  if (whole) return;
  whole = true;
  try {
    await speak(wanted);
  } catch (error) {
    whole = false; // the first visit lost its network; the next screen asks again
    throw error;
  }
}
