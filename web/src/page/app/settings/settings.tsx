/** Who this browser is, how it looks, how it keeps data, and the way out for unsent records. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { megabytes } from "../../i18n/numbers.ts";
import { t } from "../../i18n/text.ts";
import { appHash } from "../../platform/build.ts";
import { chooseTheme, theme, THEMES } from "../../platform/theme.ts";
import { Answered } from "../../screens/capture/list.tsx";
import { AskPersistence } from "../../screens/joining/persistence.tsx";
import { Fingerprint } from "../../shown/server.tsx";
import { alarm } from "../../store/checkpoints.ts";
import { identity } from "../../store/identity.ts";
import { outboxStatus } from "../../store/outbox.ts";
import { lookAtStorage, storage } from "../../store/quota.ts";
import { unitName } from "../../store/registry.ts";
import { saveRescueFile } from "../../sync/rescue.ts";
import { session, signOut, signOutEverywhere } from "../../sync/session.ts";
import { followServer } from "../../sync/status.ts";
import { Button, ButtonLink, Segments } from "../../ui/buttons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TimeText } from "../../ui/time.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { Languages } from "../frame.tsx";
import { placesFor } from "../nav.tsx";
import { Licences } from "./licences.tsx";
import { PastAlarms } from "./past_alarms.tsx";
import { RenewKey } from "./renew_key.tsx";

export default function Settings(): JSX.Element {
  useEffect(() => void lookAtStorage(), []);
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("shell.settings")}</h1>
      <Places />
      <History />
      <Looks />
      {identity.value && <RescueFile />}
      <Storage />
      {identity.value && <Enrolled />}
      {session.value?.sort === "desk" && <SignedIn />}
      <PastAlarms />
      <Licences />
      <Build />
    </div>
  );
}

/** On a phone the header has no room for links; here they are. */
function Places(): JSX.Element | null {
  const roles = identity.value?.person.roles ?? session.value?.person.roles ?? [];
  const places = placesFor(roles);
  if (places.length === 0) return null;
  return (
    <nav class="row places" aria-label={t("shell.places")}>
      {places.map((place) => (
        <ButtonLink key={place.path} to={place.path}>
          {t(place.text)}
        </ButtonLink>
      ))}
    </nav>
  );
}

/** The alarm's evidence, and the one way out of it: a person who has asked and says so. */
function History(): JSX.Element | null {
  const raised = alarm.value;
  if (!raised || !["log_shrank", "checkpoint_not_continued"].includes(raised.code)) return null;
  return (
    <section class="card">
      <h2>{t("phone.history")}</h2>
      <p>
        {t(`shell.alarm_${raised.code}`)} <TimeText at={raised.at} />
      </p>
      <p class="small soft">{t("phone.history_text")}</p>
      <details class="more">
        <summary>{t("phone.history_notes")}</summary>
        <pre class="raw-text">{`${raised.ours}\n${raised.theirs}`}</pre>
      </details>
      <Button kind="danger" onPress={() => void followServer()}>
        {t("phone.history_follow")}
      </Button>
    </section>
  );
}

function Looks(): JSX.Element {
  return (
    <section class="card">
      <h2>{t("phone.looks")}</h2>
      <Languages />
      <Segments
        label={t("phone.theme")}
        value={theme.value}
        options={THEMES.map((one) => ({ value: one, text: t(`phone.theme_${one}`) }))}
        onChoose={chooseTheme}
      />
    </section>
  );
}

function RescueFile(): JSX.Element {
  const { waiting, oldestAt } = outboxStatus.value;
  const [saved, setSaved] = useState<{ name: string; count: number } | null>(null);
  return (
    <section class="card">
      <h2>{t("phone.rescue_title")}</h2>
      <p>
        {t("phone.waiting", { n: waiting })} {oldestAt && <Oldest at={oldestAt} />}
      </p>
      <p class="small soft">{t("phone.rescue_text")}</p>
      <Button onPress={() => void saveRescueFile().then(setSaved)}>{t("phone.rescue_save")}</Button>
      {saved && (
        <Notice
          live="polite"
          shape="received"
          title={t("phone.rescue_saved", { n: saved.count })}
          next={saved.name}
        />
      )}
    </section>
  );
}

function Oldest({ at }: { at: string }): JSX.Element {
  return (
    <>
      · {t("phone.oldest")} <TimeText at={at} />
    </>
  );
}

function Storage(): JSX.Element {
  const { persistent, used, quota } = storage.value;
  return (
    <section class="card">
      <h2>{t("phone.storage")}</h2>
      <p>{persistent ? t("phone.step_persistent") : t("phone.step_not_persistent")}</p>
      <p class="small soft">
        {t("phone.storage_used", { used: megabytes(used), quota: megabytes(quota) })}
      </p>
      <AskPersistence />
      <div class="row">
        <ButtonLink to="/ready">{t("phone.ready_title")}</ButtonLink>
      </div>
    </section>
  );
}

function Enrolled(): JSX.Element | null {
  const me = identity.value;
  if (!me) return null;
  return (
    <section class="card">
      <h2>{t("phone.enrolment")}</h2>
      <dl class="facts">
        <dt>{t("phone.person")}</dt>
        <dd>{me.person.name}</dd>
        <dt>{t("phone.unit")}</dt>
        <dd>{unitName(me.person.unit) || "—"}</dd>
        <dt>{t("phone.logbook")}</dt>
        <dd>
          <Verbatim text={me.logbookName} /> · {t(`phone.purpose_${me.purpose}`)}
        </dd>
        <dt>{t("phone.server_identity")}</dt>
        <dd>
          <Fingerprint pinned={me.checkpointKey} />
        </dd>
        <dt>{t("phone.server")}</dt>
        <dd>
          <Answered />
        </dd>
        <dt>{t("phone.since")}</dt>
        <dd>
          <TimeText at={me.joinedAt} />
        </dd>
        <dt>{t("phone.key_since")}</dt>
        <dd>
          <TimeText at={me.keySince ?? me.joinedAt} />
        </dd>
      </dl>
      <RenewKey me={me} />
    </section>
  );
}

function SignedIn(): JSX.Element {
  return (
    <section class="card">
      <h2>{t("phone.signed_in")}</h2>
      <div class="row">
        <Button onPress={() => void signOut()}>{t("phone.sign_out")}</Button>
        <Button onPress={() => void signOutEverywhere()}>{t("phone.sign_out_everywhere")}</Button>
      </div>
    </section>
  );
}

function Build(): JSX.Element {
  const [app, setApp] = useState("");
  useEffect(() => void appHash().then(setApp), []);
  return (
    <p class="small soft">
      {t("phone.build")} <Verbatim text={app} />
    </p>
  );
}
