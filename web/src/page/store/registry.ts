// The people, units and instruments that the pulled lines add up to, kept as they were last worked
// out. All of it can be worked out again; nothing here is the only copy.

import { type Signal, signal } from "@preact/signals";

import { type PulledLine, readLines } from "../model/pulled.ts";
import { NO_REGISTRY, projectRegistry, type Registry, toldBy } from "../model/registry.ts";
import { afterChange } from "./changes.ts";
import { readMeta, writing } from "./database.ts";
import { restatePerson } from "./identity.ts";
import { allLines } from "./lines.ts";
import { ownOfKinds } from "./outbox.ts";
import type { OwnEntry, OwnState } from "./rows.ts";

/** The people, units and instruments known here; empty until `loadRegistry` has run. */
export const registry: Signal<Registry> = signal(NO_REGISTRY);

export function unitName(unit: string): string {
  return registry.value.units.find((row) => row.unit === unit)?.name ?? "";
}

/** Where the registry is kept as it was last worked out. */
const KNOWN = "known";

const REGISTRY_KINDS = ["unit.", "person.", "instrument.", "key.revoked/"];

/** Read the registry as it was last worked out, which needs none of the lines. */
export async function loadRegistry(): Promise<void> {
  const known = await readMeta<Registry>(KNOWN);
  if (known) registry.value = toldBy(known);
  else await refreshRegistry();
}

/** Work the registry out again: what the server last said, pulled lines and own entries. */
export async function refreshRegistry(): Promise<void> {
  const [base = NO_REGISTRY, own, ...pulled] = await Promise.all([
    readMeta<Registry>("registry"), ownOfKinds(REGISTRY_KINDS), ...REGISTRY_KINDS.map(allLines),
  ]);
  const lines = pulled.flat().sort((left, right) => left.position - right.position);
  await know(projectRegistry(toldBy(base), lines, unpulled(own, lines)));
  for (const person of registry.value.people) await restatePerson(person);
}

async function know(found: Registry): Promise<void> {
  if (JSON.stringify(found) === JSON.stringify(registry.value)) return;
  registry.value = found;
  await writing(["meta"], (tx) => tx.objectStore("meta").put(found, KNOWN), "relaxed");
}

/** States of an own entry of which the server has said that it does not count. */
const NOT_COUNTED: ReadonlySet<OwnState> = new Set(["kept_aside", "unreadable"]);

/** Own registrations show at once, before the server has answered for them. */
function unpulled(own: OwnEntry[], lines: PulledLine[]): PulledLine[] {
  const known = new Set(lines.map((line) => line.id));
  const fresh = own.filter((entry) => !known.has(entry.id) && !NOT_COUNTED.has(entry.state));
  return readLines(fresh.map(({ id, kind, subject, line }) =>
    ({ id, kind, subject, line, position: -1 })));
}

afterChange(async (kind) => {
  const concerned = kind === undefined || REGISTRY_KINDS.some((one) => kind.startsWith(one));
  if (concerned) await refreshRegistry();
});
