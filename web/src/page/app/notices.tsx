/** States of the whole app: one sentence, one next step each. `quiet` (while a screening is typed)
 *  leaves room for the form and shows only what could cost a record. */
import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { t } from "../i18n/text.ts";
import { alarm } from "../store/checkpoints.ts";
import { identity } from "../store/identity.ts";
import { outboxStatus } from "../store/outbox.ts";
import { storageIsLow } from "../store/quota.ts";
import type { AlarmCode } from "../store/rows.ts";
import { server } from "../sync/contact.ts";
import { readOnly } from "../sync/read_only.ts";
import { has, viewer } from "../sync/viewer.ts";
import { Button, ButtonLink } from "../ui/buttons.tsx";
import { lazy } from "../ui/lazy.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time.tsx";
import { restart, updateReady } from "./update.ts";
import { otherWindow } from "./windows.ts";

const NextEpoch = lazy(() => import("../screens/administration/keys/next_epoch.tsx"));

const CLOCK_FAR_OFF = 120_000;

/** Minutes by which this clock is behind the server's; 0 when it is near enough or unknown. */
const minutesBehind = computed(() => {
  const skew = server.value.skewMs ?? 0;
  return Math.abs(skew) > CLOCK_FAR_OFF ? Math.round(skew / 60_000) : 0;
});

export function ShellNotices({ quiet }: { quiet: boolean }): JSX.Element {
  return (
    <div class="shell-notices" aria-live="polite">
      {readOnly.value && <ReadOnly />}
      {alarm.value && <WrongServer code={alarm.value.code} />}
      {outboxStatus.value.disbelieved > 0 && <Disbelieved />}
      {identity.value && storageIsLow() && <StorageLow />}
      {minutesBehind.value !== 0 && <ClockOff />}
      {!quiet && (
        <>
          {updateReady.value && <UpdateReady />}
          {otherWindow.value && (
            <Notice title={t("shell.two_windows")} next={t("shell.two_windows_next")} />
          )}
          {identity.value && server.value.reachable === false && <DataAsOf />}
        </>
      )}
    </div>
  );
}

/** Said to everybody; administrators find the way out below it. */
function ReadOnly(): JSX.Element {
  return (
    <Notice tone="loud" title={t("shell.read_only")} next={t("shell.read_only_next")}>
      {has(viewer(), "administrator") && <NextEpoch />}
    </Notice>
  );
}

/** Another server gets nothing; a server whose log changed is offered the records again. */
function WrongServer({ code }: { code: AlarmCode }): JSX.Element {
  const next = code === "other_server" ? "shell.alarm_nothing_sent" : "shell.alarm_next";
  const title = t(`shell.alarm_${code}`);
  if (code === "other_server" || code === "checkpoint_invalid") {
    return <Notice tone="loud" title={title} next={t(next)} />;
  }
  return (
    <Notice tone="loud" title={title} next={t(next)}>
      <ButtonLink kind="plain" to="/settings">
        {t("shell.alarm_look")}
      </ButtonLink>
    </Notice>
  );
}

function Disbelieved(): JSX.Element {
  const n = outboxStatus.value.disbelieved;
  return (
    <Notice tone="loud" title={t("shell.disbelieved", { n })} next={t("shell.disbelieved_next")}>
      <ButtonLink kind="plain" to="/list">
        {t("shell.records")}
      </ButtonLink>
    </Notice>
  );
}

function StorageLow(): JSX.Element {
  return (
    <Notice tone="loud" title={t("shell.storage_low")} next={t("shell.storage_low_next")}>
      <ButtonLink kind="plain" to="/settings">
        {t("shell.rescue")}
      </ButtonLink>
    </Notice>
  );
}

function ClockOff(): JSX.Element {
  const n = Math.abs(minutesBehind.value);
  const title =
    minutesBehind.value > 0 ? t("shell.clock_behind", { n }) : t("shell.clock_ahead", { n });
  return <Notice shape="clock" title={title} next={t("shell.clock_next")} />;
}

function UpdateReady(): JSX.Element {
  return (
    <Notice title={t("shell.update_ready")} next={t("shell.update_next")}>
      <Button onPress={restart}>{t("shell.restart")}</Button>
    </Notice>
  );
}

function DataAsOf(): JSX.Element {
  const { answeredAt } = server.value;
  return (
    <Notice
      shape="clock"
      title={
        answeredAt ? (
          <>
            {t("shell.data_as_of")} <TimeText at={answeredAt} />
          </>
        ) : (
          t("shell.no_answer_yet")
        )
      }
      next={t("shell.no_answer_next")}
    />
  );
}
