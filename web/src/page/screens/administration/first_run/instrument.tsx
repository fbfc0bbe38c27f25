/** Step 4: the analyser of the first unit, with the state it is in today. */
import type { JSX } from "preact";
import { SignedForm } from "../../../forms/form.tsx";
import { t } from "../../../i18n/text.ts";
import { registerInstrument, stateInstrument } from "../../../model/kinds/organisation.ts";
import {
  completeInstrument, InstrumentFields, newState, StateFields, type StateText,
} from "../instruments/instrument_fields.tsx";
import { instrumentSentence } from "../instruments/instruments.tsx";
import type { StepProps } from "./progress.ts";
import { Later } from "./unit.tsx";

export function StepInstrument({ progress, saver, next, later }: StepProps): JSX.Element {
  const { ids, instrument: text, firmware, library, since, unit } = progress.value;
  const state: StateText = { ...newState(), firmware, library, since };
  const instrument = since ? completeInstrument({ ...text, unit: ids.unit }) : null;
  const sign = async (): Promise<void> => {
    if (!instrument) return;
    const acts = [
      registerInstrument(ids.instrument, instrument), stateInstrument(ids.instrument, "", state),
    ];
    if (await saver.save(acts)) next();
  };
  return (
    <div class="card form">
      <SignedForm
        sentence={instrument ? instrumentSentence(instrument, state, unit) : ""}
        busy={saver.saving.state === "signing"}
        button={t("first_run.save_next")}
        onSign={() => void sign()}
      >
        {(tried) => (
          <>
            <InstrumentFields text={text} tried={tried} settled
              set={(change) => progress.set({ instrument: { ...text, ...change } })} />
            <StateFields text={state} tried={tried} first set={progress.set} />
          </>
        )}
      </SignedForm>
      <Later later={later} />
    </div>
  );
}
