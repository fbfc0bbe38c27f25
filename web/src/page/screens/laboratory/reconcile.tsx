// Field and laboratory side by side, and the decision how they relate. The decision names the
// exact versions on the screen; when either is replaced it is stale and comes back to the queue.

import type { JSX } from "preact";

import "../../styles/desk.css";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { SignInForm } from "../../forms/sign_in.tsx";
import { JustSigned } from "../../forms/signed.tsx";
import { t } from "../../i18n/text.ts";
import { fieldsOf } from "../../model/fields.ts";
import {
  currentOf, type History, itemOf, readingOf, type Report, undecided, type Version,
} from "../../model/versions.ts";
import { route } from "../../platform/router.ts";
import type { Loaded } from "../../shown/load.ts";
import { ReadingView } from "../../shown/reading.tsx";
import { DecisionCard, ReportView } from "../../shown/report.tsx";
import { useRecord } from "../../shown/use_record.ts";
import { FieldList } from "../../shown/values.tsx";
import { has, viewer } from "../../sync/viewer.ts";
import { ButtonLink } from "../../ui/buttons.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { DecisionForm } from "./decision_form.tsx";

export default function ReconcilePage({ subject }: { subject: string }): JSX.Element {
  const [answer, again] = useRecord(subject);
  if (!answer) return <Loading />;
  if (!answer.ok && answer.problem.code === "signed_out") {
    return <SignInForm expired onSignedIn={again} />;
  }
  if (!answer.ok) return <ProblemNotice problem={answer.problem} />;
  const { history } = answer.loaded;
  const version = currentOf(history.versions);
  const report = chosenReport(history);
  return (
    <div class="stack desk">
      <h1 tabIndex={-1}>{t("desk.side_by_side")}</h1>
      <JustSigned about={subject}>
        {undecided(history).length > 0 && <p>{t("desk.result_next")}</p>}
        <ButtonLink to="/desk">{t("desk.to_worklist")}</ButtonLink>
      </JustSigned>
      {version && report ? (
        <SideBySide loaded={answer.loaded} version={version} report={report} again={again} />
      ) : (
        <NoReport subject={subject} />
      )}
    </div>
  );
}

/** The report named in the address, else the first without a decision in force, else the last. */
function chosenReport(history: History): Report | undefined {
  const named = route.value.query.get("report");
  const found = history.reports.find((report) => report.subject === named);
  return found ?? undecided(history)[0] ?? history.reports.at(-1);
}

function NoReport({ subject }: { subject: string }): JSX.Element {
  return (
    <Empty title={t("desk.no_result")} next={t("desk.no_result_next")}>
      {has(viewer(), "analyst") && viewer().signs && (
        <ButtonLink to={`/desk/result/${subject}`}>{t("desk.enter_result")}</ButtonLink>
      )}
      <ButtonLink to={`/record/${subject}`}>{t("desk.open_record")}</ButtonLink>
    </Empty>
  );
}

type SideProps = { loaded: Loaded; version: Version; report: Report; again: () => void };

function SideBySide({ loaded, version, report, again }: SideProps): JSX.Element {
  const { history, authors } = loaded;
  const result = currentOf(report.versions);
  const about = history.reconciled.filter((each) => each.decision.result === report.subject);
  const last = about.at(-1);
  return (
    <>
      <Notices history={history} stale={last?.stale ?? []} />
      <div class="side-by-side">
        <section class="stack card" aria-label={t("desk.field_side")}>
          <h2>{t("desk.field_side")}</h2>
          <p class="small soft">{t("desk.pinned", { version: version.number })}</p>
          <ReadingView reading={readingOf(version)} />
          <FieldList fields={fieldsOf(version.parts, "item")} />
          <ButtonLink to={`/record/${history.subject}`}>{t("desk.open_record")}</ButtonLink>
        </section>
        <section class="stack card" aria-label={t("desk.lab_side")}>
          <h2>{t("desk.lab_side")}</h2>
          {result && <p class="small soft">{t("desk.pinned", { version: result.number })}</p>}
          {result && <ReportView version={result} />}
        </section>
      </div>
      {about.map((decided) => (
        <DecisionCard key={decided.line.id} decided={decided} authors={authors} />
      ))}
      {result && <Deciding loaded={loaded} {...{ version, report, result, again, last }} />}
    </>
  );
}

function Notices(props: { history: History; stale: readonly string[] }): JSX.Element {
  const { history, stale } = props;
  return (
    <>
      {history.voided && <Notice tone="loud" shape="kept_aside" title={t("record.voided")} />}
      {history.conflict && (
        <Notice shape="conflict" title={t("record.conflict")} next={t("record.conflict_next")} />
      )}
      {stale[0] && (
        <Notice
          shape="clock"
          title={t(`outcome.stale_${stale[0]}`)}
          next={t("outcome.stale_next")}
        />
      )}
    </>
  );
}

type DecidingProps = {
  loaded: Loaded;
  version: Version;
  report: Report;
  result: Version;
  last: History["reconciled"][number] | undefined;
  again: () => void;
};

/** Nobody decides on their own screening, nor without a key of their own. */
function Deciding(props: DecidingProps): JSX.Element {
  const who = viewer();
  const { history, authors } = props.loaded;
  const own = history.versions.some((each) => authors[each.line.key]?.person === who.person);
  if (history.voided) return <p class="soft">{t("desk.no_decision_on_void")}</p>;
  if (!has(who, "analyst", "supervisor")) return <p class="soft">{t("desk.deciders_only")}</p>;
  if (own) return <Notice title={t("desk.own_screening")} next={t("desk.own_screening_next")} />;
  if (!who.signs) return <NoKeyNotice />;
  const form = (
    <DecisionForm
      key={`${props.report.subject} ${props.last?.line.id ?? ""}`}
      screening={history.subject}
      reading={readingOf(props.version)}
      itemNumber={itemOf(props.version)?.number ?? ""}
      {...props}
    />
  );
  if (!props.last || props.last.stale.length > 0) return form;
  return (
    <details class="more" key={props.last.line.id}>
      <summary>{t("outcome.decide_again")}</summary>
      {form}
    </details>
  );
}
