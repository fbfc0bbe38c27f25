// What the build says of the work of others that it carries.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { dependencies } from "../package.json";
import { licenceOf, packagesOf } from "../vite.licences.ts";

const WEB = join(import.meta.dirname, "..");
const NOTICES = join(WEB, "notices");

describe("the licences of a build", () => {
  it("names each package of its modules once, those with a scope too", () => {
    const modules = [
      "/a/node_modules/preact/dist/preact.mjs", "/a/node_modules/preact/hooks/index.mjs",
      "\0/a/node_modules/@preact/signals/dist/signals.mjs?url", "/a/src/page/main.tsx",
    ];
    expect(packagesOf(modules)).toEqual([
      "/a/node_modules/@preact/signals", "/a/node_modules/preact",
    ]);
  });

  it.each(Object.keys(dependencies))("has the text of %s", (name) => {
    const text = licenceOf(join(WEB, "node_modules", name), NOTICES);
    expect(text.startsWith(`${name} `)).toBe(true);
    expect(text).toMatch(/Permission (is hereby granted|to use, copy, modify)/);
  });

  it("says what is compiled into the reader of QR codes", () => {
    const text = licenceOf(join(WEB, "node_modules", "zxing-wasm"), NOTICES);
    expect(text).toContain("ZXing-C++ (Apache-2.0)");
  });

  it("refuses a package that ships none", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "licences-")), "bare");
    mkdirSync(folder);
    const about = { name: "bare", version: "1.0.0", license: "MIT" };
    writeFileSync(join(folder, "package.json"), JSON.stringify(about));
    expect(() => licenceOf(folder, NOTICES)).toThrow("bare ships no licence text");
  });
});
