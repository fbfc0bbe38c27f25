// Builds the page and its service worker into dist/, which the Python server serves as it is.

import { defineConfig } from "vitest/config";

import { shell } from "./vite.shell.ts";

const API = process.env["VERBATIM_DEV_SERVER"] ?? "http://localhost:8000";

export default defineConfig({
  // One JSX runtime everywhere, with no compiler plug-in: the bundler's own transform.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [shell()],
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
