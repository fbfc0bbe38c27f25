/** A day, typed as dd.mm.yyyy whatever the browser's own language is. Holds a `Day` of the schemas
 *  or nothing: half a date is an error beside the field and never a value. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { dayFrom, typedDay } from "../i18n/dates.ts";
import { t } from "../i18n/text.ts";
import { Field } from "./fields.tsx";

type DateFieldProps = {
  label: string;
  /** 2026-11-22, or empty. */
  value: string;
  /** Called with a readable day, or with nothing while the text is none. */
  onDay: (day: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  id?: string | undefined;
  required?: boolean | undefined;
};

export function DateField(props: DateFieldProps): JSX.Element {
  const { typed, wrong, type, leave } = useTypedDay(props.value, props.onDay);
  const error = wrong ? t("parts.day_unreadable") : props.error;
  const hint = props.hint ?? t("parts.day_hint");
  return (
    <Field {...props} hint={hint} error={error}>
      {({ id, described, invalid }) => (
        <input
          id={id}
          class="input day-input"
          type="text"
          inputMode="text"
          autoComplete="off"
          maxLength={20}
          value={typed}
          required={props.required}
          aria-describedby={described}
          aria-invalid={invalid ? "true" : undefined}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={leave}
        />
      )}
    </Field>
  );
}

type TypedDay = {
  typed: string;
  wrong: boolean;
  type: (text: string) => void;
  leave: () => void;
};

function useTypedDay(value: string, onDay: (day: string) => void): TypedDay {
  const [typed, setTyped] = useState(typedDay(value));
  const [left, setLeft] = useState(false);
  // What the form was told last: any other value came from outside, such as a draft thrown away.
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(typedDay(value));
  }, [value]);
  const type = (text: string): void => {
    setTyped(text);
    setLeft(false);
    told.current = dayFrom(text);
    onDay(told.current);
  };
  const leave = (): void => {
    setLeft(true);
    const day = dayFrom(typed);
    if (day) setTyped(typedDay(day));
  };
  return { typed, wrong: left && typed.trim() !== "" && !dayFrom(typed), type, leave };
}
