/** What the guided set-up remembers between its steps: after a reload it goes on where it was. */
import type { Site, UnitKind } from "../../../../shared/types.gen.ts";
import type { Saver } from "../../../forms/saving.ts";
import type { Typed } from "../../../forms/typed.ts";
import { localMoment } from "../../../platform/clock.ts";
import { newIdentifier } from "../../../platform/identifiers.ts";
import { type InstrumentText, newInstrument } from "../instruments/instrument_fields.tsx";

export const STEPS = ["you", "unit", "laboratory", "instrument", "people", "invites"] as const;
export type StepName = (typeof STEPS)[number];

/** Minted before anything is signed: what was signed once is found again by its subject. */
type Identifiers = Readonly<Record<
  "organisation" | "unit" | "laboratory" | "instrument" | "officer" | "chemist", string
>>;

export type Progress = {
  step: StepName;
  done: StepName[];
  ids: Identifiers;
  name: string;
  signIn: string;
  organisation: string;
  unit: string;
  kind: UnitKind;
  site: Site;
  territory: string;
  laboratory: string;
  instrument: InstrumentText;
  firmware: string;
  library: string;
  since: string;
  officer: { name: string; number: string };
  chemist: { name: string; number: string };
  /** Numbers of the invites made here. */
  invites: { officer: string; chemist: string };
};

export type StepProps = {
  progress: Typed<Progress>;
  saver: Saver;
  /** The step is signed and kept: on to the next one. */
  next: () => void;
  later: () => void;
};

/** The commonest case filled in: a joint unit at a land crossing with a TruNarc, from today on. */
export function newProgress(): Progress {
  const mint = newIdentifier;
  return {
    step: "you", done: [], name: "", signIn: "",
    ids: {
      organisation: mint(), unit: mint(), laboratory: mint(), instrument: mint(),
      officer: mint(), chemist: mint(),
    },
    organisation: "", unit: "", kind: "joint", site: "land", territory: "", laboratory: "",
    instrument: newInstrument(), firmware: "", library: "", since: localMoment().slice(0, 10),
    officer: { name: "", number: "" }, chemist: { name: "", number: "" },
    invites: { officer: "", chemist: "" },
  };
}

export function stepAfter(step: StepName): StepName {
  return STEPS[STEPS.indexOf(step) + 1] ?? "invites";
}

/** A suggestion only: first and last name in plain letters, when they have plain letters. */
export function suggestSignIn(name: string): string {
  const plain = name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "dj");
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  return /^[\p{Script=Latin}\p{M}\s.'-]*$/u.test(plain) ? words.join(".") : "";
}
