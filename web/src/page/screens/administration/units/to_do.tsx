/** What a first screening still needs, for an administrator who left the guided set-up. */
import type { JSX } from "preact";
import { t } from "../../../i18n/text.ts";
import { Notice } from "../../../ui/notice.tsx";
import { known, servable } from "../frame/known.ts";

const NEEDED = ["unit", "laboratory", "instrument", "officer", "analyst"] as const;
type Needed = (typeof NEEDED)[number];

const SCREENS: Readonly<Record<Needed, string>> = {
  unit: "units", laboratory: "units", instrument: "instruments", officer: "people",
  analyst: "people",
};

export function ToDo(): JSX.Element | null {
  const missing = NEEDED.filter((one) => !HAVE[one]());
  if (!missing.length || missing.length === NEEDED.length) return null;
  return (
    <Notice title={t("admin.home.to_do")}>
      {missing.map((one) => (
        <a class="btn plain" key={one} href={`#/admin/${SCREENS[one]}`}>
          {t(`admin.missing.${one}`)}
        </a>
      ))}
    </Notice>
  );
}

const HAVE: Readonly<Record<Needed, () => boolean>> = {
  unit: () => known().units.some(servable),
  laboratory: () => known().units.some((unit) => unit.serves.length > 0),
  instrument: () => known().instruments.length > 0,
  officer: () => works("officer"),
  analyst: () => works("analyst"),
};

function works(role: "officer" | "analyst"): boolean {
  return known().people.some((person) => person.active && person.roles.includes(role));
}
