/** Hash routes: nothing after the # reaches a server log, and the page works from any cache. */
import { signal } from "@preact/signals";

export type Route = { path: string; steps: string[]; query: URLSearchParams };

export const route = signal<Route>(parseRoute(location.hash));

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return {
    path: `/${path}`,
    steps: path.split("/").map(decode),
    query: new URLSearchParams(query),
  };
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step; // a mistyped address is shown as "not found", with its text
  }
}

export function go(path: string): void {
  location.hash = `#${path}`;
}

/** Changes the address without a new entry in the history: filters, consumed invites. */
export function replaceRoute(path: string): void {
  history.replaceState(null, "", `#${path}`);
  route.value = parseRoute(location.hash);
}

addEventListener("hashchange", () => {
  route.value = parseRoute(location.hash);
});
