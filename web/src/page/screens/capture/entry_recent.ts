/** What this phone's own latest screenings hold, to be offered again. Offered, never preselected:
 *  the order is by time alone, so the app never steers what the officer reads. */
import { recentOwn } from "../../store/outbox.ts";
import type { Carried } from "./entry_draft.ts";
import { draftOf, type Parts } from "./entry_parts.ts";

export type Recent = {
  carried: Carried | null;
  /** By instrument: the texts that were displayed. */
  names: Record<string, string[]>;
  banners: Record<string, string[]>;
  methods: Record<string, string[]>;
  references: string[];
};

const LOOKED_AT = 20;
const OFFERED = 6;

export function nothingRecent(): Recent {
  return { carried: null, names: {}, banners: {}, methods: {}, references: [] };
}

export async function loadRecent(): Promise<Recent> {
  const recent = nothingRecent();
  for (const entry of await recentOwn(LOOKED_AT, "screening.recorded/1")) {
    const parts = bodiesOf(entry.line);
    if (parts["reading"]) collect(recent, parts); // of an erased one nothing is offered again
  }
  return recent;
}

function collect(recent: Recent, parts: Parts): void {
  const draft = draftOf("", parts as Parameters<typeof draftOf>[1]);
  const { instrument, profile, place } = draft;
  recent.carried ??= { instrument, profile, place };
  for (const { name } of draft.findings) offer((recent.names[instrument] ??= []), name.text);
  offer((recent.banners[instrument] ??= []), draft.banner.text);
  offer((recent.methods[instrument] ??= []), draft.method.text);
  for (const { text } of draft.references) offer(recent.references, text);
}

function offer(list: string[], text: string): void {
  if (text && !list.includes(text) && list.length < OFFERED) list.push(text);
}

/** The bodies of an own line. They were serialised by this app, so they parse. */
export function bodiesOf(line: string): Parts {
  const { parts } = JSON.parse(line) as Signed;
  const read = ([name, part]: [string, { body: string }]): [string, object] => [
    name,
    JSON.parse(part.body) as object,
  ];
  return Object.fromEntries(Object.entries(parts).map(read));
}

type Signed = { header: string; parts: Record<string, { body: string }> };

/** The parts that an own line names, and that have been erased since. */
export function erasedOf(line: string): string[] {
  const { header, parts } = JSON.parse(line) as Signed;
  const { parts: named } = JSON.parse(header) as { parts: object };
  return Object.keys(named).filter((name) => !(name in parts));
}
