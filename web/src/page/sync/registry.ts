// The registry as the server tells it: to a browser with a key, which keeps it, and to a desk that
// reads without one.

import { type Registry, toldBy } from "../model/registry.ts";
import { writeMeta } from "../store/database.ts";
import { identity } from "../store/identity.ts";
import { refreshRegistry, registry } from "../store/registry.ts";
import { call, type Called, logbookPath } from "./http.ts";
import { pathTo } from "./viewer.ts";

/** Ask the server for its registry and take it up. What is known stays when it does not answer. */
export async function askRegistry(): Promise<Called<Registry>> {
  const asked = await call<Registry>("GET", logbookPath("registry"));
  if (asked.ok) {
    await writeMeta("registry", asked.value);
    await refreshRegistry();
  }
  return asked;
}

/** Names for a desk that reads without a key, which pulls nothing. Keeps none of them. */
export async function learnNames(): Promise<void> {
  if (identity.value || registry.value.units.length > 0) return;
  const asked = await call<Registry>("GET", pathTo("registry"));
  if (asked.ok) registry.value = toldBy(asked.value);
}
