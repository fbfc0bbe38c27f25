/** One of a few, as large buttons. Buttons, not radios: an arrow key never chooses by accident,
 *  and nothing is ever chosen beforehand. */
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { FieldError } from "./fields.tsx";

export type Option = {
  value: string;
  text: ComponentChildren;
  /** Read aloud instead of the text where the text alone would mislead. */
  name?: string | undefined;
  /** A word of a profile that was never compared with a real screen. */
  unverified?: boolean | undefined;
};

type ChoiceProps = {
  label: string;
  options: readonly Option[];
  value: string;
  onChoose: (value: string) => void;
  hint?: ComponentChildren | undefined;
  /** Shown between the label and the options when asked for. */
  explanation?: ComponentChildren | undefined;
  error?: string | undefined;
  id?: string | undefined;
  extra?: string | undefined;
  after?: ComponentChildren | undefined;
};

export function ChoiceGroup(props: ChoiceProps): JSX.Element {
  const own = useId();
  const id = props.id ?? own;
  return (
    <div
      class={props.error ? "field invalid" : "field"}
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={props.error ? `${id}-error` : undefined}
    >
      <div class="entry-head">
        <span class="field-label" id={`${id}-label`}>
          {props.label}
        </span>
        {props.hint && <span class="entry-note">{props.hint}</span>}
      </div>
      {props.explanation && <p class="small">{props.explanation}</p>}
      <div class={`chips ${props.extra ?? ""}`}>
        {props.options.map((option, index) => (
          <Chip
            key={option.value}
            {...option}
            id={index === 0 ? id : undefined}
            pressed={option.value === props.value}
            onPress={() => props.onChoose(option.value)}
          />
        ))}
        {props.after}
      </div>
      <FieldError id={`${id}-error`} text={props.error} />
    </div>
  );
}

type ChipProps = Omit<Option, "value"> & {
  pressed: boolean;
  onPress: () => void;
  id?: string | undefined;
};

export function Chip(props: ChipProps): JSX.Element {
  return (
    <button
      type="button"
      id={props.id}
      class={props.unverified ? "chip unverified" : "chip"}
      aria-pressed={props.pressed ? "true" : "false"}
      aria-label={props.name}
      onClick={props.onPress}
    >
      {props.text}
      {props.unverified && (
        <span class="mark" aria-hidden="true">
          ?
        </span>
      )}
    </button>
  );
}
