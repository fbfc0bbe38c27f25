/** Our own patterns: browsers have no date data for several of our languages (dd.mm.yyyy. hh:mm).
 *  Moments are shown by this device's clock and zone; the exact text is under "technical". */
import { t } from "./text.ts";

const two = (n: number): string => String(n).padStart(2, "0");

export function dayText(when: Date): string {
  return `${two(when.getDate())}.${two(when.getMonth() + 1)}.${when.getFullYear()}.`;
}

export function timeText(when: Date): string {
  return `${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** The time alone for today, else day and time. An unreadable moment is shown unchanged. */
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

/** A `Day` as it is typed into a field, 22.11.2026. */
export function typedDay(day: string): string {
  return plainDay(day).replace(/\.+$/, "");
}

const TYPED_DAY = /^(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\s*\.?$/;
const TYPED_DIGITS = /^(\d{2})(\d{2})(\d{4})$/;

/** The `Day` that was typed, or nothing if there is no such day. */
export function dayFrom(typed: string): string {
  const text = typed.trim();
  const [, day = "", month = "", year = ""] = TYPED_DAY.exec(text) ?? TYPED_DIGITS.exec(text) ?? [];
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const when = new Date(`${written}T00:00:00Z`);
  // 31.02. would roll over into March; there is no year 0.
  const real = !Number.isNaN(when.getTime()) && when.toISOString().slice(0, 10) === written;
  return real && year >= "1900" ? written : "";
}

export function ageText(since: string, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - new Date(since).getTime()) / 60_000));
  if (minutes < 60) return t("word.minutes_short", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? t("word.hours_short", { n: hours })
    : t("word.days_short", { n: Math.floor(hours / 24) });
}
