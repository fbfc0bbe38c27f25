/** The fields of an instrument and of its dated states. */
import type { JSX } from "preact";
import type {
  Instrument, InstrumentState, Regime, Technique,
} from "../../../../shared/types.gen.ts";
import { t } from "../../../i18n/text.ts";
import { profileOf } from "../../../model/profile.ts";
import { localMoment } from "../../../platform/clock.ts";
import { ChoiceGroup } from "../../../ui/choice.tsx";
import { DateField } from "../../../ui/date_field.tsx";
import { SelectField, TextField } from "../../../ui/fields.tsx";
import { known, servable } from "../frame/known.ts";
import { regimeName, techniqueName, wanting } from "../frame/words.ts";

export type InstrumentText = Instrument;
export type StateText = Required<InstrumentState>;

const TECHNIQUES: readonly Technique[] = [
  "raman", "ftir", "hpms", "ims", "nir", "colour_kit", "strip", "other",
];
const REGIMES: readonly Regime[] = ["bulk", "trace", "colour", "strip", "quantitative"];

export function newInstrument(unit = ""): InstrumentText {
  return { ...madeBy("trunarc"), serial: "", unit };
}

/** What a profile says about every instrument of its kind; a hint that can be typed over. */
function madeBy(id: string): Omit<Instrument, "serial" | "unit"> {
  const { manufacturer, model, technique, regime } = profileOf(id);
  const words = { technique: technique as Technique, regime: regime as Regime };
  return { profile: id, manufacturer, model, ...words };
}

export function newState(): StateText {
  const since = localMoment().slice(0, 10);
  return { since, firmware: "", library: "", in_service: true, note: "" };
}

export function completeInstrument(text: InstrumentText): Instrument | null {
  const { manufacturer, model, serial, unit } = text;
  return [manufacturer, model, serial].every((one) => one.trim()) && unit ? text : null;
}

type Props = {
  text: InstrumentText;
  set: (change: Partial<InstrumentText>) => void;
  tried: boolean;
  /** Where the unit is settled already, it is not asked for. */
  settled?: boolean;
};

export function InstrumentFields({ text, set, tried, settled }: Props): JSX.Element {
  const profiles = ["trunarc", "other"] as const;
  return (
    <>
      <ChoiceGroup
        label={t("admin.instruments.profile")}
        options={profiles.map((id) => ({ value: id, text: t(`admin.instruments.profile_${id}`) }))}
        value={text.profile}
        onChoose={(id) => set(madeBy(id))}
      />
      {text.profile === "other" && <MakeFields {...{ text, set, tried }} />}
      <TextField
        label={t("admin.instruments.serial")}
        hint={t("admin.instruments.serial_hint")}
        value={text.serial}
        verbatim
        onInput={(serial) => set({ serial })}
        {...wanting(tried && !text.serial.trim(), "admin.missing_value")}
      />
      {!settled && <UnitField {...{ text, set, tried }} />}
    </>
  );
}

function UnitField({ text, set, tried }: Props): JSX.Element {
  const units = known().units.filter(servable);
  return (
    <SelectField
      label={t("admin.instruments.unit_long")}
      value={text.unit}
      placeholder={t("admin.choose")}
      options={units.map((unit) => ({ value: unit.unit, text: unit.name }))}
      onChoose={(unit) => set({ unit })}
      {...wanting(tried && !text.unit, "admin.missing_choice")}
    />
  );
}

function MakeFields({ text, set, tried }: Props): JSX.Element {
  return (
    <>
      <div class="pair">
        {(["manufacturer", "model"] as const).map((name) => (
          <TextField
            key={name}
            label={t(`admin.instruments.${name}`)}
            value={text[name]}
            onInput={(typed) => set({ [name]: typed })}
            {...wanting(tried && !text[name].trim(), "admin.missing_value")}
          />
        ))}
      </div>
      <div class="pair">
        <SelectField
          label={t("admin.instruments.technique")}
          value={text.technique}
          options={TECHNIQUES.map((one) => ({ value: one, text: techniqueName(one) }))}
          onChoose={(one) => set({ technique: (one || "other") as Technique })}
        />
        <SelectField
          label={t("admin.instruments.regime")}
          value={text.regime}
          options={REGIMES.map((one) => ({ value: one, text: regimeName(one) }))}
          onChoose={(one) => set({ regime: (one || "bulk") as Regime })}
        />
      </div>
    </>
  );
}

type StateProps = {
  text: StateText; set: (change: Partial<StateText>) => void; tried: boolean; first?: boolean;
};

export function StateFields({ text, set, tried, first }: StateProps): JSX.Element {
  return (
    <>
      <div class="pair">
        <DisplayedField name="firmware" {...{ text, set }} />
        <DisplayedField name="library" {...{ text, set }} />
      </div>
      <DateField
        label={t("admin.instruments.since_long")}
        value={text.since}
        onDay={(since) => set({ since })}
        {...wanting(tried && !text.since, "admin.missing_value")}
      />
      {!first && <ServiceField {...{ text, set }} />}
    </>
  );
}

function DisplayedField(
  { name, text, set }: Omit<StateProps, "tried"> & { name: "firmware" | "library" },
): JSX.Element {
  return (
    <TextField
      label={t(`admin.instruments.${name}`)}
      hint={t(`admin.instruments.${name}_hint`)}
      value={text[name]}
      verbatim
      onInput={(typed) => set({ [name]: typed })}
    />
  );
}

function ServiceField({ text, set }: Omit<StateProps, "tried">): JSX.Element {
  const states = ["in_service", "out_of_service"] as const;
  return (
    <>
      <ChoiceGroup
        label={t("admin.instruments.state")}
        options={states.map((one) => ({ value: one, text: t(`admin.instruments.${one}`) }))}
        value={text.in_service ? "in_service" : "out_of_service"}
        onChoose={(one) => set({ in_service: one === "in_service" })}
      />
      <TextField
        label={t("admin.instruments.note")}
        hint={t("admin.optional")}
        lines
        value={text.note}
        onInput={(note) => set({ note })}
      />
    </>
  );
}
