/** Own records with their states, and the unit's records as far as this phone has read them. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { revision } from "../../store/changes.ts";
import { identity } from "../../store/identity.ts";
import { outboxStatus } from "../../store/outbox.ts";
import { nextTry } from "../../sync/contact.ts";
import { server, syncNow } from "../../sync/status.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Empty } from "../../ui/empty.tsx";
import { showLatest } from "../../ui/latest.ts";
import { Loading } from "../../ui/loading.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Age, TimeText } from "../../ui/time.tsx";
import { loadOwn, loadUnit, type Row } from "./list_rows.ts";
import { RecordRow } from "./record_row.tsx";

const PAGE = 20;
type Tab = "own" | "unit";

export default function List(): JSX.Element {
  const [tab, setTab] = useState<Tab>("own");
  const [shown, setShown] = useState(PAGE);
  const rows = useRows(tab, shown);
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("phone.records")}</h1>
      <Summary />
      {identity.value?.person.roles.includes("officer") && (
        <ButtonLink kind="primary" block to="/entry">
          {t("phone.new_screening")}
        </ButtonLink>
      )}
      <Tabs tab={tab} onTab={setTab} />
      <section id="records" role="tabpanel" aria-labelledby={`tab-${tab}`} class="records">
        {rows ? <Rows rows={rows.slice(0, shown)} tab={tab} /> : <Loading />}
        {rows && rows.length > shown && (
          <Button block onPress={() => setShown(shown + PAGE)}>
            {t("phone.older")}
          </Button>
        )}
      </section>
      <Numbers />
    </div>
  );
}

/** A record has three numbers; this is the one place that tells them apart. */
function Numbers(): JSX.Element {
  const kinds = ["item", "record", "receipt"] as const;
  return (
    <details class="more">
      <summary>{t("phone.numbers")}</summary>
      <ul class="stack small">
        {kinds.map((kind) => (
          <li key={kind}>{t(`phone.numbers_${kind}`)}</li>
        ))}
      </ul>
    </details>
  );
}

/** One more than shown, so that "older" appears only when there is something older. */
function useRows(tab: Tab, shown: number): Row[] | null {
  const [loaded, setLoaded] = useState<{ tab: Tab; rows: Row[] } | null>(null);
  useEffect(() => {
    const load = tab === "own" ? loadOwn : loadUnit;
    return showLatest(load(shown + 1), (rows) => setLoaded({ tab, rows }));
  }, [tab, shown, revision.value]);
  return loaded?.tab === tab ? loaded.rows : null;
}

function Rows({ rows, tab }: { rows: Row[]; tab: Tab }): JSX.Element {
  if (rows.length === 0) {
    return tab === "own" ? (
      <Empty title={t("phone.empty_own")} next={t("phone.empty_own_next")} />
    ) : (
      <Empty title={t("phone.empty_unit")} next={t("phone.empty_unit_next")} />
    );
  }
  return (
    <>
      {rows.map((row) => (
        <RecordRow key={row.key} row={row} />
      ))}
    </>
  );
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }): JSX.Element {
  return (
    <div class="tabs" role="tablist" aria-label={t("phone.records")}>
      {(["own", "unit"] as const).map((one) => (
        <button
          type="button"
          role="tab"
          key={one}
          id={`tab-${one}`}
          aria-controls="records"
          aria-selected={one === tab ? "true" : "false"}
          onClick={() => onTab(one)}
        >
          {t(`phone.tab_${one}`)}
        </button>
      ))}
    </div>
  );
}

/** What waits, since when, when the server last answered, and the one thing to do about it. */
function Summary(): JSX.Element {
  const { waiting, oldestAt } = outboxStatus.value;
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    setSending(true);
    await syncNow();
    setSending(false);
  };
  const title = waiting ? (
    <>
      {t("phone.waiting", { n: waiting })} · {oldestAt && <Age since={oldestAt} />}
    </>
  ) : (
    t("phone.all_received")
  );
  return (
    <Notice shape={waiting ? "on_this_phone" : "received"} title={title} next={<Answered />}>
      <Button busy={sending} onPress={() => void send()}>
        {sending ? t("phone.sending") : t("phone.send_now")}
      </Button>
      {waiting > 0 && !sending && <NextTry />}
    </Notice>
  );
}

/** Shows that something happens while the server is silent. */
function NextTry(): JSX.Element | null {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const at = nextTry.value;
  if (at === null || server.value.reachable !== false) return null;
  const left = Math.max(0, Math.ceil((at - now) / 1000));
  const text =
    left > 90
      ? t("phone.next_try_minutes", { n: Math.round(left / 60) })
      : t("phone.next_try", { n: left });
  return <span class="small soft">{text}</span>;
}

export function Answered(): JSX.Element {
  const { answeredAt, reachable } = server.value;
  if (!answeredAt) return <>{t("shell.no_answer_yet")}</>;
  return (
    <>
      {reachable === false ? t("phone.silent_since") : t("phone.answered")}{" "}
      <TimeText at={answeredAt} />
    </>
  );
}
