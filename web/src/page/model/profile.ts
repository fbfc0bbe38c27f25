// Instrument profiles: versioned hints for quick picks, never validators and never a preselection.
// A word is `verified` only when it was read on an instrument or in a source that may be cited;
// screens mark the others, because wording differs by firmware and language.

export type QuickPick = { readonly text: string; readonly verified: boolean };

export type ColourWord = "red" | "amber" | "green" | "blue" | "grey" | "white" | "other";

export type InstrumentProfile = {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly technique: string;
  readonly regime: string;
  readonly banners: readonly QuickPick[];
  readonly methods: readonly QuickPick[];
  readonly colours: readonly ColourWord[];
  readonly confidence: "device_shows_none" | "ask";
};

const verified = (text: string): QuickPick => ({ text, verified: true });
const unverified = (text: string): QuickPick => ({ text, verified: false });

const TRUNARC: InstrumentProfile = {
  id: "trunarc",
  version: 1,
  label: "Thermo Scientific TruNarc",
  manufacturer: "Thermo Scientific",
  model: "TruNarc",
  technique: "raman",
  regime: "bulk",
  banners: ["Alarm", "Warning", "Clear", "Inconclusive"].map(unverified),
  methods: [unverified("Point and shoot"), verified("Type H kit"), unverified("Solution kit")],
  colours: ["red", "amber", "green", "grey"],
  confidence: "device_shows_none",
};

const OTHER: InstrumentProfile = {
  id: "other",
  version: 1,
  label: "Other instrument",
  manufacturer: "",
  model: "",
  technique: "other",
  regime: "bulk",
  banners: [],
  methods: [],
  colours: ["red", "amber", "green", "blue", "grey", "white"],
  confidence: "ask",
};

export const PROFILES: Readonly<Record<string, InstrumentProfile>> = {
  trunarc: TRUNARC,
  other: OTHER,
};

/** A profile this build does not know gives the hints of `other`: none. */
export function profileOf(id: string): InstrumentProfile {
  return PROFILES[id] ?? OTHER;
}
