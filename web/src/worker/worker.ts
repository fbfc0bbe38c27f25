// Keeps the app's own files for work without a network. It never touches data or /api, and never
// takes over by itself: the page asks the person first. When the network is back it wakes pages.

type Scope = ServiceWorkerGlobalScope & {
  /** Put in front of this file by the build: address -> integrity value. */
  __SHELL: { app: string; now: Record<string, string>; later: Record<string, string> };
};

const worker = self as unknown as Scope;
const { app, now, later } = worker.__SHELL;
const CACHE = `shell-${app}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepAll(now), routeAround(event)]));
});
worker.addEventListener("activate", (event) => event.waitUntil(begin()));
worker.addEventListener("fetch", (event) => {
  const address = shellAddress(event.request);
  if (address !== null) event.respondWith(serve(address, event.request));
});
worker.addEventListener("sync", (event) => {
  (event as ExtendableEvent).waitUntil(wakePages());
});
worker.addEventListener("message", (event) => {
  if (event.data === "take_over") event.waitUntil(worker.skipWaiting());
});

/** The pages send what waits; with none open the browser is asked to try again later. */
async function wakePages(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 0) throw new Error("no page is open to send what waits");
  for (const page of pages) page.postMessage("network_is_back");
}

type Route = {
  condition: { urlPattern: { pathname: string; search: "" }; requestMethod: "GET" };
  source: { cacheName: string };
};

const EVERY_START = ["/", "/build.json", "/assets/*.js", "/assets/*.css"];

/** What every start asks for, a browser that can answers from the cache without this worker. */
async function routeAround(event: ExtendableEvent): Promise<void> {
  const routed = event as ExtendableEvent & { addRoutes?(routes: Route[]): Promise<void> };
  await routed.addRoutes?.(EVERY_START.map((pathname) => ({
    condition: { urlPattern: { pathname, search: "" }, requestMethod: "GET" },
    source: { cacheName: CACHE },
  }))).catch(() => undefined); // the fetch event answers the same, later
}

/** All or nothing: an install that misses one file leaves the old version in place. */
async function keepAll(files: Record<string, string>): Promise<void> {
  const cache = await caches.open(CACHE);
  const kept = Object.entries(files).map(([address, integrity]) => keep(cache, address, integrity));
  await Promise.all(kept);
}

async function keep(cache: Cache, address: string, integrity: string): Promise<void> {
  if (await cache.match(address)) return;
  // A hashed name never changes its content, so another version's copy is this version's.
  const old = address.startsWith("/assets/") ? await caches.match(address) : undefined;
  const file = old ?? (await fetch(new Request(address, { integrity, cache: "reload" })));
  if (!file.ok) throw new Error(`${address}: ${file.status}`);
  await cache.put(address, file);
}

async function begin(): Promise<void> {
  const names = await caches.keys();
  // Large files first come over from the old cache, then that cache may go.
  await keepAll(later).catch(() => undefined); // fetched on first use instead
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Return the kept address that answers a request, or null for the network's own. */
function shellAddress(request: Request): string | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return null;
  const address = pathname === "/index.html" ? "/" : pathname;
  return address in now || address in later ? address : null;
}

async function serve(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address);
  if (kept) return kept;
  const fetched = await fetch(request);
  const integrity = later[address];
  // Only a whole file that is this version's own is kept; the browser checks it on the way in.
  if (integrity && fetched.ok) void keep(cache, address, integrity).catch(() => undefined);
  return fetched;
}

export {};
