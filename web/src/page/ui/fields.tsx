/** Labelled fields. `verbatim` turns off everything a phone does to what is typed. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "./icons.tsx";

type FieldProps = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Said in a word beside the label, before anything is pressed. */
  required?: boolean | undefined;
};

type Wiring = { id: string; described: string | undefined; invalid: boolean };

/** Label above, hint and error below, both tied to the control by id. */
export function Field(
  props: FieldProps & { id?: string | undefined; children: (wiring: Wiring) => ComponentChildren },
): JSX.Element {
  const own = useId();
  const id = props.id ?? own;
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean);
  return (
    <div class={props.error ? "field invalid" : "field"}>
      <span>
        <label class="field-label" for={id}>
          {props.label}
        </label>
        {props.required && <span class="field-needed"> {t("parts.needed")}</span>}
      </span>
      {props.children({ id, described: described.join(" ") || undefined, invalid: !!props.error })}
      {props.hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <FieldError id={`${id}-error`} text={props.error} />
    </div>
  );
}

export function FieldError(props: { id: string; text: string | undefined }): JSX.Element | null {
  if (!props.text) return null;
  return (
    <p class="field-error" id={props.id}>
      <Icon shape="notice" />
      {props.text}
    </p>
  );
}

type TextFieldProps = FieldProps & {
  value: string;
  onInput: (value: string) => void;
  id?: string | undefined;
  verbatim?: boolean | undefined;
  lines?: boolean | undefined;
  type?: "text" | "password" | "search" | undefined;
  inputMode?: "text" | "numeric" | "decimal" | undefined;
  autoComplete?: string | undefined;
  maxLength?: number | undefined;
};

export function TextField(props: TextFieldProps): JSX.Element {
  return (
    <Field {...props}>
      {(wiring) => <TextControl {...props} wiring={wiring} />}
    </Field>
  );
}

/** A password that can be looked at while it is typed: a long one is typed wrong too easily. */
export function PasswordField(props: Omit<TextFieldProps, "type">): JSX.Element {
  const [shown, setShown] = useState(false);
  return (
    <div class="stack-close">
      <TextField {...props} type={shown ? "text" : "password"} />
      <Check label={t("parts.show_typed")} checked={shown} onChange={setShown} />
    </div>
  );
}

function TextControl(props: TextFieldProps & { wiring: Wiring }): JSX.Element {
  const shared = {
    ...typing(props),
    id: props.wiring.id,
    value: props.value,
    "aria-describedby": props.wiring.described,
    "aria-invalid": props.wiring.invalid ? ("true" as const) : undefined,
    required: props.required,
    maxLength: props.maxLength ?? (props.lines ? 4000 : 300),
  };
  const tell = (event: { currentTarget: { value: string } }): void =>
    props.onInput(event.currentTarget.value);
  const type = (props.type ?? "text") as "text"; // the typings want one literal, not a choice
  if (props.lines) return <textarea {...shared} rows={3} onInput={tell} />;
  return <input {...shared} type={type} inputMode={props.inputMode} onInput={tell} />;
}

type Typing = {
  class: string;
  autoComplete: string;
  autoCapitalize?: "off";
  autoCorrect?: "off";
  spellcheck?: false;
  translate?: false;
  dir?: "auto";
};

/** What every verbatim control needs so that the phone does not correct the officer. */
export function typing(props: {
  verbatim?: boolean | undefined;
  autoComplete?: string | undefined;
}): Typing {
  if (!props.verbatim) return { class: "input", autoComplete: props.autoComplete ?? "off" };
  return {
    class: "input verbatim-input notranslate",
    autoComplete: "off",
    autoCapitalize: "off",
    autoCorrect: "off",
    spellcheck: false,
    translate: false,
    dir: "auto",
  };
}

type SelectProps = FieldProps & {
  value: string;
  options: readonly { value: string; text: string }[];
  onChoose: (value: string) => void;
  placeholder?: string | undefined;
  id?: string | undefined;
};

export function SelectField(props: SelectProps): JSX.Element {
  return (
    <Field {...props}>
      {({ id, described, invalid }) => (
        <select
          id={id}
          required={props.required}
          class="input"
          value={props.value}
          aria-describedby={described}
          aria-invalid={invalid ? "true" : undefined}
          onChange={(event) => props.onChoose(event.currentTarget.value)}
        >
          <option value="">{props.placeholder ?? t("parts.choose")}</option>
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Check(props: {
  label: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
  id?: string | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        id={props.id}
        checked={props.checked}
        aria-invalid={props.invalid ? "true" : undefined}
        aria-describedby={props.describedBy}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
