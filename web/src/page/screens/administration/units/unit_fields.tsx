/** The fields of a unit, and what it takes for them to be complete. */
import type { JSX } from "preact";
import type { Site, Unit, UnitKind } from "../../../../shared/types.gen.ts";
import { t } from "../../../i18n/text.ts";
import { ChoiceGroup } from "../../../ui/choice.tsx";
import { Check, SelectField, TextField } from "../../../ui/fields.tsx";
import { known, servable, type UnitRow } from "../frame/known.ts";
import { TerritoryField } from "../frame/territory.tsx";
import { kindName, siteName, wanting } from "../frame/words.ts";

export type UnitText = {
  name: string; kind: UnitKind | ""; site: Site; territory: string; parent: string;
  serves: string[];
};

export const KINDS: readonly UnitKind[] = [
  "joint", "customs", "border_police", "police", "laboratory", "organisation", "other",
];
export const SITES: readonly Site[] = ["land", "sea", "air", "inland", "none"];

/** A new unit gets the parent of the last one, the organisation. */
export function newUnit(): UnitText {
  const units = known().units;
  const top = units.find((unit) => unit.kind === "organisation");
  const territory = top?.territory ?? "";
  return { name: "", kind: "", site: "land", territory, parent: top?.unit ?? "", serves: [] };
}

export function textOfUnit(row: UnitRow): UnitText {
  const { name, kind, site, territory, parent, serves } = row;
  return { name, kind, site, territory, parent, serves: [...serves] };
}

/** The unit to be signed, or null while something is missing. */
export function completeUnit(text: UnitText): Unit | null {
  const { kind, territory } = text;
  if (!text.name.trim() || kind === "" || territory === "") return null;
  return { ...text, kind, serves: kind === "laboratory" ? text.serves : [] };
}

type Props = {
  text: UnitText; set: (change: Partial<UnitText>) => void; tried: boolean; own?: string;
};

export function UnitFields({ text, set, tried, own }: Props): JSX.Element {
  return (
    <>
      <TextField
        label={t("unit.name")}
        value={text.name}
        onInput={(name) => set({ name })}
        {...wanting(tried && !text.name.trim(), "admin.missing_value")}
      />
      <KindField {...{ text, set, tried }} />
      {text.kind === "laboratory" && <ServesField {...{ text, set }} own={own ?? ""} />}
      {text.kind !== "laboratory" && text.kind !== "organisation" && (
        <SiteField value={text.site} onChoose={(site) => set({ site })} />
      )}
      <TerritoryField value={text.territory} onChoose={(territory) => set({ territory })}
        {...wanting(tried && !text.territory, "admin.missing_choice")} />
      <SelectField
        label={t("unit.parent")}
        value={text.parent}
        placeholder={t("unit.no_parent")}
        options={parents(own)}
        onChoose={(parent) => set({ parent })}
      />
    </>
  );
}

function KindField({ text, set, tried }: Omit<Props, "own">): JSX.Element {
  const choose = (kind: string): void => {
    const place = kind === "laboratory" || kind === "organisation" ? "none" : text.site;
    set({ kind: kind as UnitKind, site: place === "none" && kind !== text.kind ? "none" : place });
  };
  return (
    <ChoiceGroup
      label={t("unit.kind")}
      options={KINDS.map((kind) => ({ value: kind, text: kindName(kind) }))}
      value={text.kind}
      onChoose={choose}
      {...wanting(tried && !text.kind, "admin.missing_choice")}
    />
  );
}

export function SiteField(props: {
  value: Site; onChoose: (site: Site) => void;
}): JSX.Element {
  return (
    <ChoiceGroup
      label={t("unit.site_long")}
      options={SITES.map((site) => ({ value: site, text: siteName(site) }))}
      value={props.value}
      onChoose={(site) => props.onChoose(site as Site)}
    />
  );
}

function parents(own: string | undefined): { value: string; text: string }[] {
  const above = known().units.filter((unit) => unit.unit !== own && unit.kind !== "laboratory");
  return above.map((unit) => ({ value: unit.unit, text: unit.name }));
}

type ServesProps = Pick<Props, "text" | "set"> & { own: string };

function ServesField({ text, set, own }: ServesProps): JSX.Element {
  const units = known().units.filter((unit) => servable(unit) && unit.unit !== own);
  const turn = (unit: string, on: boolean): void => {
    const others = text.serves.filter((one) => one !== unit);
    set({ serves: on ? [...others, unit] : others });
  };
  return (
    <fieldset class="field">
      <legend class="field-label">{t("unit.serves")}</legend>
      <p class="field-hint">{t(units.length ? "unit.serves_hint" : "unit.serves_none")}</p>
      {units.map((unit) => (
        <Check
          key={unit.unit}
          label={unit.name}
          checked={text.serves.includes(unit.unit)}
          onChange={(on) => turn(unit.unit, on)}
        />
      ))}
    </fieldset>
  );
}
