// Notes: what no check can decide, and a reader has to know.

import {
  allOf, type Bundle, counted, type Entry, type Header, revokedBy, states,
} from "./bundle.ts";
import { memberOr } from "./checking.ts";
import { instant } from "./encoding.ts";

const TOLERANCE = 2 * 60_000;
const LATE = 72 * 3_600_000;

export const NOTES = {
  practice: "PRACTICE: this logbook is for training and is no evidence",
  later_epoch: "the log was restored from a copy and goes on in a later epoch",
  amended: "it replaces parts of an earlier version, or a later one replaces parts of it",
  voided: "the author took the record back",
  conflict: "two versions replace this one",
  withheld: "parts of it were withheld",
  erased: "parts of it were erased for everybody",
  quarantined: "it was kept aside when it arrived",
  released: "it was kept aside, and a supervisor let it count later",
  revoked: "its key was revoked later",
  gap: "the entry before it in its key's chain is not here, or is another",
  fork: "its key signed two entries for one place in its chain",
  anchor_unproved: "the tree it says was known is not shown to be a beginning of this log",
  at_before_anchor: "it claims a time before the tree it knew",
  at_after_receipt: "it claims a time after the server had it",
  at_regression: "it claims a time before the entry that came before it",
  mono_mismatch: "the clock was set back while the app ran",
  late_sync: "it reached the server more than 72 hours after the time it claims",
} as const;

export type Code = keyof typeof NOTES;
type Found = Partial<Record<Code, boolean>>;

/** Say what there is to know: about the bundle, then about each disclosed entry. */
export function addNotes(bundle: Bundle): void {
  const opening = bundle.entries.get(0)?.parts.get("opening");
  const whole = held({
    practice: memberOr(opening, "purpose") !== "operational",
    later_epoch: bundle.epoch > 1,
  });
  const found = bundle.listed.flatMap((entry) =>
    [...held(statusOf(bundle, entry)), ...held(chainOf(bundle, entry)),
      ...held(timesOf(bundle, entry))].map((code) => [entry.position, code] as const));
  const all = [...whole.map((code) => [-1, code] as const), ...found];
  bundle.notes = all.map(([position, code]) => ({ code, position, text: NOTES[code] }));
}

function held(found: Found): Code[] {
  return (Object.keys(found) as Code[]).filter((code) => found[code]);
}

function statusOf(bundle: Bundle, entry: Entry): Found {
  const counting = allOf(bundle).filter(counted);
  const followers = counting.filter(({ header }) => header.follows[0] === entry.id)
    .map(({ header }) => header.kind);
  const shown = [...states(bundle, entry).values()];
  const released = followers.includes("quarantine.released/1");
  return {
    withheld: shown.includes("withheld"),
    erased: shown.includes("erased"),
    amended: [entry.header.kind, ...followers].includes("screening.amended/1"),
    voided: [entry.header.kind, ...followers].includes("screening.voided/1"),
    quarantined: !(counted(entry) || released),
    released,
    conflict: followers.filter((kind) => kind === "screening.amended/1").length > 1,
    revoked: revokedBy(bundle, counting).includes(entry.header.key),
  };
}

function chainOf(bundle: Bundle, entry: Entry): Found {
  const { key, seq, prev } = entry.header;
  const begins = seq === 1 && prev === bundle.keys.get(key)?.enrolment.id;
  const linked = entry.position === 0 || begins || before(bundle, entry);
  const claiming = allOf(bundle).filter(({ header }) => header.key === key && header.seq === seq);
  return { gap: !linked, fork: claiming.length > 1 };
}

/** Return the entry that this one names as the one before it in its key's chain. */
function before(bundle: Bundle, { header }: Entry): Entry | undefined {
  const other = bundle.byId.get(header.prev);
  const fits = other?.header.key === header.key && other.header.seq === header.seq - 1;
  return fits ? other : undefined;
}

/** Protocol 13: two clocks are believed, the server's and the browser's own running one. */
function timesOf(bundle: Bundle, entry: Entry): Found {
  const { header, notBefore } = entry;
  const earlier = (before(bundle, entry) ?? entry).header;
  const [at, received] = [instant(header.at), instant(entry.stamp.received)];
  const passed = at - instant(earlier.at);
  return {
    anchor_unproved: header.anchor.size > 0 && !notBefore,
    at_before_anchor: instant(notBefore || header.at) - at > TOLERANCE,
    at_after_receipt: at - received > TOLERANCE,
    at_regression: passed < -TOLERANCE,
    mono_mismatch: earlier.boot === header.boot && setBack(earlier, header, passed),
    late_sync: received - at > LATE,
  };
}

/** Say whether the claimed time fell behind the running clock of the page. */
function setBack(earlier: Header, header: Header, passed: number): boolean {
  const ran = header.mono - earlier.mono;
  return ran < 0 || passed < ran - TOLERANCE;
}
