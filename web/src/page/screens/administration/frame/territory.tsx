/** Choosing a territory, and the footnotes that are shown with every label. */
import type { JSX } from "preact";
import { language } from "../../../i18n/language.ts";
import { t } from "../../../i18n/text.ts";
import { footnotesOf, labelOf } from "../../../model/territories.ts";
import { SelectField } from "../../../ui/fields.tsx";
import { known } from "./known.ts";

export function territoryName(code: string): string {
  return labelOf(known().territories, code, language.value);
}

export function TerritoryField(props: {
  value: string; onChoose: (code: string) => void; error?: string;
}): JSX.Element {
  const offered = known().territories;
  return (
    <div class="field">
      <SelectField
        label={t("territory.label")}
        value={props.value}
        placeholder={t("territory.choose")}
        options={offered.map(({ code }) => ({ value: code, text: territoryName(code) }))}
        onChoose={props.onChoose}
        {...(props.error && { error: props.error })}
      />
      <Footnotes codes={offered.map(({ code }) => code)} />
    </div>
  );
}

/** Nothing when none of these territories has a footnote. */
export function Footnotes({ codes }: { codes: readonly string[] }): JSX.Element | null {
  const notes = footnotesOf(known().territories, codes, language.value);
  if (!notes.length) return null;
  return (
    <div role="note" aria-label={t("territory.footnote")}>
      {notes.map((note) => (
        <p class="field-hint" key={note}>
          * {note}
        </p>
      ))}
    </div>
  );
}
