/** Reads the app's own files back from the cache that the worker would serve them from. */

export type ShellState = { checked: boolean; controlled: boolean; files: number; missing: number };

/** Fetched when first needed: the camera's decoder. Recording works without it. */
const LATER = /\.wasm$/;

export async function lookAtShell(): Promise<ShellState> {
  const controlled = Boolean(navigator.serviceWorker?.controller);
  const files = await filesOfBuild();
  const missing = await countMissing(files);
  return { checked: files.length > 0, controlled, files: files.length, missing };
}

async function filesOfBuild(): Promise<string[]> {
  const kept = await caches.match("/build.json").catch(() => undefined);
  if (!kept) return [];
  const build = (await kept.json()) as { files: Record<string, string> };
  const names = Object.keys(build.files).filter((name) => !LATER.test(name) && name !== "sw.js");
  return names.map((name) => (name === "index.html" ? "/" : `/${name}`));
}

async function countMissing(files: string[]): Promise<number> {
  const read = await Promise.all(files.map(readBack));
  return read.filter((bytes) => bytes === 0).length;
}

async function readBack(address: string): Promise<number> {
  const kept = await caches.match(address).catch(() => undefined);
  return kept ? (await kept.arrayBuffer()).byteLength : 0;
}
