// What the log shows and another person should look at: by concern, the oldest first. Nothing
// here stops anything; what is said becomes an entry.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { LastReview, ReviewQueue, ReviewRow } from "../../../shared/answers.gen.ts";
import type { Concern } from "../../../shared/types.gen.ts";
import "../../styles/desk.css";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { SignInForm } from "../../forms/sign_in.tsx";
import { JustSigned } from "../../forms/signed.tsx";
import { countText } from "../../i18n/numbers.ts";
import { t, tOr } from "../../i18n/text.ts";
import { kindOf } from "../../model/lines.ts";
import { VOCABULARY } from "../../model/words.ts";
import { route } from "../../platform/router.ts";
import { Moment } from "../../shown/moment.tsx";
import { Footnotes, PersonName, UnitName } from "../../shown/names.tsx";
import { wordText } from "../../shown/values.tsx";
import { revision } from "../../store/changes.ts";
import type { Called } from "../../sync/http.ts";
import { learnNames } from "../../sync/registry.ts";
import { viewer } from "../../sync/viewer.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Empty } from "../../ui/empty.tsx";
import { showLatest } from "../../ui/latest.ts";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { ReasonsTable } from "./reasons.tsx";
import { ReviewForm } from "./review_form.tsx";
import {
  addressOf, type Asked, askedIn, askQueue, PAGE, PLACE,
} from "./review_queue.ts";

export default function ReviewPage(): JSX.Element {
  const asked = askedIn(route.value.query);
  const [answer, again] = useQueue(asked);
  useEffect(() => scrollTo(0, 0), [asked.after]);
  if (!answer) return <Loading />;
  if (!answer.ok && answer.problem.code === "signed_out") {
    return <SignInForm expired onSignedIn={again} />;
  }
  return (
    <div class="stack desk">
      <h1 tabIndex={-1}>{t("review.title")}</h1>
      <p>{t("review.means")}</p>
      <NoKeyNotice />
      <JustSigned about={PLACE} />
      {answer.ok ? (
        <Body asked={asked} queue={answer.value} again={again} />
      ) : (
        <ProblemNotice problem={answer.problem} />
      )}
      <ReasonsTable />
    </div>
  );
}

function useQueue(asked: Asked): [Called<ReviewQueue> | undefined, () => void] {
  const [answer, setAnswer] = useState<Called<ReviewQueue>>();
  const [round, setRound] = useState(0);
  const moved = revision.value;
  useEffect(() => {
    void learnNames();
    return showLatest(askQueue(asked), setAnswer);
  }, [addressOf(asked), round, moved]);
  return [answer, () => setRound((past) => past + 1)];
}

type BodyProps = { asked: Asked; queue: ReviewQueue; again: () => void };

function Body({ asked, queue, again }: BodyProps): JSX.Element {
  return (
    <>
      <Concerns asked={asked} queue={queue} />
      {queue.examined < queue.size && <NotAll queue={queue} again={again} />}
      {queue.rows.map((row) => (
        <RowCard key={`${row.entry} ${row.about}`} row={row} again={again} />
      ))}
      {queue.rows.length ? (
        <Pages asked={asked} queue={queue} />
      ) : (
        <Empty title={t("review.empty")} next={t("review.empty_next")} />
      )}
      <Footnotes units={queue.rows.map((row) => row.unit)} />
    </>
  );
}

/** Concerns that have something open, and the one that is looked at. */
function Concerns({ asked, queue }: { asked: Asked; queue: ReviewQueue }): JSX.Element {
  const shown = VOCABULARY.concern.filter((each) => each === asked.about || queue.open[each]);
  return (
    <nav class="queues" aria-label={t("review.concerns")}>
      {(["", ...shown] as const).map((about) => (
        <a key={about} href={`#${addressOf({ about, after: "", page: 1 })}`}
          aria-current={about === asked.about ? "page" : undefined}>
          {about ? <Counted about={about} queue={queue} /> : t("review.all")}
        </a>
      ))}
    </nav>
  );
}

function Counted({ about, queue }: { about: Concern; queue: ReviewQueue }): JSX.Element {
  return (
    <span class="word">
      {wordText(`concern.${about}`)} ({countText(queue.open[about] ?? 0)})
    </span>
  );
}

/** A long log that was never examined is not read in one go. */
function NotAll({ queue, again }: { queue: ReviewQueue; again: () => void }): JSX.Element {
  const read = { examined: countText(queue.examined), size: countText(queue.size) };
  return (
    <Notice shape="clock" title={t("review.not_read", read)}>
      <Button onPress={again}>{t("review.go_on")}</Button>
    </Notice>
  );
}

function Pages({ asked, queue }: { asked: Asked; queue: ReviewQueue }): JSX.Element {
  const first = (asked.page - 1) * PAGE + 1;
  const count = {
    first: countText(first), last: countText(first + queue.rows.length - 1),
    total: countText(queue.total),
  };
  return (
    <nav class="row" aria-label={t("desk.pages")}>
      <span role="status">{t("desk.count", count)}</span>
      {asked.page > 1 && (
        <ButtonLink to={addressOf({ ...asked, after: "", page: 1 })}>
          {t("desk.first_page")}
        </ButtonLink>
      )}
      {queue.next && (
        <ButtonLink to={addressOf({ ...asked, after: queue.next, page: asked.page + 1 })}>
          {t("desk.next_page")}
        </ButtonLink>
      )}
    </nav>
  );
}

/** Nobody reviews an entry of their own, nor without a key of their own. */
function RowCard({ row, again }: { row: ReviewRow; again: () => void }): JSX.Element {
  const [deciding, setDeciding] = useState(false);
  const who = viewer();
  const own = row.author === who.person;
  return (
    <article class="card stack-close review-row">
      <h2>{wordText(`concern.${row.about}`)}</h2>
      <p>{t(`review.means_${row.about}`)}</p>
      {row.code && <p>{tOr(`problem.${row.code}`, row.code)}</p>}
      <p class="small soft">
        {tOr(`view.kind.${kindOf(row.kind)}`, row.kind)} · <PersonName person={row.author} />
        {row.unit && <> · <UnitName unit={row.unit} noted /></>} ·{" "}
        {t("view.position", { position: row.position })}
      </p>
      <p class="small soft">
        {t("view.by_that_clock")} <Moment at={row.at} /> · {t("view.by_the_server")}{" "}
        <Moment at={row.received} />
      </p>
      {row.review && <SaidBefore said={row.review} />}
      {own && <p class="small soft">{t("review.own")}</p>}
      <div class="row">
        <ButtonLink to={`/record/${row.subject}`}>{t("desk.open_record")}</ButtonLink>
        {row.about === "quarantined" && (
          <ButtonLink to="/desk/quarantine">{t("review.to_aside")}</ButtonLink>
        )}
        {!own && who.signs && !deciding && (
          <Button onPress={() => setDeciding(true)}>
            {t(row.review ? "review.again" : "review.decide")}
          </Button>
        )}
      </div>
      {deciding && (
        <ReviewForm row={row} onDone={again} onLeave={() => setDeciding(false)} />
      )}
    </article>
  );
}

function SaidBefore({ said }: { said: LastReview }): JSX.Element {
  return (
    <div>
      <p>
        <span class="badge">{wordText(`review_decision.${said.decision}`)}</span>{" "}
        <PersonName person={said.person} /> · <Moment at={said.received} />
      </p>
      {said.text && (
        <p class="own-words">
          <Verbatim text={said.text} />
        </p>
      )}
    </div>
  );
}
