// The versions of one screening, of the laboratory's reports on its item, and the decisions that
// relate exact versions of both. Amendments carry whole parts: a version is the parts of the one
// it follows with its own laid over them. Two versions without a successor are a conflict, and
// both are kept; which of them holds, a supervisor decides (docs/protocol.md 16).

import type { Decision, LabResult, Reading, Item } from "../../shared/types.gen.ts";
import { counts } from "./counting.ts";
import { inOrder, type Bodies, type Line } from "./lines.ts";

export type Version = {
  readonly number: number;
  readonly line: Line;
  readonly parts: Bodies;
  /** Nothing has replaced it. */
  readonly head: boolean;
  /** A supervisor chose another version that stood beside it. */
  readonly setAside: boolean;
  /** Where it was stated or chosen last, in the order of the log. */
  readonly since: number;
};

export type Report = { readonly subject: string; readonly versions: readonly Version[] };

export type Reconciled = {
  readonly line: Line;
  readonly decision: Decision;
  /** Which of the two versions it names has been replaced since. */
  readonly stale: readonly ("screening" | "result")[];
  readonly replaced: boolean;
};

export type History = {
  readonly subject: string;
  readonly versions: readonly Version[];
  readonly conflict: boolean;
  readonly voided: Line | undefined;
  readonly keptAside: readonly Line[];
  readonly reports: readonly Report[];
  readonly reconciled: readonly Reconciled[];
  /** Every line, in log order, for the trail. */
  readonly lines: readonly Line[];
};

const SCREENING = new Set(["screening.recorded", "screening.amended"]);
const CHOICE = "conflict.resolved";

export function historyOf(subject: string, given: readonly Line[]): History {
  const lines = inOrder(unique(given).filter((line) => belongs(line, subject)));
  const counted = lines.filter(counts);
  const own = counted.filter((line) => line.subject === subject);
  const versions = versionsOf(
    own.filter((line) => SCREENING.has(line.kind)), own.filter((line) => line.kind === CHOICE),
  );
  const issued = reportsOf(counted.filter((line) => line.kind === "lab.result.issued"));
  const reports = issued.filter((report) => isAbout(report, versions, counted));
  return {
    subject,
    versions,
    conflict: headsOf(versions).length > 1,
    voided: own.find((line) => line.kind === "screening.voided"),
    keptAside: lines.filter((line) => !counts(line)),
    reports,
    reconciled: reconciledOf(counted, subject, versions, reports),
    lines,
  };
}

/** Other screenings of the same item, and decisions about them, have pages of their own. */
function belongs(line: Line, subject: string): boolean {
  const decision = decisionOf(line);
  if (decision) return decision.screening === subject;
  return line.subject === subject || !line.kind.startsWith("screening.");
}

function unique(lines: readonly Line[]): Line[] {
  const byId = new Map<string, Line>();
  for (const line of lines) {
    const known = byId.get(line.id);
    if (!known || known.position < 0) byId.set(line.id, line);
  }
  return [...byId.values()];
}

/** A correction replaces the first version it follows; a choice, all but the first. */
export function versionsOf(lines: readonly Line[], choices: readonly Line[] = []): Version[] {
  const aside = new Set(choices.flatMap((choice) => choice.follows.slice(1)));
  const replaced = new Set([...aside, ...lines.flatMap((line) => line.follows.slice(0, 1))]);
  const order = inOrder([...lines, ...choices]);
  const known = new Map<string, Version>();
  let before: Version | undefined;
  for (const [index, line] of lines.entries()) {
    const base = known.get(line.follows[0] ?? "") ?? before;
    const parts = { ...keptOf(base?.parts ?? {}, line), ...line.parts };
    const chosen = choices.filter((choice) => choice.follows[0] === line.id);
    const since = Math.max(...[line, ...chosen].map((each) => order.indexOf(each)));
    const head = !replaced.has(line.id);
    before = { number: index + 1, line, parts, head, setAside: aside.has(line.id), since };
    known.set(line.id, before);
  }
  return [...known.values()];
}

/** What a version names is replaced, also where it may not be read or has been erased. */
function keptOf(parts: Bodies, line: Line): Bodies {
  return Object.fromEntries(Object.entries(parts).filter(([name]) =>
    !line.withheld.includes(name)));
}

export function headsOf(versions: readonly Version[]): Version[] {
  return versions.filter((version) => version.head);
}

/** The entries that the versions were stated in. */
export function linesIn(versions: readonly Version[]): Line[] {
  return versions.map(({ line }) => line);
}

/** The version shown first: of those that nothing replaced, the one stated or chosen last. */
export function currentOf(versions: readonly Version[]): Version | undefined {
  return headsOf(versions).sort((one, other) => one.since - other.since).at(-1);
}

/** What is shown when nothing of the record counts: the newest of what was kept aside. */
export function asideOf(history: History): Version | undefined {
  const own = history.keptAside.filter((line) => line.subject === history.subject);
  return versionsOf(own.filter((line) => SCREENING.has(line.kind) && line.parts["reading"])).at(-1);
}

function reportsOf(lines: readonly Line[]): Report[] {
  const bySubject = new Map<string, Line[]>();
  for (const line of lines) {
    bySubject.set(line.subject, [...(bySubject.get(line.subject) ?? []), line]);
  }
  return [...bySubject].map(([subject, own]) => ({ subject, versions: versionsOf(own) }));
}

/**
 * Say whether a report is this record's. One about an item that only an older version named is
 * not, unless a decision links the two; where no version counts, or an item cannot be read,
 * nothing says that it is another's.
 */
function isAbout(
  report: Report, versions: readonly Version[], counted: readonly Line[],
): boolean {
  const current = currentOf(report.versions);
  const item = current && resultOf(current)?.item;
  const present = headsOf(versions).map((version) => itemOf(version)?.item);
  const told = item !== undefined && present.length > 0 && !present.includes(undefined);
  return !told || present.includes(item)
    || counted.some((line) => decisionOf(line)?.result === report.subject);
}

function reconciledOf(
  lines: readonly Line[],
  screening: string,
  versions: readonly Version[],
  reports: readonly Report[],
): Reconciled[] {
  const decided = lines.filter((line) => decisionOf(line)?.screening === screening);
  return decided.map((line) => {
    const decision = line.parts["decision"] as unknown as Decision;
    const report = reports.find((each) => each.subject === decision.result);
    return {
      line,
      decision,
      stale: staleSides(line, versions, report?.versions ?? []),
      replaced: decided.some((other) => replaces(other, line, decided)),
    };
  });
}

function decisionOf(line: Line): Decision | undefined {
  const kind = line.kind === "reconciliation.decided";
  return kind ? (line.parts["decision"] as unknown as Decision | undefined) : undefined;
}

function replaces(other: Line, line: Line, order: readonly Line[]): boolean {
  const same = decisionOf(other)?.result === decisionOf(line)?.result;
  return same && order.indexOf(other) > order.indexOf(line);
}

function staleSides(
  line: Line,
  screening: readonly Version[],
  result: readonly Version[],
): ("screening" | "result")[] {
  const followsHead = (versions: readonly Version[]): boolean =>
    versions.length === 0 ||
    headsOf(versions).some((version) => line.follows.includes(version.line.id));
  const sides: ("screening" | "result")[] = [];
  if (!followsHead(screening)) sides.push("screening");
  if (!followsHead(result)) sides.push("result");
  return sides;
}

/** Reports that stand against the item and have no decision that is still in force. */
export function undecided(history: History): Report[] {
  const inForce = (report: Report): boolean =>
    history.reconciled.some(
      (each) =>
        each.decision.result === report.subject && !each.replaced && !each.stale.length,
    );
  return history.reports.filter((report) => !inForce(report));
}

export function readingOf(version: Version): Reading | undefined {
  return version.parts["reading"] as unknown as Reading | undefined;
}

export function itemOf(version: Version): Item | undefined {
  return version.parts["item"] as unknown as Item | undefined;
}

export function resultOf(version: Version): LabResult | undefined {
  return version.parts["result"] as unknown as LabResult | undefined;
}
