// A correction while it is being typed: a copy of the old values, changed in place by path. What
// is signed are the whole parts that differ, never the differences.

import type { Copying } from "../../model/copied.ts";
import type { Bodies } from "../../model/lines.ts";
import { withoutBlanks } from "../../signing/sign.ts";

export type Json = string | number | boolean | Json[] | { readonly [name: string]: Json };
export type Members = { readonly [name: string]: Json };

export type Correction = Copying & {
  readonly parts: Members;
  readonly code: string;
  readonly text: string;
  readonly follows: readonly string[];
};

const PARTS = ["reading", "item", "place", "references", "note"] as const;

export function beginCorrection(parts: Bodies, follows: readonly string[]): Correction {
  return { parts: parts as Members, copied: Object.keys(parts), code: "", text: "", follows };
}

export function valueAt(value: Json | undefined, path: string): Json | undefined {
  let found = value;
  for (const name of path.split(".")) {
    if (typeof found !== "object") return undefined;
    found = (found as Record<string, Json>)[name];
  }
  return found;
}

export function textAt(value: Json | undefined, path: string): string {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : "";
}

/** Return a copy with the value laid at the path; what is on the way there is made. */
export function withValue(value: Json | undefined, path: string, laid: Json): Json {
  const [name = "", ...rest] = path.split(".");
  const next = rest.length ? withValue(memberOf(value, name), rest.join("."), laid) : laid;
  if (Array.isArray(value)) return value.map((each, at) => (String(at) === name ? next : each));
  return { ...(typeof value === "object" ? value : {}), [name]: next };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === "object" ? (value as Record<string, Json>)[name] : undefined;
}

const COMPARED = "reading.compared_with_screen";

/** What is typed anew has not been compared with the screen, whatever was said of the old words. */
export function askedAgain(before: Correction, after: Correction): Correction {
  const told = valueAt(before.parts, COMPARED) !== valueAt(after.parts, COMPARED);
  const [was, is] = [before, after].map(({ parts }) => spelled((parts["reading"] ?? {}) as object));
  if (told || was === is) return after;
  return { ...after, parts: withValue(after.parts, COMPARED, false) as Members };
}

/** The parts that differ, made whole: states follow what was typed, so that neither lies. */
export function changedParts(base: Bodies, correction: Correction): Record<string, object> {
  const changed: Record<string, object> = {};
  for (const name of PARTS) {
    const part = settled(name, correction.parts[name], base[name] as Members | undefined);
    if (part && spelled(part) !== spelled(base[name] ?? {})) changed[name] = part;
  }
  return changed;
}

function spelled(part: object): string {
  const clean = withoutBlanks(part);
  return JSON.stringify(clean, (_, value: unknown) => (isMembers(value) ? sorted(value) : value));
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function settled(
  name: string, part: Json | undefined, base: Members | undefined,
): Members | undefined {
  if (!isMembers(part)) return undefined;
  const members = part as Members;
  if (name === "reading") return withCaptures(members, base);
  if (name === "references") return withReferences(members);
  if (name === "place") return textAt(members, "words") ? recorded(members) : members;
  return members;
}

function recorded(part: Members): Members {
  return { ...part, state: "recorded" };
}

function withReferences(part: Members): Members {
  const listed = Array.isArray(part["references"]) ? part["references"] : [];
  const written = listed.filter((each) => textAt(each, "text") !== "");
  const state = textAt(part, "state") || "not_recorded";
  const honest = state === "recorded" ? "not_recorded" : state;
  return { ...part, references: written, state: written.length ? "recorded" : honest };
}

/** What was typed anew counts as typed, however the old text had come into the field. */
function withCaptures(reading: Members, base: Members | undefined): Members {
  const findings = Array.isArray(reading["findings"]) ? reading["findings"] : [];
  const named = findings.filter((each) => textAt(each, "name.text") !== "");
  let settledReading: Json = { ...reading, findings: named };
  const paths = ["banner", "method", ...named.map((_, at) => `findings.${at}.name`)];
  for (const path of paths) {
    const text = textAt(settledReading, `${path}.text`);
    if (text === textAt(base, `${path}.text`)) continue;
    settledReading = withValue(settledReading, `${path}.capture`, "typed");
  }
  return settledReading as Members;
}
