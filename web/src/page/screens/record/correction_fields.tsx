// The fields of a correction, in the order of the record. Displayed texts are typed as they are
// on the instrument: the browser corrects nothing.

import type { JSX } from "preact";

import { t } from "../../i18n/text.ts";
import { VOCABULARY } from "../../model/words.ts";
import { wordText } from "../../shown/values.tsx";
import { registry } from "../../store/registry.ts";
import { Button } from "../../ui/buttons.tsx";
import { Check, SelectField, TextField } from "../../ui/fields.tsx";
import {
  type Correction, type Json, type Members, textAt, valueAt, withValue,
} from "./correction.ts";

type Binding = { correction: Correction; onChange: (correction: Correction) => void };
type Bound = Binding & { path: string; label: string };

export function CorrectionFields(props: Binding): JSX.Element {
  return (
    <div class="stack correction">
      <fieldset class="card">
        <legend>{t("view.displayed")}</legend>
        <Text {...props} path="reading.banner.text" label="banner" />
        <Choice {...props} path="reading.colour.colour" label="colour" list="colour" />
        <Rows {...props} path="reading.findings" label="finding" text="name.text" empty={FINDING} />
        <Choice
          {...props}
          path="reading.confidence.state"
          label="confidence_state"
          list="confidence"
        />
        <Text {...props} path="reading.confidence.text" label="confidence" />
        <Text {...props} path="reading.message" label="message" lines />
        <Text {...props} path="reading.method.text" label="method" />
        <InstrumentChoice {...props} />
        <Text {...props} path="reading.scan_number" label="scan_number" />
        <Text {...props} path="reading.instrument_clock" label="instrument_clock" />
        <Compared {...props} />
      </fieldset>
      <fieldset class="card">
        <legend>{t("view.item")}</legend>
        <Text {...props} path="item.number" label="item_number" />
        <Choice {...props} path="item.form" label="form" list="form" />
        <Text {...props} path="item.description" label="description" lines />
        <Text {...props} path="item.bag" label="bag" />
        <Rows
          {...props}
          path="references.references"
          label="reference"
          text="text"
          empty={REFERENCE}
        />
        <Text {...props} path="place.words" label="place_words" />
        <Text {...props} path="note.text" label="note" lines />
      </fieldset>
    </div>
  );
}

const FINDING = {
  name: { text: "", capture: "typed" }, confidence: { state: "device_shows_none" },
};
const REFERENCE = { kind: "seizure", text: "" };

function lay(props: Binding, path: string, value: Json): void {
  const parts = withValue(props.correction.parts as Json, path, value) as Members;
  props.onChange({ ...props.correction, parts });
}

function Text(props: Bound & { lines?: boolean }): JSX.Element {
  return (
    <TextField
      label={t(`view.field.${props.label}`)}
      value={textAt(props.correction.parts, props.path)}
      onInput={(text) => lay(props, props.path, text)}
      verbatim
      {...(props.lines && { lines: true })}
    />
  );
}

function Choice(props: Bound & { list: "colour" | "form" | "confidence" }): JSX.Element {
  const options = VOCABULARY[props.list].map((word) => ({
    value: word, text: wordText(`${props.list}.${word}`),
  }));
  const choose = (word: string): void => {
    if (props.list !== "colour") return lay(props, props.path, word);
    const state = word ? "recorded" : "not_recorded";
    lay(props, "reading.colour", word ? { state, colour: word } : { state });
  };
  return (
    <SelectField
      label={t(`view.field.${props.label}`)}
      value={textAt(props.correction.parts, props.path)}
      options={options}
      onChoose={choose}
    />
  );
}

function InstrumentChoice(props: Binding): JSX.Element {
  const path = "reading.instrument";
  const options = registry.value.instruments.map((each) => ({
    value: each.instrument, text: `${each.manufacturer} ${each.model} · ${each.serial}`,
  }));
  return (
    <SelectField
      label={t("view.field.instrument")}
      value={textAt(props.correction.parts, path)}
      options={options}
      onChoose={(chosen) => chosen && lay(props, path, chosen)}
    />
  );
}

function Compared(props: Binding): JSX.Element {
  const path = "reading.compared_with_screen";
  return (
    <Check
      label={t("view.field.compared")}
      checked={valueAt(props.correction.parts, path) === true}
      onChange={(checked) => lay(props, path, checked)}
    />
  );
}

/** Findings and references: one text each; an emptied one is left out when signing. */
function Rows(props: Bound & { text: string; empty: Json }): JSX.Element {
  const found = valueAt(props.correction.parts, props.path);
  const rows = Array.isArray(found) ? found : [];
  return (
    <div class="stack">
      {rows.map((row, at) => (
        <TextField
          key={at}
          label={`${t(`view.field.${props.label}`)} ${at + 1}`}
          value={textAt(row, props.text)}
          onInput={(text) => lay(props, `${props.path}.${at}.${props.text}`, text)}
          verbatim
        />
      ))}
      <Button kind="plain" onPress={() => lay(props, props.path, [...rows, props.empty])}>
        {t(`record.add_${props.label}`)}
      </Button>
    </div>
  );
}
