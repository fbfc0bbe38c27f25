// Units, people, instruments and keys as their entries add up to, later entries over earlier ones.
// The rows have the members of `GET /registry` (docs/protocol.md 11). Keys come from there alone:
// when a key was last heard of is not in the log.

import type {
  InstrumentRow, KeyRow, PersonRow as ToldPerson, Registry as ToldRegistry, UnitRow,
} from "../../shared/answers.gen.ts";
import type {
  Appointment, Instrument, InstrumentState, Person, Revocation, Unit,
} from "../../shared/types.gen.ts";
import { counts } from "./counting.ts";
import type { PulledLine } from "./pulled.ts";

export type { InstrumentRow, KeyRow, UnitRow };
export type PersonRow = ToldPerson & {
  /** The entry that the name is from; missing where only the server has said it. */
  named?: string;
};

export type Registry = Omit<ToldRegistry, "people"> & { people: PersonRow[] };

export const NO_REGISTRY: Registry = {
  units: [], people: [], instruments: [], keys: [], territories: [],
};

/** Return what a server told. An older one tells of a state that was never stated as `{}`. */
export function toldBy(server: Registry): Registry {
  const instruments = server.instruments.map((row) =>
    ({ ...row, state: row.state?.entry ? row.state : null }));
  return { ...server, instruments };
}

type Tables = {
  units: Map<string, UnitRow>; people: Map<string, PersonRow>;
  instruments: Map<string, InstrumentRow>; keys: Map<string, KeyRow>;
};

type Step = (tables: Tables, line: PulledLine) => void;

const STEPS: Record<string, Step> = {
  "unit.registered/1": stateUnit,
  "unit.changed/1": stateUnit,
  "person.registered/1": statePerson,
  "person.changed/1": statePerson,
  "person.deactivated/1": deactivatePerson,
  "instrument.registered/1": stateInstrument,
  "instrument.state.stated/1": stateInstrumentState,
  "key.revoked/1": revokeKey,
};

/** Lay the entries, in log order and own unpulled ones last, over what the server once said. */
export function projectRegistry(
  base: Registry, lines: PulledLine[], own: PulledLine[],
): Registry {
  const tables: Tables = {
    units: new Map(base.units.map((row) => [row.unit, row])),
    people: new Map(base.people.map((row) => [row.person, row])),
    instruments: new Map(base.instruments.map((row) => [row.instrument, row])),
    keys: new Map(base.keys.map((row) => [row.key, row])),
  };
  for (const line of [...lines, ...own].filter(counts)) STEPS[line.kind]?.(tables, line);
  return {
    units: [...tables.units.values()], people: [...tables.people.values()],
    instruments: [...tables.instruments.values()], keys: [...tables.keys.values()],
    territories: base.territories,
  };
}

/** A part that was withheld may be missing: the step then changes nothing. */
function part<Part>(line: PulledLine, name: string): Part | undefined {
  return line.parts[name] as Part | undefined;
}

function stateUnit(tables: Tables, line: PulledLine): void {
  const unit = part<Unit>(line, "unit");
  if (unit === undefined) return;
  const { parent = "", serves = [] } = unit;
  tables.units.set(line.subject, { ...unit, parent, serves, unit: line.subject, entry: line.id });
}

function statePerson(tables: Tables, line: PulledLine): void {
  const before = tables.people.get(line.subject) ?? {
    person: line.subject, name: "", number: "", unit: "", roles: [], active: true, entry: "",
  };
  const person = part<Person>(line, "person");
  const appointment = part<Appointment>(line, "appointment");
  // A name that was stated and is not here has been erased, and no older one takes its place.
  const stated = "person" in line.header.parts;
  const { name = "", number = "" } = person ?? {};
  const named = stated && { name, number, named: line.id };
  tables.people.set(line.subject,
    { ...before, ...named, ...appointment, active: true, entry: line.id });
}

function deactivatePerson(tables: Tables, line: PulledLine): void {
  const before = tables.people.get(line.subject);
  if (before) tables.people.set(line.subject, { ...before, active: false, entry: line.id });
}

function stateInstrument(tables: Tables, line: PulledLine): void {
  const instrument = part<Instrument>(line, "instrument");
  if (instrument === undefined) return;
  const state = tables.instruments.get(line.subject)?.state ?? null;
  tables.instruments.set(line.subject,
    { ...instrument, instrument: line.subject, state, entry: line.id });
}

function stateInstrumentState(tables: Tables, line: PulledLine): void {
  const before = tables.instruments.get(line.subject);
  const stated = part<InstrumentState>(line, "state");
  if (before === undefined || stated === undefined) return;
  const { since, firmware = "", library = "", in_service } = stated;
  const state = { since, firmware, library, in_service, entry: line.id };
  tables.instruments.set(line.subject, { ...before, state });
}

function revokeKey(tables: Tables, line: PulledLine): void {
  const revocation = part<Revocation>(line, "revocation");
  const before = revocation && tables.keys.get(revocation.key);
  // One that another followed has ended already: the server revokes the active one.
  if (before?.revoked !== "") return;
  const ended = { revoked: line.stamp?.received ?? "", revocation: revocation?.reason ?? "" };
  tables.keys.set(before.key, { ...before, ...ended });
}
