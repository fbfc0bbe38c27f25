/** Step 3: the laboratory that examines what the first unit screens. */
import type { JSX } from "preact";
import type { Unit } from "../../../../shared/types.gen.ts";
import { SignedForm } from "../../../forms/form.tsx";
import { t } from "../../../i18n/text.ts";
import { registerUnit } from "../../../model/kinds/organisation.ts";
import { TextField } from "../../../ui/fields.tsx";
import { Footnotes, TerritoryField } from "../frame/territory.tsx";
import { wanting } from "../frame/words.ts";
import { unitSentence } from "../units/units.tsx";
import type { Progress, StepProps } from "./progress.ts";
import { Later } from "./unit.tsx";

export function StepLaboratory({ progress, saver, next, later }: StepProps): JSX.Element {
  const { laboratory, territory, unit, ids } = progress.value;
  const whole = completeLaboratory(progress.value);
  const sign = async (): Promise<void> => {
    if (whole && (await saver.save([registerUnit(ids.laboratory, whole)]))) next();
  };
  return (
    <div class="card form">
      <SignedForm
        sentence={whole ? unitSentence(whole, true, { serves: unit }) : ""}
        note={<Footnotes codes={[territory]} />}
        busy={saver.saving.state === "signing"}
        button={t("first_run.save_next")}
        onSign={() => void sign()}
      >
        {(tried) => (
          <>
            <TextField
              label={t("first_run.laboratory.name")}
              hint={t("first_run.laboratory.name_hint")}
              value={laboratory}
              onInput={(typed) => progress.set({ laboratory: typed })}
              {...wanting(tried && !laboratory.trim(), "admin.missing_value")}
            />
            <TerritoryField
              value={territory}
              onChoose={(code) => progress.set({ territory: code })}
              {...wanting(tried && !territory, "admin.missing_choice")}
            />
          </>
        )}
      </SignedForm>
      <Later later={later} />
    </div>
  );
}

function completeLaboratory(progress: Progress): Unit | null {
  const { laboratory: name, territory, ids } = progress;
  if (!name.trim() || !territory) return null;
  const { organisation: parent, unit } = ids;
  return { name, kind: "laboratory", site: "none", territory, parent, serves: [unit] };
}
