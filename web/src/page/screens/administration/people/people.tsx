/** Colleagues: list, add, change, close the account with a reason, one-time password code. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { SignedForm } from "../../../forms/form.tsx";
import { type Saver, useSaving } from "../../../forms/saving.ts";
import { useStated } from "../../../forms/stated.ts";
import { useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { t } from "../../../i18n/text.ts";
import { afterEdit, PERSON, withoutErased } from "../../../model/copied.ts";
import { changePerson, registerPerson } from "../../../model/kinds/organisation.ts";
import { newIdentifier } from "../../../platform/identifiers.ts";
import { unitName } from "../../../store/registry.ts";
import { Button, ButtonLink } from "../../../ui/buttons.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { known, maySign, me, type PersonRow } from "../frame/known.ts";
import { Listing, type Told } from "../frame/listing.tsx";
import { Panel, Section } from "../frame/section.tsx";
import { roleNames } from "../frame/words.ts";
import { CloseAccount } from "./close_account.tsx";
import { PasswordCode } from "./password_code.tsx";
import {
  completePerson, newPerson, PersonFields, type PersonText, textOfPerson,
} from "./person_fields.tsx";

type Task = "change" | "close" | "code";
type Open = { task: "add" } | { task: Task; row: PersonRow };

export default function People(): JSX.Element {
  const open = useSignal<Open | null>(null);
  const saver = useSaving();
  const { people } = known();
  const start = (next: Open): void => {
    saver.forget();
    open.value = next;
  };
  const add = maySign() && (
    <Button kind="primary" onPress={() => start({ task: "add" })}>{t("admin.people.add")}</Button>
  );
  return (
    <Section
      name="people"
      action={add}
      verdict={<Verdict saving={saver.saving} />}
      panel={open.value && panelOf(open.value, saver, (next) => void (open.value = next))}
    >
      <Listing
        caption={t("admin.people.title")}
        rows={people}
        keyOf={(row) => row.person}
        columns={columns(start)}
        empty={{ title: "admin.people.empty", next: "admin.people.empty_next" }}
        search={{ label: "admin.people.search", texts: (row) => [row.name, row.number] }}
      />
    </Section>
  );
}

function panelOf(open: Open, saver: Saver, turn: (next: Open | null) => void): JSX.Element {
  const close = (): void => turn(null);
  if (open.task === "add") return <PersonForm key="new" row={null} {...{ saver, close }} />;
  const { row } = open;
  const key = `${open.task}-${row.person}`;
  if (open.task === "close") return <CloseAccount {...{ key, row, saver, close }} />;
  if (open.task === "code") return <PasswordCode {...{ key, row, close }} />;
  const rarer = <Rarer row={row} start={turn} />;
  return <PersonForm {...{ key, row, saver, close, rarer }} />;
}

function columns(start: (open: Open) => void): Told<PersonRow>[] {
  return [
    { key: "name", head: t("admin.people.name"), cell: nameCell },
    { key: "number", head: t("admin.people.number"), cell: (row) => row.number || "–" },
    { key: "unit", head: t("admin.people.unit"), cell: (row) => unitName(row.unit) || "–" },
    { key: "roles", head: t("admin.people.roles"), cell: (row) => roleNames(row.roles) },
    {
      key: "state", head: t("admin.people.state"),
      cell: (row) => t(row.active ? "admin.people.active" : "admin.people.closed"),
    },
    { key: "do", head: "", cell: (row) => <Tasks row={row} start={start} /> },
  ];
}

function nameCell(row: PersonRow): JSX.Element {
  return (
    <>
      {row.name || row.person.slice(0, 8)}
      {row.person === me().person && <span class="under">{t("admin.people.you")}</span>}
    </>
  );
}

type TasksProps = { row: PersonRow; start: (open: Open) => void };

/** Invites and password codes need no signature: they are offered without a key too. */
function Tasks({ row, start }: TasksProps): JSX.Element {
  return (
    <span class="row tasks">
      {row.active && (
        <ButtonLink kind="plain" to={`/admin/invites?for=${row.person}`}>
          {t("admin.people.invite")}
        </ButtonLink>
      )}
      {maySign() ? (
        <Button onPress={() => start({ task: "change", row })}
          label={`${t("admin.change")}: ${row.name}`}>
          {t("admin.change")}
        </Button>
      ) : (
        row.active && <CodeButton row={row} start={start} />
      )}
    </span>
  );
}

function CodeButton({ row, start }: TasksProps): JSX.Element {
  return (
    <Button onPress={() => start({ task: "code", row })}
      label={`${t("admin.people.code")}: ${row.name}`}>
      {t("admin.people.code")}
    </Button>
  );
}

/** What is rarer than changing: below the form, so that it is not pressed in passing. */
function Rarer({ row, start }: TasksProps): JSX.Element {
  return (
    <div class="row rarer">
      {row.active && <CodeButton row={row} start={start} />}
      <ButtonLink kind="plain" to={`/person/${row.person}`}>
        {t("retention.title")}
      </ButtonLink>
      {row.active && row.person !== me().person && (
        <Button kind="danger" onPress={() => start({ task: "close", row })}>
          {t("admin.people.close_account")}
        </Button>
      )}
    </div>
  );
}

type FormProps = {
  row: PersonRow | null; saver: Saver; close: () => void; rarer?: JSX.Element;
};

function PersonForm({ row, saver, close, rarer }: FormProps): JSX.Element {
  const subject = useMemo(() => row?.person ?? newIdentifier(), []);
  const beginning = useMemo(() => (row ? textOfPerson(row) : newPerson()), []);
  const typed = useTyped<PersonText>(`${PERSON.begins}${row?.person ?? "new"}`, beginning);
  const text = withoutErased(PERSON, typed.value, useStated(subject));
  const set = (change: Partial<PersonText>): void =>
    typed.set(afterEdit(PERSON, text, { ...text, ...change }));
  const whole = completePerson(text);
  const sign = async (): Promise<void> => {
    if (!whole) return;
    const act = row
      ? changePerson(subject, row.entry, whole)
      : registerPerson(subject, whole.person, whole.appointment);
    if (await saver.save([act], typed.key)) close();
  };
  return (
    <Panel title={t(row ? "admin.people.change_title" : "admin.people.add_title")}>
      {!known().units.length && <Notice title={t("admin.people.unit_first")} />}
      <SignedForm
        typed={typed}
        sentence={whole ? personSentence(whole, row === null) : ""}
        busy={saver.saving.state === "signing"}
        onSign={() => void sign()}
        onLeave={close}
      >
        {(tried) => <PersonFields {...{ text, set, tried }} />}
      </SignedForm>
      {rarer}
    </Panel>
  );
}

type Whole = NonNullable<ReturnType<typeof completePerson>>;

/** `names` are those that the registry does not know yet. */
export function personSentence(
  { person, appointment }: Whole, fresh: boolean, names: { me?: string; unit?: string } = {},
): string {
  const facts = {
    me: names.me ?? me().name, name: person.name,
    unit: names.unit ?? unitName(appointment.unit), roles: roleNames(appointment.roles),
  };
  return t(fresh ? "admin.signs.person_new" : "admin.signs.person_change", facts);
}
