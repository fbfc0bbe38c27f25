// Entering a laboratory's result on an item. The field reading stays hidden until it is issued;
// the draft is kept at every key, so that neither a reload nor an ended session loses text.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import "../../styles/desk.css";
import { useDraft } from "../../forms/draft.ts";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { SignInForm } from "../../forms/sign_in.tsx";
import { momentText } from "../../i18n/dates.ts";
import { t, tWith } from "../../i18n/text.ts";
import { afterEdit, REPORT, withoutErased } from "../../model/copied.ts";
import { fieldsOf } from "../../model/fields.ts";
import { issueResult } from "../../model/kinds/laboratory.ts";
import type { Bodies } from "../../model/lines.ts";
import {
  currentOf, headsOf, type History, itemOf, linesIn, readingOf, type Report, resultOf,
  type Version,
} from "../../model/versions.ts";
import { localMoment } from "../../platform/clock.ts";
import { newIdentifier } from "../../platform/identifiers.ts";
import { go, route } from "../../platform/router.ts";
import { type Blind, HiddenReading, useBlind } from "../../shown/blind.tsx";
import { ReadingView } from "../../shown/reading.tsx";
import { useRecord } from "../../shown/use_record.ts";
import { FieldList, wordText } from "../../shown/values.tsx";
import { has, viewer } from "../../sync/viewer.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import {
  beginNextVersion, beginResult, lackingIn, type ResultDraft, resultFrom,
} from "./result_draft.ts";
import { ResultFields } from "./result_form.tsx";

export default function ResultPage({ subject }: { subject: string }): JSX.Element {
  const [answer, again] = useRecord(subject);
  if (!answer) return <Loading />;
  if (!answer.ok && answer.problem.code === "signed_out") {
    return <SignInForm expired onSignedIn={again} />;
  }
  if (!answer.ok) return <ProblemNotice problem={answer.problem} />;
  const { history } = answer.loaded;
  const version = currentOf(history.versions);
  return (
    <div class="stack desk">
      <h1 tabIndex={-1}>{t("desk.result")}</h1>
      {version ? (
        <ResultView history={history} version={version} />
      ) : (
        <Notice title={t("record.not_counted")} next={t("record.not_counted_next")} />
      )}
    </div>
  );
}

function ResultView({ history, version }: { history: History; version: Version }): JSX.Element {
  const blind = useBlind(itemOf(version)?.item ?? "", history.reports.length > 0);
  const report = history.reports.find((each) => each.subject === route.value.query.get("report"));
  return (
    <div class="side-by-side">
      <section class="stack aside" aria-label={t("view.item")}>
        {history.voided && <Notice tone="loud" shape="kept_aside" title={t("record.voided")} />}
        <h2>{t("view.item")}</h2>
        <FieldList fields={fieldsOf(version.parts, "item")} />
        <FieldList fields={fieldsOf(version.parts, "around")} />
        {blind.hidden ? (
          <HiddenReading blind={blind} />
        ) : (
          <ReadingView reading={readingOf(version)} />
        )}
        <IssuedReports history={history} />
      </section>
      <Permitted>
        <ResultForm key={report?.subject ?? "new"} {...{ history, version, report, blind }} />
      </Permitted>
    </div>
  );
}

/** Later versions are issued from the report they replace. */
function IssuedReports({ history }: { history: History }): JSX.Element | null {
  const own = history.reports.filter(
    (report) => resultOf(report.versions[0] as Version)?.laboratory === viewer().unit,
  );
  if (!own.length) return null;
  return (
    <ul class="stack">
      {own.map((report) => (
        <li key={report.subject}>
          <Notice title={t("desk.already_issued")} next={t("desk.already_issued_next")}>
            <ButtonLink to={`/desk/result/${history.subject}?report=${report.subject}`}>
              {t("desk.next_version", { report: latest(report)?.report_number ?? "" })}
            </ButtonLink>
          </Notice>
        </li>
      ))}
    </ul>
  );
}

function latest(report: Report): ReturnType<typeof resultOf> {
  const version = currentOf(report.versions);
  return version && resultOf(version);
}

function Permitted({ children }: { children: JSX.Element }): JSX.Element {
  const who = viewer();
  if (!has(who, "analyst")) return <Notice title={t("desk.analysts_only")} />;
  return who.signs ? children : <NoKeyNotice />;
}

type FormProps = { history: History; version: Version; report: Report | undefined; blind: Blind };

function ResultForm(props: FormProps): JSX.Element | null {
  const { history, report } = props;
  const before = report && currentOf(report.versions);
  const today = localMoment().slice(0, 10);
  const initial = before ? beginNextVersion(before, today) : beginResult(viewer().name, today);
  const draftKey = `${REPORT.begins}${history.subject}:${report?.subject ?? "new"}`;
  const draft = useDraft<ResultDraft>(draftKey, initial);
  const [lacking, setLacking] = useState<readonly string[]>([]);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const stated = linesIn(report?.versions ?? []);
  const value = draft.value && withoutErased(REPORT, draft.value, stated);
  const issue = (): void => {
    if (!value || request) return;
    const ids = lackingIn(value);
    setLacking(ids);
    document.getElementById(ids[0] ?? "")?.focus();
    if (!ids.length) setRequest(requestFor(props, value, draftKey));
  };
  useIssueKey(issue);
  if (!value) return null;
  return (
    <section class="stack" aria-label={t("desk.result")}>
      {draft.restoredAt && (
        <p class="small soft">{t("desk.draft_kept", { at: momentText(draft.restoredAt) })}</p>
      )}
      {draft.failed && <Notice tone="loud" title={t("desk.draft_failed")} />}
      <p>{t("desk.report_version", { version: value.version })}</p>
      <ResultFields draft={value} lacking={lacking}
        onChange={(next) => draft.keep(afterEdit(REPORT, value, next))} />
      {lacking.length > 0 && (
        <Notice title={t("desk.lacking", { n: lacking.length })} live="polite" />
      )}
      <div class="row">
        <Button kind="primary" id="issue" onPress={issue}>
          {t("desk.issue")}
        </Button>
        <span class="small soft">{t("desk.issue_key")}</span>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

/** Ctrl+Enter issues from anywhere in the form; signing itself still asks. */
function useIssueKey(issue: () => void): void {
  // An effect that subscribed anew after each key would issue the text before the last one.
  const newest = useRef(issue);
  newest.current = issue;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) newest.current();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function requestFor(props: FormProps, draft: ResultDraft, draftKey: string): SignRequest {
  const { history, version, report, blind } = props;
  const who = viewer();
  const item = itemOf(version);
  const about = { item: item?.item ?? "", laboratory: who.unit, saw: blind.saw || !blind.hidden };
  const result = resultFrom(draft, about);
  const follows = report ? headsOf(report.versions).map((head) => head.line.id) : [];
  const signatories = { analyst: draft.analyst, reviewer: draft.reviewer };
  const parts = { result, signatories } as unknown as Bodies;
  return {
    act: issueResult(report?.subject ?? newIdentifier(), follows, result, signatories),
    draftKey,
    onSigned: () => go(`/desk/reconcile/${history.subject}`),
    sentence: tWith("desk.sentence_result", {
      who: <bdi>{who.name}</bdi>,
      report: <Verbatim text={result.report_number} />,
      version: result.version,
      status: wordText(`report_status.${result.status}`),
      item: <Verbatim text={item?.number ?? ""} />,
      examined: wordText(`examined.${result.examined}`),
    }),
    details: (
      <>
        {!result.findings.length && <p>{t("lab.no_findings")}</p>}
        <FieldList fields={fieldsOf(parts, "report")} />
        <p>{t(result.saw_field_reading ? "lab.saw_reading" : "lab.blind")}</p>
      </>
    ),
    about: history.subject,
  };
}
