// The clock's claims: local time with its offset, and time since this page was loaded.

import { randomBytes, toBase64Url } from "../../shared/bytes.ts";

/** New at each page load, so that `mono` of two entries is compared only within one. */
export const boot: string = toBase64Url(randomBytes(8));

export function mono(): number {
  return Math.round(performance.now());
}

/** Return a moment as entries state it: local wall time, milliseconds, numeric offset. */
export function localMoment(now: Date = new Date()): string {
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${offset < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
