/** A further founder, invited by the server's console into a logbook that is set up: who it is. */
import type { JSX } from "preact";
import type { Role } from "../../../../shared/types.gen.ts";
import { SignedForm } from "../../../forms/form.tsx";
import type { Saver } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { t } from "../../../i18n/text.ts";
import { registerPerson } from "../../../model/kinds/organisation.ts";
import { SelectField, TextField } from "../../../ui/fields.tsx";
import { known, me } from "../frame/known.ts";
import { wanting } from "../frame/words.ts";
import { personSentence } from "../people/people.tsx";

export function NameYourself(props: { saver: Saver; name: string }): JSX.Element {
  const { saver } = props;
  const typed = useTyped("first_run.name", { name: props.name, unit: "" });
  const { name, unit } = typed.value;
  const appointment = { unit, roles: me().roles as Role[] };
  const whole = name.trim() && unit ? { person: { name }, appointment } : null;
  const sign = async (): Promise<void> => {
    if (!whole) return;
    await saver.save([registerPerson(me().person, whole.person, appointment)], typed.key);
  };
  return (
    <div class="stack admin">
      <h1 tabIndex={-1}>{t("first_run.name.title")}</h1>
      <p class="soft measure">{t("first_run.name.why")}</p>
      <Verdict saving={saver.saving} />
      <div class="card form">
        <SignedForm
          sentence={whole ? personSentence(whole, true, { me: name }) : ""}
          busy={saver.saving.state === "signing"}
          onSign={() => void sign()}
        >
          {(tried) => <Fields {...{ name, unit, tried }} set={typed.set} />}
        </SignedForm>
      </div>
    </div>
  );
}

type FieldsProps = {
  name: string; unit: string; tried: boolean;
  set: (change: { name?: string; unit?: string }) => void;
};

function Fields({ name, unit, tried, set }: FieldsProps): JSX.Element {
  return (
    <>
      <TextField
        label={t("first_run.you.name")}
        hint={t("first_run.you.name_hint")}
        value={name}
        onInput={(typed) => set({ name: typed })}
        {...wanting(tried && !name.trim(), "admin.missing_value")}
      />
      <SelectField
        label={t("admin.people.unit")}
        value={unit}
        placeholder={t("admin.choose")}
        options={known().units.map((row) => ({ value: row.unit, text: row.name }))}
        onChoose={(chosen) => set({ unit: chosen })}
        {...wanting(tried && !unit, "admin.missing_choice")}
      />
    </>
  );
}
