/** Counts and sizes by our own patterns; a decimal that was typed is never re-formatted. */
import { language } from "./language.ts";

export function countText(n: number): string {
  const separator = language.value === "en" ? "," : ".";
  return String(n).replace(/\B(?=(\d{3})+$)/g, separator);
}

export function megabytes(bytes: number): string {
  const [unit, size] =
    bytes < 1e9 ? (["MB", bytes / 1e6] as const) : (["GB", bytes / 1e9] as const);
  const rounded = size.toFixed(size < 10 ? 1 : 0);
  return `${language.value === "en" ? rounded : rounded.replace(".", ",")} ${unit}`;
}
