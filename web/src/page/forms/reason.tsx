// The reason every correction, void and release states: a word of the vocabulary, and words where
// the word alone does not say it.

import type { JSX } from "preact";

import { LIMITS } from "../../shared/types.gen.ts";
import { t } from "../i18n/text.ts";
import { VOCABULARY } from "../model/words.ts";
import { wordText } from "../shown/values.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";

export type Because = { readonly code: string; readonly text: string };

export function ReasonFields(props: {
  list: "correction" | "voiding";
  code: string;
  text: string;
  error: string;
  onChange: (reason: Because) => void;
}): JSX.Element {
  const { code, text } = props;
  const options = VOCABULARY[props.list].map((word) => ({
    value: word, text: wordText(`reason.${word}`),
  }));
  return (
    <div class="stack">
      <SelectField
        id="reason-code"
        label={t("record.reason")}
        value={code}
        options={options}
        error={props.error}
        onChoose={(chosen) => props.onChange({ code: chosen, text })}
      />
      <TextField
        id="reason-text"
        label={t("record.reason_text")}
        hint={t("record.reason_hint", { n: LIMITS.reason_characters })}
        value={text}
        lines
        onInput={(typed) => props.onChange({ code, text: typed })}
      />
    </div>
  );
}

export function reasonGiven({ code, text }: Because): boolean {
  return code !== "" && (code !== "other" || saysWhy(text));
}

/** As the server counts: characters, not the units that a script's texts are made of. */
export function saysWhy(text: string): boolean {
  return [...text.trim()].length >= LIMITS.reason_characters;
}

export function reasonMissing(): string {
  return t("record.reason_missing", { n: LIMITS.reason_characters });
}
