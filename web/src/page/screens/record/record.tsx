// One record: what the analyser displayed, every version and what changed, the laboratory's side,
// the trail with its proofs. Works without a server from what this browser holds.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import "../../styles/desk.css";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { JustSigned } from "../../forms/signed.tsx";
import { fullText } from "../../i18n/dates.ts";
import { t, tOr } from "../../i18n/text.ts";
import { fieldsOf } from "../../model/fields.ts";
import { isReadingErased } from "../../model/kinds/retention.ts";
import {
  asideOf, currentOf, type History, itemOf, readingOf, type Version,
} from "../../model/versions.ts";
import { type Blind, HiddenReading, useBlind } from "../../shown/blind.tsx";
import type { Loaded } from "../../shown/load.ts";
import { ReadingView } from "../../shown/reading.tsx";
import { Reports } from "../../shown/report.tsx";
import { useRecord } from "../../shown/use_record.ts";
import { FieldList } from "../../shown/values.tsx";
import type { OwnEntry } from "../../store/rows.ts";
import { viewer } from "../../sync/viewer.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { BundleOffer } from "./bundle_file.tsx";
import { Choose, ChooseOffer } from "./choose.tsx";
import { Compare } from "./compare.tsx";
import { Evidence } from "./evidence.tsx";
import { Retention } from "./retention.tsx";
import { Technical } from "./technical.tsx";
import { Trail } from "./trail.tsx";
import { Void } from "./void.tsx";

export default function RecordPage({ subject }: { subject: string }): JSX.Element {
  const [answer, reload] = useRecord(subject);
  if (!answer) return <Loading />;
  if (!answer.ok) {
    return (
      <div class="stack">
        <h1>{t("record.title")}</h1>
        <ProblemNotice problem={answer.problem} />
        <Button onPress={reload}>{t("record.try_again")}</Button>
      </div>
    );
  }
  return <RecordView loaded={answer.loaded} reload={reload} />;
}

function RecordView({ loaded, reload }: { loaded: Loaded; reload: () => void }): JSX.Element {
  const [doing, setDoing] = useState<"" | "voiding" | "choosing">("");
  const { history } = loaded;
  const version = currentOf(history.versions) ?? asideOf(history);
  const item = version && itemOf(version);
  const blind = useBlind(item?.item ?? "", history.reports.length > 0);
  const done = (): void => {
    setDoing("");
    reload();
  };
  return (
    <article class={history.voided ? "record voided" : "record"}>
      <JustSigned about={history.subject} offer={offerFor}>
        <ButtonLink to="/list">{t("shell.records")}</ButtonLink>
      </JustSigned>
      <Head version={version} loaded={loaded} />
      {doing !== "choosing" && !blind.hidden && (
        <ChooseOffer loaded={loaded} onChoose={() => setDoing("choosing")} />
      )}
      <div class="record-columns">
        <div class="stack">
          {!version && (
            <Notice title={t("record.not_counted")} next={t("record.not_counted_next")} />
          )}
          {version && !doing && (
            <Content {...{ loaded, version, blind }} onVoid={() => setDoing("voiding")} />
          )}
          {version && doing === "voiding" && <Void {...{ history, version }} onDone={done} />}
          {doing === "choosing" && <Choose loaded={loaded} onDone={done} />}
        </div>
        <div class="stack">
          <Reports history={history} authors={loaded.authors} />
          {!blind.hidden && <Evidence loaded={loaded} reload={reload} />}
          <Retention role="supervisor" loaded={loaded} reload={reload} />
          <Trail loaded={loaded} />
          {!blind.hidden && <Technical loaded={loaded} />}
        </div>
      </div>
    </article>
  );
}

/** The file of what was disclosed just now, once the server has it. */
function offerFor({ id, kind, state }: OwnEntry): JSX.Element | null {
  return kind === "disclosure.made/1" && state === "received" ? <BundleOffer entry={id} /> : null;
}

function Head(props: { version: Version | undefined; loaded: Loaded }): JSX.Element {
  const { version, loaded } = props;
  const { history, asOf } = loaded;
  const item = version && itemOf(version);
  const first = history.versions[0];
  const author = first && loaded.authors[first.line.key]?.name;
  return (
    <header class="stack">
      <h1 tabIndex={-1}>{t("record.title_item", { number: item?.number ?? "" })}</h1>
      <p class="soft">
        {first && t("record.by_at", {
          who: author ?? t("view.somebody"), at: fullText(new Date(first.line.at)),
        })}
        {history.versions.length > 1 &&
          ` · ${t("record.version_n", { number: version?.number ?? 1 })}`}
      </p>
      <Standing history={history} asOf={asOf} />
    </header>
  );
}

/** What must be known before anything is read: void, conflict, kept aside, old data. */
function Standing({ history, asOf }: { history: History; asOf: string | null }): JSX.Element {
  return (
    <>
      {history.voided && (
        <Notice
          tone="loud"
          shape="kept_aside"
          title={t("record.voided")}
          next={t("record.voided_next")}
        />
      )}
      {history.conflict && (
        <Notice shape="conflict" title={t("record.conflict")} next={t("record.conflict_next")} />
      )}
      {history.keptAside.map((line) => (
        <Notice
          key={line.id}
          shape="kept_aside"
          title={t("record.kept_aside", { why: tOr(`problem.${line.code}`, line.code) })}
          next={t("record.kept_aside_next")}
        />
      ))}
      {asOf !== null && (
        <Notice shape="clock" title={t("record.own_copy")} />
      )}
    </>
  );
}

function Content(props: {
  loaded: Loaded;
  version: Version;
  blind: Blind;
  onVoid: () => void;
}): JSX.Element {
  const { loaded, version, blind } = props;
  const { history } = loaded;
  return (
    <>
      {blind.hidden && <HiddenReading blind={blind} />}
      {!blind.hidden && (
        <ReadingView reading={readingOf(version)}
          erased={isReadingErased(history.lines, history.subject)} />
      )}
      <section class="stack" aria-label={t("view.item")}>
        <h2>{t("view.item")}</h2>
        <FieldList fields={fieldsOf(version.parts, "item")} />
        <FieldList fields={fieldsOf(version.parts, "around")} />
      </section>
      {!blind.hidden && (
        <details class="more">
          <summary>{t("record.all_of_reading")}</summary>
          <FieldList fields={fieldsOf(version.parts, "reading")} />
        </details>
      )}
      {!blind.hidden && <Compare versions={history.versions} key={history.versions.length} />}
      <Acts {...props} />
    </>
  );
}

/** Only the author corrects, and only with the author's own key. */
function Acts(props: { loaded: Loaded; onVoid: () => void }): JSX.Element | null {
  const { history, authors } = props.loaded;
  const who = viewer();
  const author = authors[history.versions[0]?.line.key ?? ""]?.person;
  if (history.voided) return null;
  if (!author || author !== who.person) return <p class="small soft">{t("record.only_author")}</p>;
  if (!who.signs) return <NoKeyNotice />;
  return (
    <div class="row">
      <ButtonLink to={`/record/${history.subject}/correct`}>{t("record.correct")}</ButtonLink>
      <Button id="void" kind="danger" onPress={props.onVoid}>
        {t("record.void")}
      </Button>
    </div>
  );
}
