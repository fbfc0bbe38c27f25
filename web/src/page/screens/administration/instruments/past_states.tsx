/** Every state of one instrument that this browser has read, newest first. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { InstrumentState } from "../../../../shared/types.gen.ts";
import { plainDay } from "../../../i18n/dates.ts";
import { t } from "../../../i18n/text.ts";
import { counts } from "../../../model/counting.ts";
import { linesOf } from "../../../store/lines.ts";
import { showLatest } from "../../../ui/latest.ts";
import { Verbatim } from "../../../ui/verbatim.tsx";
import { serviceText } from "../frame/words.ts";

export function PastStates({ instrument }: { instrument: string }): JSX.Element | null {
  const states = useSignal<InstrumentState[]>([]);
  useEffect(
    () => showLatest(readStates(instrument), (found) => (states.value = found)),
    [instrument],
  );
  if (!states.value.length) return null;
  return (
    <section class="stack">
      <h3>{t("admin.instruments.states")}</h3>
      <ol class="stack">
        {states.value.map((state, index) => (
          <li class="past" key={index}>
            <strong>{plainDay(state.since)}</strong> {serviceText(state.in_service)}
            <span class="under">
              <Verbatim text={[state.firmware, state.library].filter(Boolean).join(" · ")} />
            </span>
            {state.note && <span class="under">{state.note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

export async function readStates(instrument: string): Promise<InstrumentState[]> {
  const lines = await linesOf(instrument);
  const states = lines.filter(counts).flatMap(
    (line) => (line.parts["state"] as InstrumentState | undefined) ?? [],
  );
  return states.sort((a, b) => b.since.localeCompare(a.since));
}
