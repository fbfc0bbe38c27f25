// A laboratory result while it is being typed, what is still missing in it, and the part it
// becomes. Amounts stay texts: nothing here reads a number.

import type {
  Examined, FindingStatus, LabFinding, LabResult, Method, ReportStatus, Scope, Signatories,
} from "../../../shared/types.gen.ts";
import { begunFrom, type Copying, REPORT } from "../../model/copied.ts";
import type { Version } from "../../model/versions.ts";
import { resultOf } from "../../model/versions.ts";

export type MethodRow = { name: string; scope: string; list_name: string };
export type FindingRow = {
  name: string; status: string; form: string; amount: string; unit: string; uncertainty: string;
};

export type ResultDraft = Copying & {
  readonly laboratory_number: string;
  readonly report_number: string;
  readonly version: number;
  readonly status: string;
  readonly examined: string;
  readonly examined_words: string;
  readonly methods: readonly MethodRow[];
  readonly findings: readonly FindingRow[];
  readonly statement: string;
  readonly issued_on: string;
  readonly analyst: string;
  readonly reviewer: string;
};

export const NO_METHOD: MethodRow = { name: "", scope: "", list_name: "" };
export const NO_FINDING: FindingRow = {
  name: "", status: "", form: "", amount: "", unit: "", uncertainty: "",
};

/** A first report starts empty but for the author's name and the day. */
export function beginResult(analyst: string, today: string): ResultDraft {
  return {
    laboratory_number: "", report_number: "", version: 1, status: "", examined: "",
    examined_words: "", methods: [NO_METHOD], findings: [NO_FINDING], statement: "",
    issued_on: today, analyst, reviewer: "", copied: [],
  };
}

/** A later version of a report opens the text of the one it replaces. */
export function beginNextVersion(before: Version, today: string): ResultDraft {
  const result = resultOf(before);
  const { analyst = "", reviewer = "" } =
    (before.parts["signatories"] ?? {}) as Partial<Signatories>;
  const signed = { ...beginResult(analyst, today), reviewer };
  const begun = begunFrom(REPORT, signed, before.line.id);
  if (!result) return begun;
  return {
    ...begun, ...result, examined_words: result.examined_words ?? "", version: result.version + 1,
    status: "", issued_on: today,
    methods: result.methods.map((method) => ({ ...NO_METHOD, ...method })),
    findings: result.findings.map((finding) => ({ ...NO_FINDING, ...finding })),
  };
}

/** Ids of the controls that still need something, in the order of the form. */
export function lackingIn(draft: ResultDraft): string[] {
  return [
    ...lackingOf(draft, ["laboratory_number", "report_number", "status", "issued_on", "analyst"]),
    ...lackingOf(draft, ["examined"]),
    ...draft.methods.flatMap((row, at) => lackingMethod(row, at, needsMethod(draft, at))),
    ...draft.findings.flatMap(lackingFinding),
    ...lackingOf(draft, ["statement"]),
  ];
}

type TextName = { [K in keyof ResultDraft]-?: ResultDraft[K] extends string ? K : never }[
  keyof ResultDraft
];

function lackingOf(draft: ResultDraft, names: readonly TextName[]): string[] {
  return names.filter((name) => draft[name].trim() === "").map((name) => `r-${name}`);
}

/** What was examined was examined by a method; further rows may stay empty. */
export function needsMethod(draft: ResultDraft, at: number): boolean {
  const first = at === 0 && draft.examined === "examined" && !draft.methods.some(isWritten);
  return first || isWritten(draft.methods[at] ?? NO_METHOD);
}

function lackingMethod(row: MethodRow, at: number, needed: boolean): string[] {
  if (!needed) return [];
  const lacking = (["name", "scope"] as const).filter((name) => !row[name].trim());
  return lacking.map((name) => `r-method-${at}-${name}`);
}

function lackingFinding(row: FindingRow, at: number): string[] {
  if (!isWritten(row)) return [];
  const lacking = (["name", "status"] as const).filter((name) => !row[name].trim());
  return lacking.map((name) => `r-finding-${at}-${name}`);
}

export function isWritten(row: MethodRow | FindingRow): boolean {
  return Object.values(row).some((text) => text.trim() !== "");
}

export type Examination = { item: string; laboratory: string; saw: boolean };

/** Call only with a draft that lacks nothing. */
export function resultFrom(draft: ResultDraft, about: Examination): LabResult {
  return {
    item: about.item,
    laboratory: about.laboratory,
    laboratory_number: draft.laboratory_number,
    report_number: draft.report_number,
    version: draft.version,
    status: draft.status as ReportStatus,
    examined: draft.examined as Examined,
    examined_words: draft.examined_words,
    methods: draft.methods.filter(isWritten).map(methodFrom),
    findings: draft.findings.filter(isWritten).map(findingFrom),
    statement: draft.statement,
    issued_on: draft.issued_on,
    saw_field_reading: about.saw,
  };
}

function methodFrom(row: MethodRow): Method {
  return { ...row, scope: row.scope as Scope };
}

function findingFrom(row: FindingRow): LabFinding {
  return { ...row, status: row.status as FindingStatus };
}
