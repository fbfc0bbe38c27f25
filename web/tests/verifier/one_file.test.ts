// verify.html is one file, the same bytes at every build, and its policy allows what is in it.

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import { build } from "vite";
import { expect, test } from "vitest";

import { fill } from "../../vite.verifier.ts";

const CONFIG = fileURLToPath(new URL("../../vite.verifier.ts", import.meta.url));

async function built(): Promise<string> {
  const output = await build({
    configFile: CONFIG, root: fileURLToPath(new URL("../..", import.meta.url)),
    build: { write: false }, logLevel: "silent",
  });
  const files = "output" in output ? [...output.output] : [];
  expect(files.map(({ fileName }) => fileName)).toEqual(["verify.html"]);
  return files.map((file) => (file.type === "asset" ? String(file.source) : "")).join("");
}

function between(page: string, tag: string): string {
  return new RegExp(`<${tag}>([^]*)</${tag}>`).exec(page)?.[1] ?? "";
}

test("the page is one file, and the same at every build", async () => {
  const page = await built();
  expect(await built()).toBe(page);
  for (const tag of ["script", "style"]) {
    const content = between(page, tag);
    expect(content.length).toBeGreaterThan(1000);
    const hash = createHash("sha256").update(content).digest("base64");
    expect(page).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(page).toContain("content=\"default-src 'none'; ");
  expect(page).not.toMatch(/unsafe-|node_modules/);
});

test("what stands in script or style is not read as a place to fill", () => {
  expect(fill("<s>%STYLE%</s><j>%SCRIPT%</j>", "a %STYLE% $& $1", "b")).toBe(
    "<s>b</s><j>a %STYLE% $& $1</j>",
  );
});
