/** The links of a desk, by role. Phones have none: their header leads to list and settings. */
import type { JSX } from "preact";
import { t, type Key } from "../i18n/text.ts";
import { identity } from "../store/identity.ts";

type Place = { path: string; text: Key; roles: readonly string[] };

const READERS = ["analyst", "supervisor", "auditor"] as const;
/** Officers have their own list on a phone; at a desk without a key they read their unit's. */
const KEYLESS = ["officer", ...READERS] as const;
const REVIEWERS = ["supervisor", "auditor"] as const;
const OVERSEERS = ["administrator", "supervisor"] as const;

const PLACES: readonly Place[] = [
  { path: "/desk", text: "shell.worklist", roles: READERS },
  { path: "/desk/quarantine", text: "shell.quarantine", roles: READERS },
  { path: "/desk/review", text: "shell.review", roles: REVIEWERS },
  { path: "/admin/units", text: "shell.units", roles: ["administrator"] },
  { path: "/admin/people", text: "shell.people", roles: ["administrator"] },
  { path: "/admin/instruments", text: "shell.instruments", roles: OVERSEERS },
  { path: "/admin/invites", text: "shell.invites", roles: ["administrator"] },
  { path: "/admin/keys", text: "shell.keys", roles: OVERSEERS },
];

export function placesFor(roles: readonly string[]): readonly Place[] {
  const open = (place: Place): readonly string[] =>
    place.roles === READERS && identity.value === null ? KEYLESS : place.roles;
  return PLACES.filter((place) => open(place).some((role) => roles.includes(role)));
}

export function DeskNav({ path, roles }: { path: string; roles: readonly string[] }): JSX.Element {
  return (
    <nav class="bar-nav" aria-label={t("shell.places")}>
      {placesFor(roles).map((place) => (
        <a
          key={place.path}
          class="bar-tool"
          href={`#${place.path}`}
          aria-current={place.path === path ? "page" : undefined}
        >
          {t(place.text)}
        </a>
      ))}
    </nav>
  );
}
