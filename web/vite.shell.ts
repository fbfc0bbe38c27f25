// The build's own list of itself: what the service worker keeps, and the hash that entries name
// as `app`. build.json carries both, so that the hash is not part of what it is computed over.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { Plugin, ResolvedConfig } from "vite";

const WORKER = "sw.js";
const BUILD = "build.json";
/** Kept by the worker when first idle instead of at install: large, and capture works without. */
const LATER = /\.wasm$/;

type Files = Map<string, Uint8Array>;
type Output = Record<string, { type: string; code?: string; source?: string | Uint8Array }>;

function sha256(bytes: Uint8Array, encoding: "base64" | "base64url"): string {
  return createHash("sha256").update(bytes).digest(encoding);
}

function filesBelow(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) =>
    [relative(folder, path).replaceAll("\\", "/"), readFileSync(path)]));
}

function filesOf(bundle: Output): Files {
  const encode = new TextEncoder();
  return new Map(Object.entries(bundle).map(([name, file]) => {
    const content = file.type === "chunk" ? file.code ?? "" : file.source ?? "";
    return [name, typeof content === "string" ? encode.encode(content) : content];
  }));
}

/** Return `app`: SHA-256 over one line `HASH PATH` for each file, sorted by path. */
export function describeBuild(files: Files): { app: string; files: Record<string, string> } {
  const hashes = [...files].map(([path, bytes]) => [path, sha256(bytes, "base64url")] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const text = hashes.map(([path, hash]) => `${hash} ${path}\n`).join("");
  return { app: sha256(new TextEncoder().encode(text), "base64url"),
    files: Object.fromEntries(hashes) };
}

/** Return what the worker must keep: address -> integrity value. */
function shellOf(files: Files): Record<string, string> {
  const named = [...files].filter(([path]) => path !== WORKER);
  return Object.fromEntries(named.map(([path, bytes]) =>
    [path === "index.html" ? "/" : `/${path}`, `sha256-${sha256(bytes, "base64")}`]));
}

function split(all: Record<string, string>): { now: Record<string, string>;
  later: Record<string, string> } {
  const pick = (wanted: boolean): Record<string, string> =>
    Object.fromEntries(Object.entries(all).filter(([path]) => LATER.test(path) === wanted));
  return { now: pick(false), later: pick(true) };
}

/** Vite plug-in: writes build.json and puts the list in front of the worker. */
export function shell(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "verbatim-shell",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use(`/${BUILD}`, (_request, response) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(describeBuild(new Map())));
      });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = new Map([...filesBelow(config.publicDir), ...filesOf(bundle as Output)]);
        const build = describeBuild(files);
        const text = `${JSON.stringify(build)}\n`;
        this.emitFile({ type: "asset", fileName: BUILD, source: text });
        files.set(BUILD, new TextEncoder().encode(text));
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") this.error("the build has no service worker");
        if (worker.imports.length > 0) this.error("the service worker must be one file");
        const list = JSON.stringify({ app: build.app, ...split(shellOf(files)) });
        // Prepended, not substituted: the minifier rewrites string literals.
        worker.code = `self.__SHELL=${list};\n${worker.code}`;
      },
    },
  };
}
