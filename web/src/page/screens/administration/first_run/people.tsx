/** Step 5: one officer for the unit and one chemist for the laboratory. */
import type { JSX } from "preact";
import { SignedForm } from "../../../forms/form.tsx";
import { t } from "../../../i18n/text.ts";
import type { Act } from "../../../model/act.ts";
import { registerPerson } from "../../../model/kinds/organisation.ts";
import { personSentence } from "../people/people.tsx";
import { NameFields } from "../people/person_fields.tsx";
import type { Progress, StepProps } from "./progress.ts";
import { Later } from "./unit.tsx";

/** Who is registered here: one for the unit, one for the laboratory when there is one. */
const PLACES = {
  officer: { role: "officer", unit: "unit" },
  chemist: { role: "analyst", unit: "laboratory" },
} as const;

export type Colleague = keyof typeof PLACES;

/** Without a laboratory there is nowhere for a chemist to work. */
export function colleagues(progress: Progress): Colleague[] {
  return progress.done.includes("laboratory") ? ["officer", "chemist"] : ["officer"];
}

export function StepPeople({ progress, saver, next, later }: StepProps): JSX.Element {
  const { value } = progress;
  const who = colleagues(value);
  const whole = who.every((one) => value[one].name.trim());
  const sign = async (): Promise<void> => {
    if (whole && (await saver.save(who.map((one) => registration(value, one))))) next();
  };
  return (
    <div class="card form">
      <SignedForm
        sentence={whole ? who.map((one) => sentenceFor(value, one)).join("\n") : ""}
        busy={saver.saving.state === "signing"}
        button={t("first_run.save_next")}
        onSign={() => void sign()}
      >
        {(tried) => who.map((one) => <ColleagueFields key={one} {...{ one, progress, tried }} />)}
      </SignedForm>
      <Later later={later} />
    </div>
  );
}

function ColleagueFields(
  { one, progress, tried }: Pick<StepProps, "progress"> & { one: Colleague; tried: boolean },
): JSX.Element {
  const text = progress.value[one];
  const unit = progress.value[PLACES[one].unit];
  return (
    <fieldset class="stack-close">
      <legend class="field-label">{t(`first_run.people.${one}`)}</legend>
      <p class="field-hint">{t(`first_run.people.${one}_at`, { unit })}</p>
      <NameFields text={text} tried={tried}
        set={(change) => progress.set({ [one]: { ...text, ...change } })} />
    </fieldset>
  );
}

function registration(progress: Progress, one: Colleague): Act {
  const { role, unit } = PLACES[one];
  const appointment = { unit: progress.ids[unit], roles: [role] };
  return registerPerson(progress.ids[one], progress[one], appointment);
}

function sentenceFor(progress: Progress, one: Colleague): string {
  const { role, unit } = PLACES[one];
  const stated = { person: progress[one], appointment: { unit: "", roles: [role] } };
  return personSentence(stated, true, { unit: progress[unit] });
}
