/** The instrument and the post: chosen once, carried to the next form, always in sight. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import type { InstrumentRow } from "../../model/registry.ts";
import { identity } from "../../store/identity.ts";
import { registry, unitName } from "../../store/registry.ts";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { Notice } from "../../ui/notice.tsx";
import { usualConfidence, type Draft, type PlaceDraft } from "./entry_draft.ts";
import { errorOf, fieldId, type FormProps } from "./entry_fields.ts";

/** The unit's own instruments first; those taken out of service come last and say so. */
export function instrumentsHere(): InstrumentRow[] {
  const rows = registry.value.instruments;
  const unit = identity.value?.person.unit;
  const rank = (row: InstrumentRow): number =>
    (row.unit === unit ? 0 : 2) + (row.state?.in_service === false ? 1 : 0);
  return [...rows].sort((left, right) => rank(left) - rank(right));
}

export function instrumentState(instrument: string): string {
  return instrumentsHere().find((row) => row.instrument === instrument)?.state?.entry ?? "";
}

/** What the choice of an instrument brings along: its profile's hint on confidence. */
export function withInstrument(row: InstrumentRow): Partial<Draft> {
  const { instrument, profile } = row;
  return { instrument, profile, confidence: usualConfidence(profile) };
}

/** The unit's own post, which the form carries until another place is stated. */
export function ownPost(): PlaceDraft {
  const unit = identity.value?.person.unit ?? "";
  return { state: unit ? "recorded" : "", unit, words: "" };
}

export function placeText(place: PlaceDraft): string {
  if (place.words) return place.words;
  if (place.coordinates) return `${place.coordinates.latitude}, ${place.coordinates.longitude}`;
  const { state } = place;
  if (state === "pending" || state === "not_recorded") return t(`entry.place_${state}`);
  return unitName(place.unit) || t("entry.no_place");
}

export function InstrumentLine(props: FormProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const rows = instrumentsHere();
  const chosen = rows.find((row) => row.instrument === props.draft.instrument);
  if (rows.length === 0)
    return <Notice title={t("entry.no_instrument")} next={t("entry.no_instrument_next")} />;
  if (!chosen || open)
    return <InstrumentChoice {...props} rows={rows} onDone={() => setOpen(false)} />;
  const line = (
    <span>
      <strong>{chosen.model}</strong> {chosen.serial} · {placeText(props.draft.place)}
    </span>
  );
  // With a single instrument there is nothing to change to.
  if (rows.length === 1) return <p class="carried">{line}</p>;
  return (
    <button type="button" class="carried" id={fieldId("instrument")} onClick={() => setOpen(true)}>
      {line}
      <span class="change">{t("entry.change")}</span>
    </button>
  );
}

function InstrumentChoice(
  props: FormProps & { rows: InstrumentRow[]; onDone: () => void },
): JSX.Element {
  const choose = (id: string): void => {
    const row = props.rows.find((one) => one.instrument === id);
    if (row) props.update(withInstrument(row));
    props.onDone();
  };
  return (
    <ChoiceGroup
      id={fieldId("instrument")}
      label={t("entry.instrument")}
      options={props.rows.map((row) => ({ value: row.instrument, text: rowText(row) }))}
      value={props.draft.instrument}
      onChoose={choose}
      error={errorOf(props.missing, "instrument")}
    />
  );
}

function rowText(row: InstrumentRow): string {
  const out = row.state?.in_service === false ? ` (${t("entry.out_of_service")})` : "";
  return `${row.model} ${row.serial}${out}`;
}
