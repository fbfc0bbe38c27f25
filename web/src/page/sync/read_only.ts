// Whether the server takes in nothing, because its database does not continue what it has signed,
// and what two administrators can do about it (docs/protocol.md 15).

import { type Signal, signal } from "@preact/signals";

import type { Guard, ReadOnlyLogbook } from "../../shared/answers.gen.ts";
import { call, logbookPath, type Problem } from "./http.ts";

/** `next` is what a proposal names; null where no epoch can be opened, or without a session. */
export type WayOut = Pick<ReadOnlyLogbook, "next" | "proposals">;

/** Null while all is well, as far as this browser knows. */
export const readOnly: Signal<WayOut | null> = signal(null);

const UNTOLD: WayOut = { next: null, proposals: [] };
const PAUSE_MS = 60_000;

/** Ask about it if the server has just said so, or if it was so: it may be over. */
export async function heedReadOnly(stopped: Problem | null): Promise<void> {
  const said = stopped?.code === "read_only";
  if (!said && readOnly.value === null) return;
  const known = await askGuard();
  if (said && !known) readOnly.value ??= UNTOLD;
}

/** Say whether the server takes in nothing, asking it if that is news. */
export async function isReadOnly(): Promise<boolean> {
  if (readOnly.value === null) await askGuard();
  return readOnly.value !== null;
}

/** Return whether the server answered. */
export async function askGuard(): Promise<boolean> {
  const asked = await call<Guard>("GET", logbookPath("guard"));
  if (!asked.ok) return false;
  const { value } = asked;
  readOnly.value = value.read_only ? { next: value.next, proposals: value.proposals } : null;
  return true;
}

let watching: ReturnType<typeof setInterval> | undefined;

/** A browser without a key learns of it here alone: ask now and then. */
export function watchGuard(reads: boolean): void {
  clearInterval(watching);
  watching = reads ? setInterval(() => void askGuard(), PAUSE_MS) : undefined;
  if (reads) void askGuard();
}
