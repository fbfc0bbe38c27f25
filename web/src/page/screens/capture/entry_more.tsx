/** Everything that may be absent, collapsed: what else the screen showed, the item, the papers. */
import type { JSX } from "preact";
import { t, tOr, type Key } from "../../i18n/text.ts";
import { VOCABULARY } from "../../model/words.ts";
import { identity } from "../../store/identity.ts";
import { registry } from "../../store/registry.ts";
import { Button } from "../../ui/buttons.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import type { Draft, TextName } from "./entry_draft.ts";
import type { FormProps } from "./entry_fields.ts";
import { PlaceFields } from "./entry_place.tsx";

type Optional = readonly [name: TextName, lines: boolean];

const OF_SCREEN: readonly Optional[] = [
  ["scan_number", false],
  ["instrument_clock", false],
  ["instrument_language", false],
  ["message", true],
  ["presentation", false],
];

const OF_ITEM: readonly Optional[] = [
  ["description", true],
  ["bag", false],
];

export default function EntryMore(props: FormProps): JSX.Element {
  const { draft, update } = props;
  return (
    <div class="stack">
      <References {...props} />
      {OF_SCREEN.map((field) => optionalText(props, field))}
      <OutcomeField draft={draft} update={update} />
      {OF_ITEM.map((field) => optionalText(props, field))}
      <SecondPerson draft={draft} update={update} />
      {optionalText(props, ["note", true])}
      <PlaceFields place={draft.place} onPlace={(place) => update({ place })} />
      <TextField
        label={t("entry.attempt")}
        hint={t("entry.attempt_hint")}
        inputMode="numeric"
        value={String(draft.attempt)}
        onInput={(value) => update({ attempt: attemptOf(value) })}
      />
    </div>
  );
}

function attemptOf(value: string): number {
  const n = Number(value.replace(/\D/g, ""));
  return n >= 1 && n <= 999 ? n : 1;
}

function optionalText({ draft, update }: FormProps, [name, lines]: Optional): JSX.Element {
  return (
    <TextField
      key={name}
      verbatim
      label={t(`entry.${name}` as Key)}
      lines={lines}
      value={draft.texts[name] ?? ""}
      onInput={(value) => update({ texts: { ...draft.texts, [name]: value } })}
    />
  );
}

type Part = Pick<FormProps, "draft" | "update">;

function OutcomeField({ draft, update }: Part): JSX.Element {
  return (
    <SelectField
      label={t("entry.outcome")}
      value={draft.outcome}
      options={VOCABULARY.outcome_state.map((state) => ({
        value: state,
        text: t(`entry.outcome_${state}`),
      }))}
      onChoose={(outcome) => update({ outcome: outcome || "completed" })}
    />
  );
}

function SecondPerson({ draft, update }: Part): JSX.Element {
  const people = (registry.value?.people ?? []) as { person: string; name: string }[];
  return (
    <SelectField
      label={t("entry.second_person")}
      placeholder={t("entry.nobody")}
      value={draft.second_person}
      options={people
        .filter((one) => one.person !== identity.value?.person.person)
        .map((one) => ({ value: one.person, text: one.name }))}
      onChoose={(second_person) => update({ second_person })}
    />
  );
}

function References({ draft, update, recent }: FormProps): JSX.Element {
  const rows = draft.references;
  const set = (at: number, change: Partial<Draft["references"][number]>): void =>
    update({ references: rows.map((row, index) => (index === at ? { ...row, ...change } : row)) });
  const add = (text: string): void =>
    update({ references: [...rows, { kind: "seizure", text, issuer: "" }] });
  return (
    <fieldset class="stack">
      <legend class="field-label">{t("entry.references")}</legend>
      {rows.map((row, at) => (
        <ReferenceRow key={at} row={row} nth={at + 1} onChange={(change) => set(at, change)} />
      ))}
      {rows.length === 0 && (
        <SelectField
          label={t("entry.references_state")}
          value={draft.references_state}
          options={(["pending", "not_recorded"] as const).map((state) => ({
            value: state,
            text: t(`entry.reference_${state}`),
          }))}
          onChoose={(references_state) => update({ references_state })}
        />
      )}
      <div class="row">
        {rows.length < 10 && <Button onPress={() => add("")}>{t("entry.add_reference")}</Button>}
        {rows.length === 0 &&
          recent.references.slice(0, 3).map((text) => (
            <Button key={text} onPress={() => add(text)}>
              {text}
            </Button>
          ))}
      </div>
    </fieldset>
  );
}

function ReferenceRow(props: {
  row: Draft["references"][number];
  nth: number;
  onChange: (change: Partial<Draft["references"][number]>) => void;
}): JSX.Element {
  return (
    <div class="card">
      <SelectField
        label={t("entry.reference_kind", { n: props.nth })}
        value={props.row.kind}
        options={VOCABULARY.reference_kind.map((kind) => ({
          value: kind,
          text: tOr(`word.reference.${kind}`, kind),
        }))}
        onChoose={(kind) => props.onChange({ kind: kind || "other" })}
      />
      <TextField
        verbatim
        label={t("entry.reference_text")}
        value={props.row.text}
        onInput={(text) => props.onChange({ text })}
      />
      <TextField
        verbatim
        label={t("entry.reference_issuer")}
        value={props.row.issuer}
        onInput={(issuer) => props.onChange({ issuer })}
      />
    </div>
  );
}
