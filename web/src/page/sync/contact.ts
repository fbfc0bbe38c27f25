// What is known of the server: "reachable" means that it answered, and when, never what the
// browser believes about its network.

import { type Signal, signal } from "@preact/signals";

import { localMoment } from "../platform/clock.ts";
import { recall, remember } from "../platform/preferences.ts";

export const server: Signal<{
  /** When it last answered, by this clock. */
  answeredAt: string | null;
  /** Undefined until the first attempt. */
  reachable: boolean | undefined;
  /** How far the server's clock is ahead of this one. */
  skewMs: number | null;
}> = signal({ answeredAt: recall("answered") || null, reachable: undefined, skewMs: null });

/** When this browser will try again by itself; null while it tries. */
export const nextTry: Signal<number | null> = signal(null);

/** Note an answer; `date` is its Date header, good to a second. */
export function noteAnswer(date: string | null, asked: number, answered: number): void {
  const theirs = date === null ? NaN : Date.parse(date);
  const skewMs = Number.isNaN(theirs) ? server.value.skewMs
    : Math.round(theirs + 500 - (asked + answered) / 2);
  const answeredAt = localMoment();
  remember("answered", answeredAt); // a page opened without network still says as of when
  server.value = { answeredAt, reachable: true, skewMs };
}

export function noteSilence(): void {
  server.value = { ...server.value, reachable: false };
}
