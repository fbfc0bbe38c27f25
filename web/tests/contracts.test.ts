// The floors hold in this tree, and each of their rules fires on the one import that it forbids.

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

const WEB = join(import.meta.dirname, "..");
const CONFIG = "dependency-cruiser.config.mjs";
const CRUISER = join(WEB, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

/** Rule, a new file, and what it imports a type of. */
const PLANTED: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ["platform", "page/platform/planted.ts", "page/model/act.ts"],
  ["i18n", "page/i18n/planted.ts", "page/model/act.ts"],
  ["model", "page/model/planted.ts", "page/i18n/text.ts"],
  ["model", "page/model/kinds/planted.ts", "page/store/rows.ts"],
  ["store", "page/store/planted.ts", "page/signing/sign.ts"],
  ["signing", "page/signing/planted.ts", "page/sync/http.ts"],
  ["sync", "page/sync/planted.ts", "page/ui/badge.tsx"],
  ["ui", "page/ui/planted.ts", "page/shown/names.tsx"],
  ["shown", "page/shown/planted.ts", "page/forms/draft.ts"],
  ["forms", "page/forms/planted.ts", "page/screens/review/reasons.tsx"],
  ["screens", "page/screens/review/planted.ts", "page/app/home.ts"],
  ["app", "page/app/planted.ts", "page/main.tsx"],
  ["app", "page/app/planted_too.ts", "verifier/order.ts"],
  ["main", "page/planted.ts", "worker/worker.ts"],
  ["no-floor", "page/planted/planted.ts", "shared/bytes.ts"],
  ["screens-apart", "page/screens/capture/planted.ts", "page/screens/record/record.tsx"],
  ["administration-apart", "page/screens/administration/frame/planted.ts",
    "page/screens/administration/units/units.tsx"],
  ["administration-apart", "page/screens/administration/keys/planted.ts",
    "page/screens/administration/first_run/name.tsx"],
  ["shared", "shared/planted.ts", "page/model/act.ts"],
  ["worker", "worker/planted.ts", "page/platform/build.ts"],
  ["verifier", "verifier/planted.ts", "page/model/act.ts"],
  ["no-circle", "page/model/circle_one.ts", "page/model/circle_two.ts"],
];

/** The way back, without which there is no circle. One circle is reported once. */
const BACK = ["page/model/circle_two.ts", "page/model/circle_one.ts"] as const;

type Report = {
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
};

const copy = mkdtempSync(join(tmpdir(), "verbatim-contracts-"));
let report: Report;

beforeAll(async () => {
  cpSync(join(WEB, "src"), join(copy, "src"), { recursive: true });
  cpSync(join(WEB, CONFIG), join(copy, CONFIG));
  symlinkSync(join(WEB, "node_modules"), join(copy, "node_modules"));
  for (const [, file, imported] of PLANTED) plant(file, imported);
  plant(...BACK);
  report = JSON.parse(await cruise()) as Report;
}, 60_000); // as every test here: the machine may be busy

afterAll(() => rmSync(copy, { recursive: true }));

function plant(file: string, imported: string): void {
  const folder = join(copy, "src", dirname(file));
  mkdirSync(folder, { recursive: true });
  const path = relative(folder, join(copy, "src", imported));
  writeFileSync(join(copy, "src", file), `import type {} from "./${path}";\n`);
}

/** Print the report as JSON. The tool ends with the number of violations, so that is no failure. */
function cruise(): Promise<string> {
  const words = [CRUISER, "--config", CONFIG, "--output-type", "json", "src"];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: copy, maxBuffer: 2 ** 26 },
      (_, printed) => resolve(printed));
  });
}

test("every forbidden import is named with its rule, and nothing else is", () => {
  const found = report.summary.violations.map(({ rule, from, to }) => [rule.name, from, to]);
  const planted = PLANTED.map(([rule, ...paths]) => [rule, ...paths.map((path) => `src/${path}`)]);
  expect(found.sort()).toEqual(planted.sort());
});

test("every rule has a forbidden import", () => {
  const rules = report.summary.ruleSetUsed.forbidden.map(({ name }) => name);
  expect(rules.sort()).toEqual([...new Set(PLANTED.map(([rule]) => rule))].sort());
});
