/** The fields of a person, and what it takes for them to be complete. */
import type { JSX } from "preact";
import type { Appointment, Person, Role } from "../../../../shared/types.gen.ts";
import { t } from "../../../i18n/text.ts";
import { begunFrom, type Copying, PERSON } from "../../../model/copied.ts";
import { Check, FieldError, SelectField, TextField } from "../../../ui/fields.tsx";
import { known, type PersonRow } from "../frame/known.ts";
import { roleName, wanting } from "../frame/words.ts";

export type PersonText = Copying & { name: string; number: string; unit: string; roles: Role[] };

export const ROLES: readonly Role[] = [
  "officer", "supervisor", "analyst", "auditor", "administrator",
];

export function newPerson(): PersonText {
  return { name: "", number: "", unit: "", roles: [], copied: [] };
}

export function textOfPerson(row: PersonRow): PersonText {
  const { name, number, unit, roles } = row;
  return begunFrom(PERSON, { name, number, unit, roles: [...roles] }, row.named ?? row.entry);
}

export function completePerson(
  text: PersonText,
): { person: Person; appointment: Appointment } | null {
  const { name, number, unit, roles } = text;
  if (!name.trim() || !unit || !roles.length) return null;
  return { person: { name, number }, appointment: { unit, roles } };
}

type Props = { text: PersonText; set: (change: Partial<PersonText>) => void; tried: boolean };

export function PersonFields({ text, set, tried }: Props): JSX.Element {
  return (
    <>
      <NameFields {...{ text, set, tried }} />
      <SelectField
        label={t("admin.people.unit")}
        value={text.unit}
        placeholder={t("admin.choose")}
        options={known().units.map((unit) => ({ value: unit.unit, text: unit.name }))}
        onChoose={(unit) => set({ unit, roles: text.roles.length ? text.roles : usual(unit) })}
        {...wanting(tried && !text.unit, "admin.missing_choice")}
      />
      <RoleFields {...{ text, set, tried }} />
    </>
  );
}

export function NameFields(props: {
  text: { name: string; number: string };
  set: (change: { name: string } | { number: string }) => void;
  tried: boolean;
  label?: string;
}): JSX.Element {
  const { text, set, tried } = props;
  return (
    <div class="pair">
      <TextField
        label={props.label ?? t("admin.people.name")}
        hint={t("admin.people.name_hint")}
        value={text.name}
        onInput={(name) => set({ name })}
        {...wanting(tried && !text.name.trim(), "admin.missing_value")}
      />
      <TextField
        label={t("admin.people.number")}
        hint={t("admin.optional")}
        value={text.number}
        verbatim
        onInput={(number) => set({ number })}
      />
    </div>
  );
}

/** Most who work in a laboratory are analysts, most others officers. */
function usual(unit: string): Role[] {
  const kind = known().units.find((one) => one.unit === unit)?.kind;
  return kind === "organisation" ? [] : [kind === "laboratory" ? "analyst" : "officer"];
}

function RoleFields({ text, set, tried }: Props): JSX.Element {
  const turn = (role: Role, on: boolean): void =>
    set({ roles: ROLES.filter((one) => (one === role ? on : text.roles.includes(one))) });
  const missing = tried && !text.roles.length;
  return (
    <fieldset class={missing ? "field invalid" : "field"}>
      <legend class="field-label">{t("admin.people.roles")}</legend>
      {ROLES.map((role) => (
        <Check
          key={role}
          label={<RoleLabel role={role} />}
          checked={text.roles.includes(role)}
          onChange={(on) => turn(role, on)}
        />
      ))}
      <FieldError id="roles-error" text={missing ? t("admin.missing_choice") : undefined} />
    </fieldset>
  );
}

function RoleLabel({ role }: { role: Role }): JSX.Element {
  return (
    <>
      {roleName(role)} <span class="role-does">{t(`role.${role}.does`)}</span>
    </>
  );
}
