// The desk's worklist: queues, filters in the address, and for each row the reason why it is here.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import "../../styles/desk.css";
import type { Worklist } from "../../../shared/answers.gen.ts";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { SignInForm } from "../../forms/sign_in.tsx";
import { fullText } from "../../i18n/dates.ts";
import { countText } from "../../i18n/numbers.ts";
import { t } from "../../i18n/text.ts";
import { go, route } from "../../platform/router.ts";
import { revision } from "../../store/changes.ts";
import type { Problem } from "../../sync/http.ts";
import { learnNames } from "../../sync/registry.ts";
import { server } from "../../sync/status.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Empty } from "../../ui/empty.tsx";
import { showLatest } from "../../ui/latest.ts";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { FilterBar } from "./filters.tsx";
import {
  addressOf, askPage, changed, type Filters, filtersOf, isFiltered, PAGE,
} from "./queue.ts";
import { Rows } from "./rows.tsx";

type View = { filters: Filters; page: Worklist | undefined; problem: Problem | undefined };

export default function Worklist(): JSX.Element {
  const filters = filtersOf(route.value.query);
  const { page, problem, again } = usePage(filters);
  useEffect(() => scrollTo(0, 0), [filters.after]);
  if (problem?.code === "signed_out") return <SignInForm expired onSignedIn={again} />;
  return (
    <div class="stack desk">
      <h1 tabIndex={-1}>{t("desk.worklist")}</h1>
      <p class="small soft">{t("view.presumptive")}</p>
      <NoKeyNotice />
      <FilterBar filters={filters} onChange={(next) => go(addressOf(next))} />
      <ListBody filters={filters} page={page} problem={problem} />
      {problem && (
        <div class="row">
          <Button onPress={again}>{t("record.try_again")}</Button>
        </div>
      )}
    </div>
  );
}

/** The last page stays on the screen while the next is asked for, and when the server is silent. */
function usePage(filters: Filters): {
  page: Worklist | undefined; problem: Problem | undefined; again: () => void;
} {
  const [page, setPage] = useState<Worklist>();
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const address = addressOf(filters);
  const moved = revision.value;
  useEffect(() => {
    void learnNames();
    return showLatest(askPage(filters), (answer) => {
      if (answer.ok) setPage(answer.value);
      setProblem(answer.ok ? undefined : answer.problem);
    });
  }, [address, round, moved]);
  return { page, problem, again: () => setRound((past) => past + 1) };
}

function ListBody({ filters, page, problem }: View): JSX.Element {
  if (!page) return problem ? <ProblemNotice problem={problem} /> : <Loading />;
  return (
    <>
      {problem && <StaleData problem={problem} />}
      {page.rows.length ? (
        <>
          <Rows rows={page.rows} />
          <Paging filters={filters} page={page} />
        </>
      ) : (
        <NoRows filters={filters} />
      )}
    </>
  );
}

function StaleData({ problem }: { problem: Problem }): JSX.Element {
  const at = server.value.answeredAt;
  if (problem.code !== "unreachable" || !at) return <ProblemNotice problem={problem} />;
  return <Notice shape="clock" title={t("record.as_of", { at: fullText(new Date(at)) })} />;
}

function NoRows({ filters }: { filters: Filters }): JSX.Element {
  if (!isFiltered(filters)) {
    return <Empty title={t(`desk.empty_${filters.queue}`)} next={t("desk.empty_next")} />;
  }
  const bare = filtersOf(new URLSearchParams({ queue: filters.queue }));
  return (
    <Empty title={t("desk.no_match")} next={t("desk.no_match_next")}>
      <ButtonLink to={addressOf(bare)}>{t("desk.clear_filters")}</ButtonLink>
    </Empty>
  );
}

function Paging({ filters, page }: { filters: Filters; page: Worklist }): JSX.Element {
  const first = (filters.page - 1) * PAGE + 1;
  const last = first + page.rows.length - 1;
  return (
    <nav class="row" aria-label={t("desk.pages")}>
      <span role="status">
        {t("desk.count", {
          first: countText(first), last: countText(last), total: countText(page.total),
        })}
      </span>
      {filters.page > 1 && (
        <ButtonLink to={addressOf(changed(filters, {}))}>{t("desk.first_page")}</ButtonLink>
      )}
      {page.next && (
        <ButtonLink to={addressOf({ ...filters, after: page.next, page: filters.page + 1 })}>
          {t("desk.next_page")}
        </ButtonLink>
      )}
    </nav>
  );
}
