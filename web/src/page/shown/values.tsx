// A field of a record as the reader sees it: label, and the value by its sort. Only vocabulary
// words are translated; what was displayed or written is shown exactly.

import type { JSX } from "preact";

import { fullText, plainDay } from "../i18n/dates.ts";
import { t, tOr } from "../i18n/text.ts";
import type { Field, Shown } from "../model/fields.ts";
import { wordKey } from "../model/words.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { InstrumentName, PersonName, UnitName } from "./names.tsx";

/** A word this build does not know is shown as it is written, never left out. */
export function wordText(listed: string): string {
  return tOr(wordKey(listed), listed.slice(listed.indexOf(".") + 1));
}

/** The parts of an entry by the names that readers know. */
export function partNames(parts: readonly string[]): string {
  return parts.map((name) => wordText(`part.${name}`)).join(", ");
}

export function labelText(field: { label: string; nth: number }): string {
  const label = t(`view.field.${field.label}`);
  return field.nth > 0 ? `${label} ${field.nth}` : label;
}

export function ShownValue({ value }: { value: Shown }): JSX.Element {
  switch (value.sort) {
    case "word":
      return <span>{wordText(value.text)}</span>;
    case "moment":
      return <time dateTime={value.text}>{fullText(new Date(value.text))}</time>;
    case "day":
      return <time dateTime={value.text}>{plainDay(value.text)}</time>;
    case "unit":
      return <UnitName unit={value.text} />;
    case "person":
      return <PersonName person={value.text} />;
    case "instrument":
      return <InstrumentName instrument={value.text} />;
    default:
      return <Verbatim text={value.text} />;
  }
}

export function FieldList({ fields }: { fields: readonly Field[] }): JSX.Element {
  return (
    <dl class="facts">
      {fields.map((field) => (
        <div class="fact" key={field.path}>
          <dt>{labelText(field)}</dt>
          <dd>
            <ShownValue value={field.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
