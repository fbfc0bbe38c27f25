/** Enrolling this browser: an invite, whose server it is, what this browser is for, one button. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { Button, ButtonLink } from "../../parts/buttons.tsx";
import { ChoiceGroup } from "../../parts/choice.tsx";
import { TextField } from "../../parts/fields.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { Verbatim } from "../../parts/verbatim.tsx";
import { askInstallation, installation } from "../../shell/installation.ts";
import { isInstalled, isIos } from "../../shell/platform.ts";
import { go, replaceRoute, route } from "../../shell/router.ts";
import { looksPrivate } from "../../shell/storage.ts";
import { identity } from "../../store/identity.ts";
import type { Problem } from "../../sync/http.ts";
import { join, type Invite, type JoinOptions } from "../../sync/join.ts";
import { syncNow } from "../../sync/status.ts";
import { IosPage } from "./ios.tsx";
import { inviteOfAddress, InviteInput } from "./join_invite.tsx";
import { ServerIdentity, wrongServer } from "./join_server.tsx";

type Outcome = { problem: Problem; fingerprint?: string | undefined } | null;

export default function Join(): JSX.Element {
  const [invite, setInvite] = useState<Invite | null>(() => inviteOfAddress(location.hash));
  useEffect(() => {
    void askInstallation();
    const found = inviteOfAddress(location.hash);
    if (found) setInvite(found);
    if (found && location.hash.includes("?")) replaceRoute("/join"); // the secret leaves the bar
  }, [route.value]);
  if (isIos() && !isInstalled()) return <IosPage />;
  if (identity.value) return <AlreadyHere />;
  return (
    <div class="stack">
      <div class="hero">
        <h1 tabIndex={-1}>{t("phone.join_title")}</h1>
        <p class="soft">{t("phone.join_lead")}</p>
      </div>
      {looksPrivate() && (
        <Notice tone="loud" title={t("phone.private")} next={t("phone.private_next")} />
      )}
      <NoServer />
      <InviteInput invite={invite} onInvite={setInvite} />
      {invite && <JoinAs invite={invite} />}
      <p class="small soft">{t("phone.private_note")}</p>
      <ButtonLink kind="plain" to="/sign-in">
        {t("phone.sign_in_instead")}
      </ButtonLink>
    </div>
  );
}

function AlreadyHere(): JSX.Element {
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("phone.joined_title")}</h1>
      <Notice
        shape="received"
        title={t("phone.joined", { name: identity.value?.person.name ?? "" })}
        next={t("phone.joined_next")}
      />
      <ButtonLink kind="primary" to="/">
        {t("shell.home")}
      </ButtonLink>
    </div>
  );
}

function NoServer(): JSX.Element | null {
  const known = installation.value;
  if (!known || "logbooks" in known) return null;
  return (
    <Notice live="polite" title={t("phone.no_server")} next={t("phone.no_server_next")}>
      <Button onPress={() => void askInstallation()}>{t("phone.ask_again")}</Button>
    </Notice>
  );
}

function Credentials(props: {
  name: string;
  password: string;
  onName: (value: string) => void;
  onPassword: (value: string) => void;
}): JSX.Element {
  return (
    <>
      <TextField
        label={t("phone.sign_in_name")}
        autoComplete="username"
        value={props.name}
        onInput={props.onName}
      />
      <TextField
        label={t("phone.password")}
        hint={t("phone.password_hint")}
        type="password"
        autoComplete="new-password"
        value={props.password}
        onInput={props.onPassword}
      />
    </>
  );
}

function JoinAs({ invite }: { invite: Invite }): JSX.Element {
  const [browser, setBrowser] = useState<"" | "phone" | "desk">("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, outcome, enrol } = useJoin(invite);
  if (wrongServer(invite)) {
    return (
      <Notice
        tone="loud"
        live="assertive"
        title={t("phone.wrong_server")}
        next={t("phone.wrong_server_next")}
      />
    );
  }
  const options = (): JoinOptions | null => {
    if (browser === "desk") return { browser, signIn: name, password };
    return browser === "phone" ? { browser } : null;
  };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <ServerIdentity invite={invite} />
      <ChoiceGroup
        label={t("phone.browser_is")}
        value={browser}
        options={[
          { value: "phone", text: t("phone.as_phone") },
          { value: "desk", text: t("phone.as_desk") },
        ]}
        onChoose={(one) => setBrowser(one as "phone" | "desk")}
      />
      {browser === "desk" && (
        <Credentials name={name} password={password} onName={setName} onPassword={setPassword} />
      )}
      <Refusal outcome={outcome} />
      <Button kind="primary" block type="submit" busy={busy} onPress={() => void enrol(options())}>
        {busy ? t("phone.joining") : outcome?.fingerprint ? t("phone.join_again") : t("phone.join")}
      </Button>
    </form>
  );
}

/** After five wrong codes both sides compare six digits; everything else is a problem as it is. */
function Refusal({ outcome }: { outcome: Outcome }): JSX.Element | null {
  if (!outcome) return null;
  if (!outcome.fingerprint) return <ProblemNotice problem={outcome.problem} />;
  const { fingerprint } = outcome;
  return (
    <div class="card" role="alert">
      <h2>{t("phone.locked")}</h2>
      <p>{t("phone.locked_next")}</p>
      <p class="digits" aria-label={fingerprint.split("").join(" ")}>
        <Verbatim text={`${fingerprint.slice(0, 3)} ${fingerprint.slice(3)}`} />
      </p>
    </div>
  );
}

const NOT_SAID: Problem = { code: "browser_not_chosen", status: 0, detail: "" };

function useJoin(invite: Invite): {
  busy: boolean;
  outcome: Outcome;
  enrol: (options: JoinOptions | null) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const enrol = async (options: JoinOptions | null): Promise<void> => {
    if (busy) return;
    if (!options) return setOutcome({ problem: NOT_SAID });
    setBusy(true);
    const joined = await join(invite, options);
    setBusy(false);
    if (!joined.ok) return setOutcome(joined);
    void syncNow();
    go(options.browser === "phone" ? "/ready" : "/");
  };
  return { busy, outcome, enrol };
}
