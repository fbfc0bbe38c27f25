/** The registry as the administrator's screens read it, and what the person signing may do. */
import {
  type InstrumentRow, type KeyRow, NO_REGISTRY, type PersonRow, type UnitRow,
} from "../../../model/registry.ts";
import { TERRITORIES, type Territory } from "../../../model/territories.ts";
import { registry } from "../../../store/registry.ts";
import { viewer } from "../../../sync/viewer.ts";

export type { InstrumentRow, KeyRow, PersonRow, UnitRow };

export type Known = {
  /** False until the registry was read once, from this browser or from the server. */
  loaded: boolean;
  units: readonly UnitRow[];
  people: readonly PersonRow[];
  instruments: readonly InstrumentRow[];
  keys: readonly KeyRow[];
  territories: readonly Territory[];
};

/** Reads signals: a screen that calls it is drawn again when the registry moves. */
export function known(): Known {
  const { units, people, instruments, keys, territories } = registry.value;
  return {
    loaded: registry.value !== NO_REGISTRY,
    units,
    people,
    instruments,
    keys,
    territories: territories.length ? territories : TERRITORIES,
  };
}

/**
 * Whether what the key signs counts: it was not revoked, no other followed it, and it did begin
 * to speak.
 */
export function speaks(row: KeyRow): boolean {
  return row.revoked === "";
}

export function keyState(row: KeyRow): "valid" | "revoked" | "renewed" | "kept_aside" {
  if (speaks(row)) return "valid";
  if (row.revocation.endsWith("_aside")) return "kept_aside";
  return row.revocation === "rotated" ? "renewed" : "revoked";
}

export function personName(person: string): string {
  const row = known().people.find((one) => one.person === person);
  return row?.name || person.slice(0, 8);
}

/** What makes records: everything but laboratories and the organisation itself. */
export function servable(unit: { kind: string }): boolean {
  return unit.kind !== "laboratory" && unit.kind !== "organisation";
}

export type Me = { person: string; name: string; unit: string; roles: readonly string[] };

/** As the registry states this person, or as the session or the enrolment does before that. */
export function me(): Me {
  const who = viewer();
  const row = known().people.find((one) => one.person === who.person);
  const roles = row?.roles.length ? row.roles : who.roles;
  return { person: who.person, name: row?.name || who.name, unit: row?.unit || who.unit, roles };
}

/** A session alone reads: what is stated here is signed with a key of this very person. */
export function maySign(): boolean {
  return viewer().signs;
}

export function mayAdminister(): boolean {
  return me().roles.includes("administrator");
}

/** Supervisors state instruments and revoke keys of their unit and of those under it. */
export function mayOversee(): boolean {
  return mayAdminister() || me().roles.includes("supervisor");
}

export function mayOverseeUnit(unit: string): boolean {
  return mayAdminister() || (mayOversee() && standsOver(me().unit, unit));
}

function standsOver(top: string, unit: string): boolean {
  const parents = new Map(known().units.map((row) => [row.unit, row.parent]));
  const seen = new Set<string>();
  for (let now = unit; now && !seen.has(now); now = parents.get(now) ?? "") {
    if (now === top) return true;
    seen.add(now); // a unit above itself would never end
  }
  return false;
}

/** An administrator's key is revoked by administrators alone. */
export function mayRevoke(row: KeyRow): boolean {
  const holder = known().people.find((one) => one.person === row.person);
  if (mayAdminister()) return true;
  const keeps = holder?.active && holder.roles.includes("administrator");
  return !keeps && mayOverseeUnit(holder?.unit ?? "");
}
