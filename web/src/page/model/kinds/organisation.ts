// An administrator's statements about units, people and instruments. `before` is the id of the
// entry that last stated the subject; empty when that is not known.

import type {
  Appointment, Instrument, InstrumentState, Person, Unit,
} from "../../../shared/types.gen.ts";
import type { Act } from "../act.ts";

function statement(
  kind: string, subject: string, before: string, parts: Record<string, object>,
): Act {
  return { kind, subject, follows: before === "" ? [] : [before], parts };
}

export function registerUnit(subject: string, unit: Unit): Act {
  return statement("unit.registered/1", subject, "", { unit });
}

export function changeUnit(subject: string, before: string, unit: Unit): Act {
  return statement("unit.changed/1", subject, before, { unit });
}

export function registerPerson(subject: string, person: Person, appointment: Appointment): Act {
  return statement("person.registered/1", subject, "", { person, appointment });
}

export function changePerson(
  subject: string, before: string, parts: { person?: Person; appointment?: Appointment },
): Act {
  return statement("person.changed/1", subject, before, { ...parts });
}

/** Close a person's account; what the person wrote stays theirs. */
export function closeAccount(subject: string, before: string, text: string): Act {
  return statement("person.deactivated/1", subject, before, { reason: { text } });
}

export function registerInstrument(subject: string, instrument: Instrument): Act {
  return statement("instrument.registered/1", subject, "", { instrument });
}

/** State an instrument's firmware and library from a day on. */
export function stateInstrument(subject: string, before: string, state: InstrumentState): Act {
  return statement("instrument.state.stated/1", subject, before, { state });
}
