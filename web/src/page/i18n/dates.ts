/** Our own patterns: browsers have no date data for several of our languages (dd.mm.yyyy. hh:mm).
 *  Moments are shown by this device's clock and zone; the exact text stands under "technical". */
import { t } from "./text.ts";

const two = (n: number): string => String(n).padStart(2, "0");

export function dayText(when: Date): string {
  return `${two(when.getDate())}.${two(when.getMonth() + 1)}.${when.getFullYear()}.`;
}

export function timeText(when: Date): string {
  return `${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** The time alone for today, else day and time. An unreadable moment is shown as it stands. */
export function momentText(moment: string, now: Date = new Date()): string {
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return moment;
  return dayText(when) === dayText(now) ? timeText(when) : fullText(when);
}

export function fullText(when: Date): string {
  return `${dayText(when)} ${timeText(when)}`;
}

/** A `Day` of the schemas, 2026-11-22. */
export function plainDay(day: string): string {
  return `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}.`;
}

/** The day that somebody typed as 22.11.2026, 22/11/2026 or 22112026; empty when it is none. */
export function readDay(typed: string): string {
  const [, day, month, year] = DAY.exec(typed) ?? EIGHT_DIGITS.exec(typed) ?? [];
  if (!day || !month || !year) return "";
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const when = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(when.getTime()) && when.toISOString().startsWith(text);
  return real ? text : "";
}

const DAY = /^\s*(\d{1,2})[./\s-]+(\d{1,2})[./\s-]+(\d{4})\.?\s*$/;
/** Some phones' digits come without a dot. Fewer would be two days: 1112026 is none. */
const EIGHT_DIGITS = /^\s*(\d\d)(\d\d)(\d{4})\s*$/;

export function ageText(since: string, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - new Date(since).getTime()) / 60_000));
  if (minutes < 60) return t("word.minutes_short", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? t("word.hours_short", { n: hours })
    : t("word.days_short", { n: Math.floor(hours / 24) });
}
