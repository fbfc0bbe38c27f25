// Names of what a record refers to by identifier. A territory's label is never shown without its
// footnote, which comes with it as data.

import type { JSX } from "preact";

import { language } from "../i18n/language.ts";
import { t } from "../i18n/text.ts";
import { registry } from "../store/registry.ts";

/** `noted`: the page shows the footnotes of its territories once, with `Footnotes`. */
export function UnitName({ unit, noted }: { unit: string; noted?: boolean }): JSX.Element {
  const found = registry.value.units.find((each) => each.unit === unit);
  if (!found) return <Unnamed id={unit} />;
  return (
    <span>
      <bdi>{found.name}</bdi>
      {found.territory && (
        <>
          {", "}
          <Territory code={found.territory} noted={noted ?? false} />
        </>
      )}
    </span>
  );
}

function Territory({ code, noted }: { code: string; noted: boolean }): JSX.Element {
  const found = registry.value.territories.find((each) => each.code === code);
  const label = found?.labels[language.value] ?? found?.labels["en"] ?? code;
  const footnote = footnoteOf(code);
  return (
    <span>
      {label}
      {footnote && !noted && <small class="footnote">{`* ${footnote}`}</small>}
    </span>
  );
}

function footnoteOf(code: string): string {
  const found = registry.value.territories.find((each) => each.code === code);
  return found?.footnote[language.value] ?? found?.footnote["en"] ?? "";
}

/** The footnotes of the territories of these units, each once. */
export function Footnotes({ units }: { units: readonly string[] }): JSX.Element {
  const shown = registry.value.units.filter((each) => units.includes(each.unit));
  const notes = new Set(shown.map((each) => footnoteOf(each.territory)).filter(Boolean));
  return (
    <>
      {[...notes].map((note) => (
        <p class="footnote" key={note}>{`* ${note}`}</p>
      ))}
    </>
  );
}

export function PersonName({ person }: { person: string }): JSX.Element {
  const found = registry.value.people.find((each) => each.person === person);
  return found ? <bdi>{found.name}</bdi> : <Unnamed id={person} />;
}

export function InstrumentName({ instrument }: { instrument: string }): JSX.Element {
  const found = registry.value.instruments.find((each) => each.instrument === instrument);
  if (!found) return <Unnamed id={instrument} />;
  return <bdi>{`${found.manufacturer} ${found.model} · ${found.serial}`}</bdi>;
}

/** The registry has not arrived here: the identifier is shown for the name. */
function Unnamed({ id }: { id: string }): JSX.Element {
  return <code title={t("view.unnamed")}>{id.slice(-8)}</code>;
}
