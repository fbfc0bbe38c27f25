// Builds the page and its service worker into dist/, which the Python server serves as it is.

import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { licences } from "./vite.licences.ts";
import { shell } from "./vite.shell.ts";

const API = process.env["VERBATIM_DEV_SERVER"] ?? "http://localhost:8000";

/** Lets a browser that knows the word compile the first screen beside the page, not within it. */
const compileWhole: Plugin = {
  name: "verbatim-compile-whole",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || chunk.name !== "page") continue;
        chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
      }
    },
  },
};

export default defineConfig({
  // One JSX runtime everywhere, with no compiler plug-in: the bundler's own transform.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [compileWhole, licences(), shell()],
  server: { host: "localhost", port: 5173, strictPort: true, proxy: { "/api": API } },
  build: {
    target: "es2022",
    // The policy of the server allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { page: "index.html", sw: "src/worker/worker.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        // All that the first screen imports is one file: on a slow phone each request costs more
        // than its bytes.
        codeSplitting: { groups: [{ name: "page", test: /\/src\/page\/main\.tsx$/ }] },
      },
    },
  },
  test: {
    environment: "node",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    testTimeout: 60_000, // the machine may be busy; nothing here is timed
  },
});
