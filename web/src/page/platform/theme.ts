/** Light, dark, or as the system says. */
import { signal } from "@preact/signals";
import { recall, remember } from "./preferences.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const night = matchMedia("(prefers-color-scheme: dark)");

export const theme = signal<Theme>(THEMES.find((one) => one === recall("theme")) ?? "system");

export function chooseTheme(wish: Theme): void {
  theme.value = wish;
  remember("theme", wish);
  applyTheme();
}

export function applyTheme(): void {
  const dark = theme.value === "dark" || (theme.value === "system" && night.matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

night.addEventListener("change", applyTheme);
