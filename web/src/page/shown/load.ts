// Everything one record page shows: from the server with its proof checked here, joined with this
// browser's own entries; without a server from own entries and the pulled lines alone.

import { partsFit, readHeader } from "../../shared/entry.ts";
import { checkReceipt, type LineCheck, type Pin } from "../../shared/receipt.ts";
import type { RecordTrail } from "../../shared/answers.gen.ts";
import type { PushResult, Receipt, WireEntry } from "../../shared/types.gen.ts";
import { type Line, parseWire, readLine, type WireLine } from "../model/lines.ts";
import { marked } from "../model/releases.ts";
import type { Authors } from "../model/sentences.ts";
import type { Times } from "../model/times.ts";
import { type History, historyOf } from "../model/versions.ts";
import { localMoment } from "../platform/clock.ts";
import { identity, ownKeys } from "../store/identity.ts";
import { allLines, linesOf } from "../store/lines.ts";
import { ownEntries } from "../store/outbox.ts";
import { registry } from "../store/registry.ts";
import { lineOf } from "../store/released.ts";
import type { OwnEntry } from "../store/rows.ts";
import { call, type Problem } from "../sync/http.ts";
import { isReadOnly } from "../sync/read_only.ts";
import { server } from "../sync/status.ts";
import { pathTo } from "../sync/viewer.ts";

export type Proof =
  | { readonly sort: "checked"; readonly at: string }
  | { readonly sort: "unchecked" }
  | { readonly sort: "failed"; readonly why: string };

export type Loaded = {
  readonly history: History;
  /** Every line that came: those of other screenings of the item too. */
  readonly known: readonly Line[];
  readonly authors: Authors;
  readonly proofs: ReadonlyMap<string, Proof>;
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** As the server tells them; empty where it does not answer. */
  readonly times: ReadonlyMap<string, Times>;
  /** When the server last answered; null while it answers now. */
  readonly asOf: string | null;
};

export type LoadAnswer =
  | { readonly ok: true; readonly loaded: Loaded }
  | { readonly ok: false; readonly problem: Problem };

/** A server that is older than this app tells no times. */
type RecordAnswer = Omit<RecordTrail, "times"> & Partial<Pick<RecordTrail, "times">>;

type Notes = { proofs: Map<string, Proof>; flags: Map<string, readonly string[]> };

export async function loadRecord(subject: string): Promise<LoadAnswer> {
  const answer = await call<RecordAnswer>("GET", pathTo(`records/${subject}`));
  const own = await ownNotes(subject);
  if (answer.ok) return { ok: true, loaded: await fromServer(subject, answer.value, own) };
  const kept = await fromDevice(subject, own);
  return kept ? { ok: true, loaded: kept } : { ok: false, problem: answer.problem };
}

async function fromServer(subject: string, answer: RecordAnswer, own: OwnNotes): Promise<Loaded> {
  const wires = [...answer.entries, ...answer.about].map(parseWire);
  const lines = await Promise.all(wires.map(readLine));
  const notes = await judge(wires, lines, answer.receipt);
  const told = new Set(lines.map((line) => line.id));
  const unsent = own.lines.filter((line) => !told.has(line.id) && concerns(line, subject, lines));
  for (const line of unsent) notes.proofs.set(line.id, own.proofs.get(line.id) ?? UNCHECKED);
  const known = marked([...lines, ...unsent]); // an older server marks no line itself
  const history = historyOf(subject, known);
  const authors = { ...localAuthors(), ...answer.authors };
  const times = new Map(Object.entries(answer.times ?? {}));
  return { history, known, ...notes, times, authors, asOf: null };
}

async function fromDevice(subject: string, own: OwnNotes): Promise<Loaded | null> {
  const pulled = await pulledLines(subject);
  const first = [...own.lines, ...pulled].filter((line) => line.subject === subject);
  if (!first.length) return null;
  const known = [...own.lines, ...pulled];
  const retaining = known.filter((line) => retains(line, subject));
  const retained = new Set(retaining.map((line) => line.subject));
  const lines = known.filter((line) =>
    retained.has(line.subject) || concerns(line, subject, first));
  const history = historyOf(subject, lines);
  return {
    history, known: lines, proofs: own.proofs, flags: own.flags, times: new Map(),
    authors: localAuthors(),
    asOf: server.value.answeredAt ?? "",
  };
}

const ABOUT = [
  "lab.result.issued", "reconciliation.decided", "quarantine.released", "hold.", "erasure.",
  "part.erased", "disclosure.made",
];

/** Say whether a line is a hold on the record or an order to erase of it. */
function retains(line: Line, subject: string): boolean {
  return (line.parts["hold"] ?? line.parts["order"])?.["record"] === subject;
}

async function pulledLines(subject: string): Promise<Line[]> {
  const kept = await Promise.all([linesOf(subject), ...ABOUT.map((kind) => allLines(kind))]);
  return Promise.all(kept.flat().map((each) => readLine(each.line)));
}

/** Whether a line is of this record or about it: its item, its decision, its release. */
function concerns(line: Line, subject: string, record: readonly Line[]): boolean {
  if (line.subject === subject) return true;
  if (line.parts["decision"]?.["screening"] === subject) return true;
  const item = line.kind === "disclosure.made" ? line.subject : line.parts["result"]?.["item"];
  const ofItem = (each: Line): boolean => each.parts["item"]?.["item"] === item;
  if (item !== undefined && record.some(ofItem)) return true;
  const released = line.kind === "quarantine.released";
  return released && record.some((each) => line.follows.includes(each.id));
}

export const UNCHECKED: Proof = { sort: "unchecked" };

/** Judge every line by the receipt that came with it; without a pinned key nothing is judged. */
async function judge(
  wires: readonly WireLine[], lines: readonly Line[], receipt: Receipt,
): Promise<Notes> {
  const notes: Notes = { proofs: new Map(), flags: new Map() };
  // While nothing is signed a receipt proves nothing: that is no proof that failed.
  const unsigned = receipt.checkpoint === "" && (await isReadOnly());
  const pin = unsigned ? null : identity.value;
  const checks = pin ? await checksOf(wires, lines, receipt, pin) : [];
  for (const [at, line] of lines.entries()) {
    const check = checks[at];
    notes.proofs.set(line.id, check ? await proofOf(check, wires[at]) : UNCHECKED);
    if (check?.outcome === "believed") notes.flags.set(line.id, check.flags);
  }
  return notes;
}

async function checksOf(
  wires: readonly WireLine[], lines: readonly Line[], receipt: Receipt, pin: Pin,
): Promise<LineCheck[]> {
  const results = new Map(receipt.results.map((result) => [result.id, result]));
  const arranged = lines.map((line) => results.get(line.id) ?? ABSENT);
  const { logbook, checkpointKey } = pin;
  const ordered = { ...receipt, results: arranged };
  return (await checkReceipt([...wires], ordered, { logbook, checkpointKey })).lines;
}

const ABSENT: PushResult = {
  id: "", verdict: "accepted", code: "", position: -1, stamp: "", flags: [], proof: [],
};

/** The receipt covers header, signature and stamp; the parts are held against the header. */
export async function proofOf(check: LineCheck, wire: WireEntry | undefined): Promise<Proof> {
  if (check.outcome === "malformed") return { sort: "failed", why: check.code };
  if (check.outcome === "disbelieved") return { sort: "failed", why: check.why };
  if (!wire) return UNCHECKED;
  if (wire.position !== check.position || wire.stamp !== check.stampText) {
    return { sort: "failed", why: "line_differs" };
  }
  const header = readHeader(wire.header);
  const fits = header !== null && (await partsFit(header, wire.parts));
  return fits ? { sort: "checked", at: localMoment() } : { sort: "failed", why: "part_mismatch" };
}

type OwnNotes = Notes & { lines: Line[] };

async function ownNotes(subject: string): Promise<OwnNotes> {
  const notes: OwnNotes = { lines: [], proofs: new Map(), flags: new Map() };
  for (const own of await ownEntries()) {
    if (own.subject !== subject && !ABOUT.some((kind) => own.kind.startsWith(kind))) continue;
    const line = await readLine(lineOf(own));
    notes.lines.push(line);
    notes.proofs.set(line.id, ownProof(own));
    notes.flags.set(line.id, own.flags);
  }
  return notes;
}

function ownProof(own: OwnEntry): Proof {
  if (own.state === "receipt_not_believed") return { sort: "failed", why: own.code };
  return own.position >= 0 && own.checkedAt ? { sort: "checked", at: own.checkedAt } : UNCHECKED;
}

function localAuthors(): Authors {
  const people = new Map(registry.value.people.map((each) => [each.person, each]));
  const named = registry.value.keys.flatMap((key) => {
    const person = people.get(key.person);
    if (!person) return [];
    return [[key.key, { person: key.person, name: person.name, unit: person.unit }] as const];
  });
  const me = identity.value;
  const own = me ? ownKeys(me).map((key) => [key, me.person] as const) : [];
  return Object.fromEntries([...named, ...own]);
}

