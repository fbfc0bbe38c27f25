/** Units and laboratories: list, add, change, and whose items a laboratory examines. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Unit } from "../../../../shared/types.gen.ts";
import { SignedForm } from "../../../forms/form.tsx";
import { type Saver, useSaving } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { t } from "../../../i18n/text.ts";
import { changeUnit, registerUnit } from "../../../model/kinds/organisation.ts";
import { newIdentifier } from "../../../platform/identifiers.ts";
import { unitName } from "../../../store/registry.ts";
import { Button } from "../../../ui/buttons.tsx";
import { known, maySign, me, type UnitRow } from "../frame/known.ts";
import { Listing, type Told } from "../frame/listing.tsx";
import { Panel, Section } from "../frame/section.tsx";
import { Footnotes, territoryName } from "../frame/territory.tsx";
import { kindName, siteName } from "../frame/words.ts";
import { ToDo } from "./to_do.tsx";
import { completeUnit, newUnit, textOfUnit, UnitFields, type UnitText } from "./unit_fields.tsx";

export default function Units(): JSX.Element {
  const open = useSignal<UnitRow | "new" | null>(null);
  const saver = useSaving();
  const { units } = known();
  const start = (row: UnitRow | "new"): void => {
    saver.forget();
    open.value = row;
  };
  const add = maySign() && (
    <Button kind="primary" onPress={() => start("new")}>{t("admin.units.add")}</Button>
  );
  const close = (): void => {
    open.value = null;
  };
  return (
    <Section
      name="units"
      action={add}
      verdict={<Verdict saving={saver.saving} />}
      panel={
        open.value && <UnitForm key={keyOf(open.value)} row={open.value} {...{ close, saver }} />
      }
    >
      <ToDo />
      <Listing
        caption={t("admin.units.title")}
        rows={units}
        keyOf={(row) => row.unit}
        columns={columns(start)}
        empty={{ title: "admin.units.empty", next: "admin.units.empty_next" }}
        search={{ label: "admin.units.search", texts: (row) => [row.name, kindName(row.kind)] }}
      />
      <Footnotes codes={units.map((unit) => unit.territory)} />
    </Section>
  );
}

function keyOf(row: UnitRow | "new"): string {
  return row === "new" ? "new" : row.unit;
}

function columns(change: (row: UnitRow) => void): Told<UnitRow>[] {
  return [
    { key: "name", head: t("unit.name"), cell: (row) => row.name },
    { key: "kind", head: t("unit.kind"), cell: describe },
    { key: "territory", head: t("territory.label"), cell: (row) => territoryName(row.territory) },
    { key: "parent", head: t("unit.parent"), cell: (row) => unitName(row.parent) || "–" },
    { key: "people", head: t("unit.people"), cell: (row) => workers(row.unit) },
    {
      key: "change", head: "",
      cell: (row) => maySign() && (
        <Button onPress={() => change(row)} label={`${t("admin.change")}: ${row.name}`}>
          {t("admin.change")}
        </Button>
      ),
    },
  ];
}

function describe(row: UnitRow): JSX.Element {
  return (
    <>
      {kindAndSite(row)}
      {row.kind === "laboratory" && (
        <span class="under">
          {t("unit.serves")}: {row.serves.map(unitName).join(", ") || "–"}
        </span>
      )}
    </>
  );
}

function kindAndSite({ kind, site }: Unit): string {
  return site === "none" ? kindName(kind) : `${kindName(kind)} · ${siteName(site)}`;
}

function workers(unit: string): number {
  return known().people.filter((person) => person.active && person.unit === unit).length;
}

type FormProps = { row: UnitRow | "new"; close: () => void; saver: Saver };

function UnitForm({ row, close, saver }: FormProps): JSX.Element {
  const subject = useMemo(() => (row === "new" ? newIdentifier() : row.unit), []);
  const beginning = useMemo(() => (row === "new" ? newUnit() : textOfUnit(row)), []);
  const typed = useTyped<UnitText>(`admin.unit.${keyOf(row)}`, beginning);
  const unit = completeUnit(typed.value);
  const sign = async (): Promise<void> => {
    if (!unit) return;
    const act = row === "new" ? registerUnit(subject, unit) : changeUnit(subject, row.entry, unit);
    if (await saver.save([act], typed.key)) close();
  };
  return (
    <Panel title={t(row === "new" ? "admin.units.add_title" : "admin.units.change_title")}>
      <SignedForm
        typed={typed}
        sentence={unit ? unitSentence(unit, row === "new") : ""}
        note={<Footnotes codes={[typed.value.territory]} />}
        busy={saver.saving.state === "signing"}
        onSign={() => void sign()}
        onLeave={close}
      >
        {(tried) => <UnitFields text={typed.value} set={typed.set} {...{ tried }} own={subject} />}
      </SignedForm>
    </Panel>
  );
}

/** `names` are those that the registry does not know yet. */
export function unitSentence(
  unit: Unit, fresh: boolean, names: { me?: string; serves?: string } = {},
): string {
  const facts = {
    me: names.me ?? me().name, name: unit.name, kind: kindAndSite(unit),
    territory: territoryName(unit.territory),
  };
  const said = t(fresh ? "admin.signs.unit_new" : "admin.signs.unit_change", facts);
  if (unit.kind !== "laboratory") return said;
  const units = names.serves ?? (unit.serves ?? []).map(unitName).join(", ");
  return `${said} ${t("admin.signs.serves", { units: units || "–" })}`;
}
