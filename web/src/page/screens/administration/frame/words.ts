/** Vocabulary words of the registry in the reader's language, and who is signing. */
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

/** Finds by any part of any of these texts, whatever their case. */
export function matches(find: string, ...texts: string[]): boolean {
  const wanted = find.trim().toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
