/** Rows for the phone's list, read a page at a time; nothing here reads the whole store. */
import { inOrder, readLine, type Line } from "../../model/lines.ts";
import { currentOf, historyOf, itemOf, readingOf } from "../../model/versions.ts";
import { allLines, linesOf } from "../../store/lines.ts";
import { ownEntriesOf, recentOwn } from "../../store/outbox.ts";
import { registry } from "../../store/registry.ts";
import { lineOf } from "../../store/released.ts";
import type { OwnEntry } from "../../store/rows.ts";
import type { State } from "../../ui/badge.tsx";
import { draftOf, namedFindings } from "./entry_parts.ts";
import { bodiesOf, erasedOf } from "./entry_recent.ts";

export type Row = {
  key: string;
  subject: string;
  /** Of the own records; 0 for those of others. */
  number: number;
  author: string;
  at: string;
  banner: string;
  findings: string[];
  item: string;
  state: State;
  position: number;
  flags: string[];
  code: string;
  amended: boolean;
  voided: boolean;
};

/** The own records, newest act first; a correction is shown as its record's newest state. */
export async function loadOwn(limit: number): Promise<Row[]> {
  const recent = await recentOwn(limit * 3, "screening.");
  const subjects = [...new Set(recent.map((entry) => entry.subject))].slice(0, limit);
  const records = await Promise.all(subjects.map(ownEntriesOf));
  const conflicts = await Promise.all(records.map(isInConflict));
  return records.map((entries, at) => ownRow(entries.reverse(), conflicts[at] === true));
}

/** Whether versions stand beside each other: this phone's, and those it has read. */
async function isInConflict(entries: OwnEntry[]): Promise<boolean> {
  const subject = entries[0]?.subject ?? "";
  const read = (await linesOf(subject)).map((kept) => kept.line);
  const lines = await Promise.all([...read, ...entries.map(lineOf)].map(readLine));
  return historyOf(subject, lines).conflict;
}

const LEAST_SETTLED: readonly State[] = [
  "receipt_not_believed",
  "unreadable",
  "kept_aside",
  "on_this_phone",
  "sent",
  "received",
];

function ownRow(entries: OwnEntry[], conflict: boolean): Row {
  const [newest] = entries as [OwnEntry];
  const parts = partsOf([...entries].reverse());
  const weakest =
    [...entries].sort(
      (a, b) => LEAST_SETTLED.indexOf(a.state) - LEAST_SETTLED.indexOf(b.state),
    )[0] ?? newest;
  const draft = draftOf("", parts as Parameters<typeof draftOf>[1]);
  return {
    key: newest.id,
    subject: newest.subject,
    number: newest.number,
    author: "",
    at: newest.at,
    banner: draft.banner.text,
    findings: namedFindings(draft).map((finding) => finding.name.text),
    item: draft.number,
    state: weakest.state,
    position: weakest.position,
    flags: conflict ? [...weakest.flags, "conflict"] : weakest.flags,
    code: weakest.state === "received" ? "" : weakest.code,
    amended: entries.some((entry) => entry.kind.startsWith("screening.amended")),
    voided: entries.some((entry) => entry.kind.startsWith("screening.voided")),
  };
}

/** A correction holds the parts that it changes; the others stand as they were. */
function partsOf(oldestFirst: OwnEntry[]): Record<string, object> {
  const parts: Record<string, object> = {};
  for (const { line } of oldestFirst) {
    for (const name of erasedOf(line)) delete parts[name];
    Object.assign(parts, bodiesOf(line));
  }
  return parts;
}

/** What this phone has read of its unit, newest first. */
export async function loadUnit(limit: number): Promise<Row[]> {
  const pulled = [...await allLines("screening."), ...await allLines("conflict.")];
  const lines = await Promise.all(pulled.map((one) => readLine(one.line)));
  const subjects = [
    ...new Set(
      inOrder(lines)
        .reverse()
        .map((line) => line.subject),
    ),
  ];
  return subjects.slice(0, limit).flatMap((subject) =>
    unitRow(
      subject,
      lines.filter((line) => line.subject === subject),
    ),
  );
}

function unitRow(subject: string, lines: Line[]): Row[] {
  const history = historyOf(subject, lines);
  const current = currentOf(history.versions);
  const reading = current && readingOf(current);
  if (!reading) return [];
  return [
    {
      key: subject,
      subject,
      number: 0,
      author: authorName(current.line.key),
      at: current.line.at,
      banner: reading.banner.text,
      findings: reading.findings.map((finding) => finding.name.text),
      item: itemOf(current)?.number ?? "",
      state: "received",
      position: current.line.position,
      flags: history.conflict ? ["conflict"] : [],
      code: "",
      amended: history.versions.length > 1,
      voided: history.voided !== undefined,
    },
  ];
}

function authorName(key: string): string {
  const keys = (registry.value?.keys ?? []) as { key: string; person: string }[];
  const people = (registry.value?.people ?? []) as { person: string; name: string }[];
  const person = keys.find((one) => one.key === key)?.person;
  return people.find((one) => one.person === person)?.name ?? "";
}
