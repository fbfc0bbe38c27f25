/** Words of the registry in the reader's language, short names, and what a field lacks. */
import type { Regime, Role, Site, Technique, UnitKind } from "../../../../shared/types.gen.ts";
import { t } from "../../../i18n/text.ts";

export const kindName = (kind: UnitKind): string => t(`unit.${kind}`);
export const siteName = (site: Site): string => t(`unit.site.${site}`);
export const roleName = (role: Role): string => t(`role.${role}`);
export const techniqueName = (technique: Technique): string => t(`admin.technique.${technique}`);
export const regimeName = (regime: Regime): string => t(`admin.regime.${regime}`);

export function roleNames(roles: readonly Role[]): string {
  return roles.map(roleName).join(", ");
}

export function serviceText(inService: boolean): string {
  return t(inService ? "admin.instruments.in_service" : "admin.instruments.out_of_service");
}

/** Enough of a key's name to tell keys of one person apart. */
export function shortKey(key: string): string {
  return key.slice(0, 8);
}

/** Spread into a field: its error when something is wanting, nothing otherwise. */
export function wanting(
  missing: boolean, key: "admin.missing_value" | "admin.missing_choice",
): { error?: string } {
  return missing ? { error: t(key) } : {};
}

/** Finds by any part of any of these texts, whatever their case. */
export function matches(find: string, ...texts: string[]): boolean {
  const wanted = find.trim().toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
