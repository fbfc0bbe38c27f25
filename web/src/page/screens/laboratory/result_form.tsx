// The fields of a laboratory result, in the order of a paper report. Enter in a finding adds the
// next one, so that a report can be typed without leaving the keyboard.

import type { JSX } from "preact";

import { t } from "../../i18n/text.ts";
import { VOCABULARY } from "../../model/words.ts";
import { wordText } from "../../shown/values.tsx";
import { Button } from "../../ui/buttons.tsx";
import { DateField } from "../../ui/date_field.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import {
  type FindingRow, isWritten, type MethodRow, needsMethod, NO_FINDING, NO_METHOD, type ResultDraft,
} from "./result_draft.ts";

type FormProps = {
  draft: ResultDraft;
  lacking: readonly string[];
  onChange: (draft: ResultDraft) => void;
};

type TextName =
  | "laboratory_number" | "report_number" | "examined_words" | "statement" | "analyst" | "reviewer";

type ListName = "report_status" | "examined" | "scope" | "finding_status";

export function ResultFields(props: FormProps): JSX.Element {
  return (
    <div class="stack">
      <fieldset class="card form-grid">
        <legend>{t("lab.report")}</legend>
        <Text {...props} name="laboratory_number" verbatim required />
        <Text {...props} name="report_number" verbatim required />
        <Word {...props} name="status" list="report_status" label="report_status" />
        <DateField id="r-issued_on" label={t("view.field.issued_on")} value={props.draft.issued_on}
          error={missing(props, "r-issued_on")} required
          onDay={(issued_on) => props.onChange({ ...props.draft, issued_on })} />
        <Text {...props} name="analyst" required />
        <Text {...props} name="reviewer" />
      </fieldset>
      <fieldset class="card">
        <legend>{t("lab.examination")}</legend>
        <Word {...props} name="examined" list="examined" label="examined" />
        {props.draft.examined !== "examined" && <Text {...props} name="examined_words" />}
        <Methods {...props} />
      </fieldset>
      <fieldset class="card">
        <legend>{t("lab.findings")}</legend>
        <Findings {...props} />
        <Text {...props} name="statement" lines verbatim required />
      </fieldset>
    </div>
  );
}

function missing(props: FormProps, id: string): string {
  return props.lacking.includes(id) ? t("desk.needed") : "";
}

function Text(
  props: FormProps & { name: TextName; lines?: boolean; verbatim?: boolean; required?: boolean },
): JSX.Element {
  const { name, draft, onChange } = props;
  const id = `r-${name}`;
  return (
    <TextField
      id={id}
      label={t(`view.field.${name}`)}
      error={missing(props, id)}
      value={draft[name]}
      lines={props.lines ?? false}
      verbatim={props.verbatim ?? false}
      required={props.required}
      onInput={(text) => onChange({ ...draft, [name]: text })}
    />
  );
}

function options(list: ListName): { value: string; text: string }[] {
  return VOCABULARY[list].map((word) => ({ value: word, text: wordText(`${list}.${word}`) }));
}

function Word(
  props: FormProps & { name: "status" | "examined"; list: ListName; label: string },
): JSX.Element {
  const { name, draft, onChange } = props;
  const id = `r-${name}`;
  return (
    <SelectField
      id={id}
      label={t(`view.field.${props.label}`)}
      error={missing(props, id)}
      required
      value={draft[name]}
      options={options(props.list)}
      onChoose={(word) => onChange({ ...draft, [name]: word })}
    />
  );
}

function rowsWith<Row>(rows: readonly Row[], at: number, change: Partial<Row>): Row[] {
  return rows.map((row, n) => (n === at ? { ...row, ...change } : row));
}

function Methods(props: FormProps): JSX.Element {
  const { draft, onChange } = props;
  const lay = (at: number, change: Partial<MethodRow>): void =>
    onChange({ ...draft, methods: rowsWith(draft.methods, at, change) });
  return (
    <div class="stack">
      {draft.methods.map((row, at) => (
        <div class="form-row" key={at}>
          <TextField id={`r-method-${at}-name`} label={`${t("view.field.lab_method")} ${at + 1}`}
            error={missing(props, `r-method-${at}-name`)} value={row.name}
            required={needsMethod(draft, at)}
            onInput={(name) => lay(at, { name })} />
          <SelectField id={`r-method-${at}-scope`} label={t("view.field.lab_scope")}
            error={missing(props, `r-method-${at}-scope`)} value={row.scope}
            required={needsMethod(draft, at)}
            options={options("scope")} onChoose={(scope) => lay(at, { scope })} />
          {row.scope === "target_list" && (
            <TextField label={t("view.field.lab_list")} value={row.list_name}
              onInput={(list_name) => lay(at, { list_name })} />
          )}
        </div>
      ))}
      <Button kind="plain" id="add-method"
        onPress={() => onChange({ ...draft, methods: [...draft.methods, NO_METHOD] })}>
        {t("desk.add_method")}
      </Button>
    </div>
  );
}

function Findings(props: FormProps): JSX.Element {
  const { draft, onChange } = props;
  const add = (): void => {
    onChange({ ...draft, findings: [...draft.findings, NO_FINDING] });
    const next = `r-finding-${draft.findings.length}-name`;
    requestAnimationFrame(() => document.getElementById(next)?.focus());
  };
  const press = (event: KeyboardEvent): void => {
    const input = (event.target as HTMLElement).tagName === "INPUT";
    if (event.key !== "Enter" || !input || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  return (
    <div class="stack" onKeyDown={press}>
      {draft.findings.map((row, at) => (
        <FindingFields key={at} {...props} row={row} at={at} />
      ))}
      <Button kind="plain" id="add-finding" onPress={add}>
        {t("desk.add_finding")}
      </Button>
    </div>
  );
}

function FindingFields(props: FormProps & { row: FindingRow; at: number }): JSX.Element {
  const { draft, onChange, row, at } = props;
  const lay = (change: Partial<FindingRow>): void =>
    onChange({ ...draft, findings: rowsWith(draft.findings, at, change) });
  const text = (name: Exclude<keyof FindingRow, "status">, label: string): JSX.Element => (
    <TextField id={`r-finding-${at}-${name}`} label={label} value={row[name]} verbatim
      error={missing(props, `r-finding-${at}-${name}`)}
      required={name === "name" && isWritten(row)}
      onInput={(typed) => lay({ [name]: typed })} />
  );
  return (
    <div
      class="form-row finding-fields"
      role="group"
      aria-label={t("desk.finding_n", { n: at + 1 })}
    >
      {text("name", `${t("view.field.lab_finding")} ${at + 1}`)}
      <SelectField id={`r-finding-${at}-status`} label={t("view.field.lab_status")}
        error={missing(props, `r-finding-${at}-status`)} value={row.status}
        required={isWritten(row)}
        options={options("finding_status")} onChoose={(status) => lay({ status })} />
      {text("form", t("view.field.lab_form"))}
      {text("amount", t("view.field.amount"))}
      {text("unit", t("view.field.amount_unit"))}
      {text("uncertainty", t("view.field.uncertainty"))}
    </div>
  );
}
