/** What every part of the form is given, and how its fields are named to the page. */
import { t } from "../../i18n/text.ts";
import type { Draft } from "./entry_draft.ts";
import type { RequiredName } from "./entry_parts.ts";
import type { Recent } from "./entry_recent.ts";

export type FormProps = {
  draft: Draft;
  update: (change: Partial<Draft>) => void;
  recent: Recent;
  /** Filled once Save was asked for: what it still lacks. */
  missing: readonly RequiredName[];
};

/** The id of a field's first control, where Save puts the focus. */
export function fieldId(name: RequiredName): string {
  return `entry-${name}`;
}

export function errorOf(missing: readonly RequiredName[], name: RequiredName): string | undefined {
  return missing.includes(name) ? t(`entry.missing.${name}`) : undefined;
}
