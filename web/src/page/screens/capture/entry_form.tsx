/** The required fields of a screening, all on one screen of a phone. Nothing moves when something
 *  is chosen, so that a second touch of a glove never hits another field. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ConfidenceState } from "../../../shared/types.gen.ts";
import { t, tOr, type Key } from "../../i18n/text.ts";
import { profileOf } from "../../model/profile.ts";
import { VOCABULARY } from "../../model/words.ts";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { FieldError, typing } from "../../ui/fields.tsx";
import { InstrumentLine } from "./entry_carried.tsx";
import { usualConfidence, type Draft } from "./entry_draft.ts";
import { errorOf, fieldId, type FormProps } from "./entry_fields.ts";
import { Findings } from "./entry_findings.tsx";
import { WordChoice } from "./word_choice.tsx";

export function EntryForm(props: FormProps): JSX.Element {
  const { draft, update, recent, missing } = props;
  const profile = profileOf(draft.profile);
  return (
    <div class="entry">
      <InstrumentLine {...props} />
      <ItemRow {...props} />
      <WordChoice
        key={`method ${draft.subject}`}
        id={fieldId("method")}
        label={t("entry.method")}
        extra="method-chips"
        picks={profile.methods}
        recent={recent.methods[draft.instrument] ?? []}
        value={draft.method}
        onWords={(method) => update({ method })}
        error={errorOf(missing, "method")}
      />
      <WordChoice
        key={`banner ${draft.subject}`}
        id={fieldId("banner")}
        label={t("entry.banner")}
        picks={profile.banners}
        recent={recent.banners[draft.instrument] ?? []}
        value={draft.banner}
        onWords={(banner) => update({ banner })}
        error={errorOf(missing, "banner")}
      />
      <Colours {...props} />
      <Findings {...props} />
      <Confidence {...props} />
    </div>
  );
}

const FIRST_FORMS = ["powder", "crystal", "tablet"];

function ItemRow({ draft, update, missing }: FormProps): JSX.Element {
  return (
    <div class="item-row">
      <div class="entry-group">
        <label class="field-label entry-head" for={fieldId("number")}>
          {t("entry.number")}
        </label>
        <input
          {...typing({ verbatim: true })}
          id={fieldId("number")}
          aria-invalid={missing.includes("number") ? "true" : undefined}
          maxLength={300}
          value={draft.number}
          onInput={(event) => update({ number: event.currentTarget.value })}
        />
        <FieldError id="entry-number-error" text={errorOf(missing, "number")} />
      </div>
      <ChoiceGroup
        id={fieldId("form")}
        label={t("entry.form")}
        options={FIRST_FORMS.map((form) => ({ value: form, text: formText(form) }))}
        value={draft.form}
        onChoose={(form) => update({ form })}
        error={errorOf(missing, "form")}
        after={<OtherForms draft={draft} update={update} />}
      />
    </div>
  );
}

function formText(form: string): string {
  return tOr(`word.form.${form}`, form);
}

function OtherForms({ draft, update }: Pick<FormProps, "draft" | "update">): JSX.Element {
  const other = draft.form !== "" && !FIRST_FORMS.includes(draft.form);
  return (
    <>
      <select
        class={other ? "chip more-forms chosen" : "chip more-forms"}
        aria-label={t("entry.form_other")}
        value={other ? draft.form : ""}
        onChange={(event) => update({ form: event.currentTarget.value })}
      >
        <option value="">…</option>
        {VOCABULARY.form
          .filter((form) => !FIRST_FORMS.includes(form))
          .map((form) => (
            <option key={form} value={form}>
              {formText(form)}
            </option>
          ))}
      </select>
      {draft.form === "other" && (
        <OwnWords draft={draft} update={update} name="form_words" label="entry.form_words" />
      )}
    </>
  );
}

/** Words for "other": the officer's own, kept as typed. */
function OwnWords(
  props: Pick<FormProps, "draft" | "update"> & {
    name: "form_words" | "colour_words" | "confidence_text" | "confidence_label";
    label: Key;
  },
): JSX.Element {
  const { draft, update, name, label } = props;
  return (
    <input
      {...typing({ verbatim: true })}
      aria-label={t(label)}
      placeholder={t(label)}
      maxLength={300}
      value={draft.texts[name] ?? ""}
      onInput={(event) => update({ texts: { ...draft.texts, [name]: event.currentTarget.value } })}
    />
  );
}

function Colours({ draft, update, missing }: FormProps): JSX.Element {
  const words = [...profileOf(draft.profile).colours, "other", "not_shown"];
  return (
    <ChoiceGroup
      id={fieldId("colour")}
      label={t("entry.colour")}
      extra="colour-chips"
      options={words.map((word) => ({ value: word, text: <ColourWord word={word} /> }))}
      value={draft.colour}
      onChoose={(colour) => update({ colour })}
      error={errorOf(missing, "colour")}
      after={
        draft.colour === "other" && (
          <OwnWords draft={draft} update={update} name="colour_words" label="entry.colour_words" />
        )
      }
    />
  );
}

function ColourWord({ word }: { word: string }): JSX.Element {
  return (
    <span class="colour-word">
      <span class={`swatch swatch-${word}`} aria-hidden="true" />
      {word === "not_shown" ? t("entry.colour_none") : tOr(`word.${word}`, word)}
    </span>
  );
}

/** One line while it says what the instrument's profile says; opened, the three honest answers. */
function Confidence(props: FormProps): JSX.Element {
  const { draft } = props;
  const [open, setOpen] = useState(false);
  const usual = draft.confidence !== "" && draft.confidence === usualConfidence(draft.profile);
  if (!usual || open) return <ConfidenceChoice {...props} />;
  return (
    <button type="button" class="carried" id={fieldId("confidence")} onClick={() => setOpen(true)}>
      <span>
        {t("entry.confidence")}: <strong>{t(`entry.confidence_${usualState(draft)}`)}</strong>
      </span>
      <span class="change">{t("entry.change")}</span>
    </button>
  );
}

function usualState(draft: Draft): ConfidenceState {
  return draft.confidence || "device_shows_none";
}

function ConfidenceChoice(props: FormProps): JSX.Element {
  const { draft, update, missing } = props;
  const shown = draft.confidence === "shown";
  return (
    <ChoiceGroup
      id={fieldId("confidence")}
      label={t("entry.confidence")}
      extra="confidence-chips"
      options={VOCABULARY.confidence.map((state) => ({
        value: state,
        text: t(`entry.confidence_${state}`),
      }))}
      value={draft.confidence}
      onChoose={(state) => update({ confidence: state as Draft["confidence"] })}
      error={errorOf(missing, "confidence")}
      after={
        shown && (
          <>
            <OwnWords {...props} name="confidence_text" label="entry.confidence_text" />
            <OwnWords {...props} name="confidence_label" label="entry.confidence_label" />
          </>
        )
      }
    />
  );
}
