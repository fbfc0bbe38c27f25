/** Invites: who, for which browser, time left, state; make, show once, cancel, renew, approve. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { InviteRow } from "../../../../shared/answers.gen.ts";
import type { Browser } from "../../../../shared/types.gen.ts";
import { t } from "../../../i18n/text.ts";
import { route } from "../../../platform/router.ts";
import { unitName } from "../../../store/registry.ts";
import type { Problem } from "../../../sync/http.ts";
import { makeInvite } from "../../../sync/invites.ts";
import { Button } from "../../../ui/buttons.tsx";
import { ChoiceGroup } from "../../../ui/choice.tsx";
import { SelectField } from "../../../ui/fields.tsx";
import { Loading } from "../../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../../ui/notice.tsx";
import { known, type PersonRow } from "../frame/known.ts";
import { Listing, type Told } from "../frame/listing.tsx";
import { Panel, Section } from "../frame/section.tsx";
import { wanting } from "../frame/words.ts";
import { InviteCard, isOver, mayRenew, renewed } from "./invite_card.tsx";
import { clockText, keepMade, readInvites, useInvites, useTimeLeft } from "./invite_list.ts";

/** The number of the invite shown in large, or the form for a new one. */
type Open = { show: string } | { make: string } | null;

export default function Invites(): JSX.Element {
  const asked = route.value.query.get("for") ?? "";
  const open = useSignal<Open>(null);
  useEffect(() => void (asked && (open.value = { make: asked })), [route.value]);
  const { invites, problem } = useInvites();
  const failed = useSignal<Problem | null>(null);
  const asking = async (row: InviteRow): Promise<void> => {
    const answer = await renewed(row, (show) => (open.value = { show }));
    failed.value = answer.ok ? null : answer.problem;
    await readInvites();
  };
  const add = (
    <Button kind="primary" onPress={() => void (open.value = { make: "" })}>
      {t("admin.invites.make")}
    </Button>
  );
  return (
    <Section
      name="invites"
      action={add}
      verdict={
        <>
          {problem && <Unanswered problem={problem} />}
          {failed.value && <ProblemNotice problem={failed.value} />}
        </>
      }
      panel={open.value && panelOf(open.value, invites ?? [], (next) => (open.value = next))}
    >
      {invites ? (
        <Listing
          caption={t("admin.invites.title")}
          rows={invites}
          keyOf={(row) => row.number}
          columns={columns((show) => (open.value = { show }), asking)}
          empty={{ title: "admin.invites.empty", next: "admin.invites.empty_next" }}
        />
      ) : (
        !problem && <Loading />
      )}
    </Section>
  );
}

function Unanswered({ problem }: { problem: Problem }): JSX.Element | null {
  // Signed out and unreachable are said by the section already.
  if (["signed_out", "unreachable"].includes(problem.code)) return null;
  return <ProblemNotice problem={problem} />;
}

function panelOf(
  open: NonNullable<Open>, invites: readonly InviteRow[], turn: (next: Open) => void,
): JSX.Element | null {
  if ("make" in open) {
    const done = (show: string): void => turn(show ? { show } : null);
    return <MakeInvite key={open.make} asked={open.make} done={done} />;
  }
  const row = invites.find((one) => one.number === open.show);
  if (!row) return null;
  return (
    <Panel title={t("admin.invites.card_title", { name: nameOf(row) })}>
      <InviteCard key={row.number} row={row} onNew={(show) => turn({ show })} />
      <div class="row">
        <Button onPress={() => turn(null)}>{t("admin.close")}</Button>
      </div>
    </Panel>
  );
}

function columns(
  show: (number: string) => void, renew: (row: InviteRow) => Promise<void>,
): Told<InviteRow>[] {
  return [
    { key: "name", head: t("admin.invites.person"), cell: nameOf },
    {
      key: "browser", head: t("admin.keys.browser"),
      cell: (row) => t(`admin.browser.${row.browser}`),
    },
    { key: "number", head: t("admin.invites.number"), cell: (row) => row.number },
    {
      key: "state", head: t("admin.invites.state"),
      cell: (row) => t(`admin.invites.state.${row.state}`),
    },
    { key: "left", head: t("admin.invites.left"), cell: (row) => <TimeLeft row={row} /> },
    { key: "tries", head: t("admin.invites.tries"), cell: (row) => row.wrong_codes },
    {
      key: "show", head: "",
      cell: (row) => (
        <span class="row tasks">
          {isOver(row.state) && mayRenew(row) && (
            <Button onPress={() => void renew(row)}
              label={t("admin.invites.renew_for", { name: nameOf(row) })}>
              {t("admin.invites.renew")}
            </Button>
          )}
          {!isOver(row.state) && (
            <Button onPress={() => show(row.number)} label={`${t(showing(row))}: ${nameOf(row)}`}>
              {t(showing(row))}
            </Button>
          )}
        </span>
      ),
    },
  ];
}

/** Nobody is registered yet under an invite that the server's console printed. */
function nameOf(row: InviteRow): string {
  return row.name || t("admin.invites.console");
}

function showing(row: InviteRow): "admin.invites.compare" | "admin.invites.show" {
  return row.state === "locked" ? "admin.invites.compare" : "admin.invites.show";
}

function TimeLeft({ row }: { row: InviteRow }): JSX.Element {
  const left = useTimeLeft(row.expires);
  return <span class="clock">{row.state === "open" && left > 0 ? clockText(left) : "–"}</span>;
}

type Making = { person: string; browser: Browser | ""; tried: boolean; problem: Problem | null };

function MakeInvite(props: { asked: string; done: (number: string) => void }): JSX.Element {
  const people = known().people.filter((person) => person.active);
  const person = people.find((one) => one.person === props.asked);
  const making = useSignal<Making>({
    person: person?.person ?? "", browser: person ? usualBrowser(person) : "", tried: false,
    problem: null,
  });
  const { browser } = making.value;
  const make = async (): Promise<void> => {
    making.value = { ...making.value, tried: true, problem: null };
    if (!making.value.person || !browser) return;
    const answer = await makeInvite(making.value.person, browser);
    if (!answer.ok) {
      making.value = { ...making.value, problem: answer.problem };
      return;
    }
    keepMade(answer.value);
    await readInvites();
    props.done(answer.value.number);
  };
  return (
    <Panel title={t("admin.invites.make_title")}>
      {people.length ? (
        <InviteFields people={people} making={making.value} set={(next) => (making.value = next)} />
      ) : (
        <Notice title={t("admin.invites.nobody")} />
      )}
      {making.value.problem && <ProblemNotice problem={making.value.problem} />}
      <div class="row">
        <Button kind="primary" onPress={() => void make()}>{t("admin.invites.make")}</Button>
        <Button onPress={() => props.done("")}>{t("admin.close")}</Button>
      </div>
    </Panel>
  );
}

function InviteFields(props: {
  people: readonly PersonRow[]; making: Making; set: (next: Making) => void;
}): JSX.Element {
  const { people, making, set } = props;
  const choose = (person: string): void => {
    const row = people.find((one) => one.person === person);
    set({ ...making, person, browser: row ? usualBrowser(row) : "" });
  };
  return (
    <>
      <SelectField
        label={t("admin.invites.person")}
        value={making.person}
        placeholder={t("admin.choose")}
        options={people.map((row) => ({ value: row.person, text: personLine(row) }))}
        onChoose={choose}
        {...wanting(making.tried && !making.person, "admin.missing_choice")}
      />
      <ChoiceGroup
        label={t("admin.invites.browser")}
        options={(["phone", "desk"] as const).map((value) => ({
          value, text: t(`admin.browser.${value}_long`),
        }))}
        value={making.browser}
        onChoose={(browser) => set({ ...making, browser: browser as Browser })}
        {...wanting(making.tried && !making.browser, "admin.missing_choice")}
      />
    </>
  );
}

function personLine(row: PersonRow): string {
  return [row.name, unitName(row.unit)].filter(Boolean).join(" – ");
}

/** Officers work with a phone, everybody else at a desk. */
export function usualBrowser(person: { roles: readonly string[] }): Browser {
  return person.roles.includes("officer") ? "phone" : "desk";
}
