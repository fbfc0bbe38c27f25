// Collects the licence of every package whose code or files the build carries into licences.txt,
// which ships with the wheel and is shown under More. A package without a text stops the build.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

const FILE = "licences.txt";
/** Our own licence, and that of some of what is carried. */
const APACHE = join(import.meta.dirname, "..", "LICENSE");
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;
/** What is compiled into a file of a package, which has a notice of its own in notices/. */
const COMPILED_IN: Record<string, string> = { "zxing-wasm": "zxing_reader.wasm.txt" };
const RULE = `\n\n${"=".repeat(76)}\n\n`;

type Bundle = Record<string, { type: string; moduleIds?: readonly string[] }>;

/** Return the folders of the packages that these modules are in, each once, in order. */
export function packagesOf(modules: Iterable<string>): string[] {
  const found = [...modules].map((id) => PACKAGE.exec(id.replace(/^\0/, ""))?.[0] ?? "");
  return [...new Set(found)].filter(Boolean).sort();
}

/** Return name, version and licence texts of the package in a folder. Throws if it has none. */
export function licenceOf(folder: string, notices: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as
    Record<"name" | "version" | "license", string>;
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name)).sort();
  if (files.length === 0) throw new Error(`${about.name} ships no licence text`);
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8").trim());
  const within = COMPILED_IN[about.name];
  if (within) texts.push(readFileSync(join(notices, within), "utf8").trim());
  return [`${about.name} ${about.version} (${about.license})`, ...texts].join("\n\n");
}

/** Vite plug-in: writes licences.txt beside the page. */
export function licences(): Plugin {
  let notices = "";
  return {
    name: "verbatim-licences",
    enforce: "post",
    configResolved(config) {
      notices = join(config.root, "notices");
    },
    // Before `shell`, which lists every file that the worker keeps.
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle as Bundle).filter((file) => file.type === "chunk");
      const modules = chunks.flatMap((chunk) => [...(chunk.moduleIds ?? [])]);
      const texts = packagesOf(modules).map((folder) => licenceOf(folder, notices));
      texts.push(readFileSync(APACHE, "utf8").trim());
      this.emitFile({ type: "asset", fileName: FILE, source: `${texts.join(RULE)}\n` });
    },
  };
}
