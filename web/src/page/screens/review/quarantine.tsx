// What the server keeps aside, with the reason, and its release by a supervisor. Everything here
// is stored and proven; it only does not count until a supervisor releases it.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import "../../styles/desk.css";
import type { Quarantine, QuarantinedRow } from "../../../shared/answers.gen.ts";
import { LIMITS } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { saysWhy } from "../../forms/reason.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { SignInForm } from "../../forms/sign_in.tsx";
import { JustSigned } from "../../forms/signed.tsx";
import { countText } from "../../i18n/numbers.ts";
import { t, tOr, tWith } from "../../i18n/text.ts";
import { allFields } from "../../model/fields.ts";
import { releaseQuarantine } from "../../model/kinds/quarantine.ts";
import { type Line, readLine } from "../../model/lines.ts";
import { route } from "../../platform/router.ts";
import { Moment } from "../../shown/moment.tsx";
import { Presumptive } from "../../shown/reading.tsx";
import { FieldList } from "../../shown/values.tsx";
import { revision } from "../../store/changes.ts";
import { call, type Called } from "../../sync/http.ts";
import { has, pathTo, viewer } from "../../sync/viewer.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Empty } from "../../ui/empty.tsx";
import { TextField } from "../../ui/fields.tsx";
import { showLatest } from "../../ui/latest.ts";
import { Loading } from "../../ui/loading.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";

/** A row with its line as screens read it. */
type Aside = Omit<QuarantinedRow, "line"> & { line: Line; author: string };
type Listed = Omit<Quarantine, "rows" | "authors"> & { rows: Aside[] };

const PLACE = "/desk/quarantine";

export default function QuarantinePage(): JSX.Element {
  const page = askedPage();
  const [answer, again] = useAside(page);
  useEffect(() => scrollTo(0, 0), [page]);
  if (!answer) return <Loading />;
  if (!answer.ok && answer.problem.code === "signed_out") {
    return <SignInForm expired onSignedIn={again} />;
  }
  return (
    <div class="stack desk">
      <h1 tabIndex={-1}>{t("desk.quarantine")}</h1>
      <p>{t("desk.quarantine_means")}</p>
      <Presumptive />
      {has(viewer(), "supervisor") && <NoKeyNotice />}
      <JustSigned about={PLACE} />
      {answer.ok ? (
        <AsideList listed={answer.value} again={again} />
      ) : (
        <ProblemNotice problem={answer.problem} />
      )}
    </div>
  );
}

/** Which page, from the address. */
function askedPage(): string {
  const { query } = route.value;
  const side = query.has("before") ? "before" : "after";
  return query.has(side) ? `?${side}=${encodeURIComponent(query.get(side) ?? "")}` : "";
}

function useAside(page: string): [Called<Listed> | undefined, () => void] {
  const [answer, setAnswer] = useState<Called<Listed>>();
  const [round, setRound] = useState(0);
  const moved = revision.value;
  useEffect(() => showLatest(askAside(page), setAnswer), [page, round, moved]);
  return [answer, () => setRound((past) => past + 1)];
}

async function askAside(page: string): Promise<Called<Listed>> {
  const answer = await call<Quarantine>("GET", pathTo(`quarantine${page}`));
  if (!answer.ok) return answer;
  const { authors, ...listed } = answer.value;
  const rows = listed.rows.map(async (row) => {
    const line = await readLine(row.line);
    return { ...row, line, author: authors[line.key]?.name ?? "" };
  });
  return { ok: true, value: { ...listed, rows: await Promise.all(rows) } };
}

function AsideList(props: { listed: Listed; again: () => void }): JSX.Element {
  const { rows, total } = props.listed;
  if (!total) {
    return <Empty title={t("desk.quarantine_empty")} next={t("desk.quarantine_empty_next")} />;
  }
  if (!rows.length) {
    return (
      <Empty title={t("desk.aside_gone")} next={t("desk.aside_gone_next")}>
        <ButtonLink to={PLACE}>{t("desk.first_page")}</ButtonLink>
      </Empty>
    );
  }
  return (
    <>
      {rows.map((row) => (
        <AsideCard key={row.position} row={row} onDone={props.again} />
      ))}
      <Pages listed={props.listed} />
    </>
  );
}

function Pages({ listed }: { listed: Listed }): JSX.Element {
  const { rows, ahead, total, previous, next } = listed;
  const count = {
    first: countText(ahead + 1), last: countText(ahead + rows.length), total: countText(total),
  };
  return (
    <nav class="row" aria-label={t("desk.pages")}>
      <span role="status">{t("desk.count", count)}</span>
      {previous && (
        <ButtonLink to={`${PLACE}?before=${previous}`}>{t("desk.previous_page")}</ButtonLink>
      )}
      {next && <ButtonLink to={`${PLACE}?after=${next}`}>{t("desk.next_page")}</ButtonLink>}
    </nav>
  );
}

function AsideCard({ row, onDone }: { row: Aside; onDone: () => void }): JSX.Element {
  const [releasing, setReleasing] = useState(false);
  const who = viewer();
  const may = has(who, "supervisor");
  return (
    <article class="card">
      <h2>{tOr(`view.kind.${row.line.kind}`, row.line.kind)}</h2>
      <p>{tOr(`problem.${row.code}`, row.code)}</p>
      <p class="small soft">
        <bdi>{row.author || t("view.somebody")}</bdi> · {t("view.by_that_clock")}{" "}
        <Moment at={row.line.at} /> · {t("view.by_the_server")} <Moment at={row.received} /> ·{" "}
        {t("view.position", { position: row.position })}
      </p>
      <details class="more">
        <summary>{t("desk.content")}</summary>
        {row.line.parts["reading"] && <h3>{t("view.displayed")}</h3>}
        <FieldList fields={allFields(row.line.parts)} />
        <a href={`#/record/${row.line.subject}`}>{t("desk.open_record")}</a>
      </details>
      {may && who.signs && !releasing && (
        <div class="row">
          <Button onPress={() => setReleasing(true)}>{t("desk.release")}</Button>
        </div>
      )}
      {releasing && <ReleaseForm row={row} onDone={onDone} onLeave={() => setReleasing(false)} />}
    </article>
  );
}

function ReleaseForm(props: {
  row: Aside;
  onDone: () => void;
  onLeave: () => void;
}): JSX.Element | null {
  const { row } = props;
  const draftKey = `release:${row.line.id}`;
  const draft = useDraft<string>(draftKey, "");
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState(false);
  if (draft.value === undefined) return null;
  const text = draft.value;
  const press = (): void => {
    setMissing(!saysWhy(text));
    if (saysWhy(text)) setRequest(releaseRequest(row, text, draftKey, props.onDone));
  };
  return (
    <div class="stack">
      <TextField label={t("desk.release_reason")} value={text} lines onInput={draft.keep}
        error={missing ? t("review.words_missing", { n: LIMITS.reason_characters }) : ""} />
      <div class="row">
        <Button kind="primary" onPress={press}>
          {t("desk.release")}
        </Button>
        <Button onPress={props.onLeave}>{t("desk.release_later")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </div>
  );
}

function releaseRequest(
  row: Aside, text: string, draftKey: string, onSigned: () => void,
): SignRequest {
  return {
    act: releaseQuarantine(row.line.subject, row.line.id, { code: "other", text }),
    draftKey,
    onSigned,
    about: PLACE,
    sentence: tWith("desk.sentence_release", {
      who: <bdi>{viewer().name}</bdi>,
      kind: tOr(`view.kind.${row.line.kind}`, row.line.kind),
      position: row.position,
      reason: <bdi>{text}</bdi>,
    }),
  };
}
