// Builds dist/verify.html: one file that holds all it needs, and may be kept, published and opened
// without a network. It is no part of the app: no worker keeps it, no entry names it.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { defineConfig, type Plugin } from "vite";

const PAGE = new URL("./src/verifier/verify.html", import.meta.url);

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function policyOf(script: string, style: string): string {
  return `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; `
    + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types";
}

/** Return the page with script and style in it, and a policy that allows these two alone. */
export function fill(page: string, script: string, style: string): string {
  const parts = { POLICY: policyOf(script, style), STYLE: style, SCRIPT: script };
  return page.replace(/%(POLICY|STYLE|SCRIPT)%/g, (_, name: keyof typeof parts) => parts[name]);
}

function oneFile(): Plugin {
  return {
    name: "verbatim-one-file",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        let [script, style] = ["", ""];
        for (const [name, file] of Object.entries(bundle)) {
          if (file.type === "chunk") script += file.code;
          else style += String(file.source);
          delete bundle[name];
        }
        if (/<\/script|<!--/i.test(script)) this.error("the script would end itself");
        if (script === "" || style === "") this.error("the page lacks its script or its style");
        const source = fill(readFileSync(PAGE, "utf8"), script, style);
        this.emitFile({ type: "asset", fileName: "verify.html", source });
      },
    },
  };
}

export default defineConfig({
  plugins: [oneFile()],
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    // Whoever is asked to trust it may read it.
    minify: false,
    cssMinify: false,
    cssCodeSplit: false,
    modulePreload: false,
    rollupOptions: {
      input: "src/verifier/page/main.ts",
      output: { format: "iife", entryFileNames: "verify.js" },
    },
  },
});
