/** Step 2: the organisation, the founder's own person in it, and the first unit. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Role, Unit } from "../../../../shared/types.gen.ts";
import { SignedForm } from "../../../forms/form.tsx";
import { t } from "../../../i18n/text.ts";
import { registerPerson, registerUnit } from "../../../model/kinds/organisation.ts";
import { Button } from "../../../ui/buttons.tsx";
import { ChoiceGroup } from "../../../ui/choice.tsx";
import { TextField } from "../../../ui/fields.tsx";
import { me, servable } from "../frame/known.ts";
import { Footnotes, TerritoryField } from "../frame/territory.tsx";
import { kindName, wanting } from "../frame/words.ts";
import { personSentence } from "../people/people.tsx";
import { KINDS, SiteField } from "../units/unit_fields.tsx";
import { unitSentence } from "../units/units.tsx";
import type { Progress, StepProps } from "./progress.ts";

type Founding = { name: string; organisation: Unit; unit: Unit; roles: Role[] };

export function StepUnit({ progress, saver, next }: StepProps): JSX.Element {
  const founding = completeFounding(progress.value);
  const { territory, ids } = progress.value;
  const sign = async (): Promise<void> => {
    if (!founding) return;
    const { name, organisation, unit, roles } = founding;
    const acts = [
      registerUnit(ids.organisation, organisation),
      registerPerson(me().person, { name }, { unit: ids.organisation, roles }),
      registerUnit(ids.unit, unit),
    ];
    if (await saver.save(acts)) next();
  };
  return (
    <div class="card form">
      <SignedForm
        sentence={founding ? foundingSentences(founding) : ""}
        note={<Footnotes codes={[territory]} />}
        busy={saver.saving.state === "signing"}
        button={t("first_run.save_next")}
        onSign={() => void sign()}
      >
        {(tried) => <FoundingFields {...{ progress, tried }} />}
      </SignedForm>
    </div>
  );
}

function completeFounding(progress: Progress): Founding | null {
  const { organisation, unit, kind, site, territory, ids } = progress;
  const name = progress.name.trim() ? progress.name : me().name;
  if (![name, organisation, unit].every((one) => one.trim()) || !territory) return null;
  const roles = me().roles.length ? (me().roles as Role[]) : (["administrator"] as Role[]);
  return {
    name, roles,
    organisation: { name: organisation, kind: "organisation", site: "none", territory },
    unit: { name: unit, kind, site, territory, parent: ids.organisation },
  };
}

function foundingSentences({ name, organisation, unit, roles }: Founding): string {
  const self = { person: { name }, appointment: { unit: "", roles } };
  const sentences = [
    unitSentence(organisation, true, { me: name }),
    personSentence(self, true, { me: name, unit: organisation.name }),
    unitSentence(unit, true, { me: name }),
  ];
  return sentences.join("\n");
}

type FieldsProps = Pick<StepProps, "progress"> & { tried: boolean };

function FoundingFields({ progress, tried }: FieldsProps): JSX.Element {
  const { name, organisation, territory } = progress.value;
  // Step 1 has asked; a person without its text, such as from another profile, is asked here.
  const asked = useMemo(() => !me().name && !name.trim(), []);
  return (
    <>
      {asked && (
        <TextField
          label={t("first_run.you.name")}
          hint={t("first_run.you.name_hint")}
          value={name}
          onInput={(typed) => progress.set({ name: typed })}
          {...wanting(tried && !name.trim(), "admin.missing_value")}
        />
      )}
      <div class="pair">
        <TextField
          label={t("first_run.unit.organisation")}
          hint={t("first_run.unit.organisation_hint")}
          value={organisation}
          onInput={(typed) => progress.set({ organisation: typed })}
          {...wanting(tried && !organisation.trim(), "admin.missing_value")}
        />
        <TerritoryField
          value={territory}
          onChoose={(code) => progress.set({ territory: code })}
          {...wanting(tried && !territory, "admin.missing_choice")}
        />
      </div>
      <UnitFields {...{ progress, tried }} />
    </>
  );
}

function UnitFields({ progress, tried }: FieldsProps): JSX.Element {
  const { unit, kind, site } = progress.value;
  const offered = KINDS.filter((one) => servable({ kind: one }));
  return (
    <>
      <TextField
        label={t("first_run.unit.unit")}
        hint={t("first_run.unit.unit_hint")}
        value={unit}
        onInput={(typed) => progress.set({ unit: typed })}
        {...wanting(tried && !unit.trim(), "admin.missing_value")}
      />
      <ChoiceGroup
        label={t("unit.kind")}
        options={offered.map((one) => ({ value: one, text: kindName(one) }))}
        value={kind}
        onChoose={(one) => progress.set({ kind: one as Progress["kind"] })}
      />
      <SiteField value={site} onChoose={(one) => progress.set({ site: one })} />
    </>
  );
}

/** For the steps that can wait. */
export function Later({ later }: { later: () => void }): JSX.Element {
  return (
    <div class="row end">
      <Button kind="plain" onPress={later}>
        {t("first_run.later")}
      </Button>
    </div>
  );
}
