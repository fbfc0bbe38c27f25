/** A moment by this device's clock, and an age that keeps up with it. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { ageText, momentText } from "../i18n/dates.ts";

/** Moves once in half a minute; whatever shows an age reads it. */
export const minute = signal(Date.now());

setInterval(() => {
  if (document.visibilityState === "visible") minute.value = Date.now();
}, 30_000);

document.addEventListener("visibilitychange", () => {
  minute.value = Date.now();
});

export function TimeText({ at }: { at: string }): JSX.Element {
  return <time dateTime={at}>{momentText(at, new Date(minute.value))}</time>;
}

export function Age({ since }: { since: string }): JSX.Element {
  return <time dateTime={since}>{ageText(since, Math.max(minute.value, Date.now()))}</time>;
}
