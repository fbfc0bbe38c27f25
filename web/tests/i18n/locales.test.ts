// The catalogue: every language has the same keys with the same holes, and every key that the
// code names is there. Plural texts have the branches that their language needs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

type Message = string | Record<string, string>;
type Catalogue = Map<string, Message>;

const FOLDER = join(import.meta.dirname, "../../locales");
const SOURCE = join(import.meta.dirname, "../../src/page");
const NAMED = /\bt(?:Or|With)?\(\s*"([a-z_]+(?:\.[a-z0-9_]+)+)"/g;

function catalogueOf(language: string): Catalogue {
  const files = readdirSync(join(FOLDER, language)).sort();
  const entries = files.flatMap((file) => {
    const text = readFileSync(join(FOLDER, language, file), "utf8");
    return Object.entries(JSON.parse(text) as Record<string, Message>);
  });
  const keys = new Set(entries.map(([key]) => key));
  expect(keys.size, `${language}: a key twice`).toBe(entries.length);
  return new Map(entries);
}

function holesOf(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : Object.values(message);
  const holes = texts.flatMap((text) => text.match(/\{[a-z_]+\}/g) ?? []);
  return [...new Set(holes)].sort();
}

function namedKeys(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => /\.tsx?$/.test(file));
  const texts = sources.map((file) => readFileSync(join(SOURCE, file), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(NAMED)].map((match) => match[1] ?? ""));
}

const english = catalogueOf("en");

test("every key that the code names has a text", () => {
  expect(namedKeys().filter((key) => !english.has(key))).toEqual([]);
});

describe.each(["sr-Latn", "sr-Cyrl"])("%s", (language) => {
  const catalogue = catalogueOf(language);

  test("has the keys of English", () => {
    expect([...catalogue.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("has the holes of English", () => {
    const differing = [...english].filter(
      ([key, message]) => holesOf(message).join() !== holesOf(catalogue.get(key) ?? "").join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test("has every plural branch", () => {
    const plurals = [...catalogue].filter(([, message]) => typeof message !== "string");
    const lacking = plurals.filter(
      ([, message]) => Object.keys(message).sort().join() !== "few,one,other",
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
  });
});
