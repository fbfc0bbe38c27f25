/** Joining with an invite that is known: whom it is for, whose server it is, then one button. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Welcome } from "../../../shared/answers.gen.ts";
import { t } from "../../i18n/text.ts";
import { isTooShort, passwordLength } from "../../model/password.ts";
import { go } from "../../platform/router.ts";
import { ServerIdentity, wrongServer } from "../../shown/server.tsx";
import type { Called, Problem } from "../../sync/http.ts";
import { installation, listedLogbooks } from "../../sync/installation.ts";
import type { Invite } from "../../sync/invite.ts";
import { hasBegun, join, type JoinOptions } from "../../sync/join.ts";
import { syncNow } from "../../sync/status.ts";
import { lookAtInvite } from "../../sync/welcome.ts";
import { Button } from "../../ui/buttons.tsx";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { PasswordField, TextField } from "../../ui/fields.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { WelcomeFacts } from "./join_welcome.tsx";

type Outcome = { problem: Problem; fingerprint?: string | undefined } | null;
type Sort = "" | "phone" | "desk";

/** A locked invite may still be let in, and a used one let in again whose answer was lost. */
export function JoinWith({ invite }: { invite: Invite }): JSX.Element {
  const { busy, seen, look } = useLook(invite);
  const begun = useBegun();
  if (wrongServer(invite)) return <WrongServer />;
  // A link waits for the server's word on itself alone; what it is for then comes unasked.
  if (!seen && invite.secret && !installation.value) return <Loading />;
  if (!seen) return <LookButton busy={busy} onLook={look} />;
  if (seen.ok) return <JoinForm invite={invite} welcome={seen.value} />;
  const { code } = seen.problem;
  return (
    <>
      <ProblemNotice problem={seen.problem} />
      {code === "unreachable" && <LookButton busy={busy} onLook={look} />}
      {(code === "invite_locked" || (code === "invite_used" && begun)) && (
        <JoinForm invite={invite} />
      )}
    </>
  );
}

function WrongServer(): JSX.Element {
  return (
    <Notice
      tone="loud"
      live="assertive"
      title={t("phone.wrong_server")}
      next={t("phone.wrong_server_next")}
    />
  );
}

function LookButton({ busy, onLook }: { busy: boolean; onLook: () => void }): JSX.Element {
  return (
    <Button kind="primary" block busy={busy} onPress={onLook}>
      {busy ? t("phone.looking") : t("phone.look")}
    </Button>
  );
}

/** A link is looked at by itself, once the server has said who it is. A typed code waits for the
 *  person, because a wrong one counts. */
function useLook(invite: Invite): {
  busy: boolean;
  seen: Called<Welcome> | null;
  look: () => void;
} {
  const [busy, setBusy] = useState(false);
  const [seen, setSeen] = useState<Called<Welcome> | null>(null);
  const look = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSeen(await lookAtInvite(invite));
    setBusy(false);
  };
  const byItself = invite.secret !== undefined && listedLogbooks().length > 0;
  useEffect(() => {
    if (byItself && !wrongServer(invite)) void look();
  }, [byItself]);
  return { busy, seen, look: () => void look() };
}

/** Say whether this browser has made a key for a join: another's used invite is over for it. */
function useBegun(): boolean {
  const [begun, setBegun] = useState(false);
  useEffect(() => void hasBegun().then(setBegun), []);
  return begun;
}

function JoinForm(props: { invite: Invite; welcome?: Welcome }): JSX.Element {
  const { invite, welcome } = props;
  const [chosen, setChosen] = useState<Sort>("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { busy, outcome, enrol } = useJoin(invite);
  const browser = welcome?.browser || chosen;
  const press = (): void => {
    setTried(true);
    if (browser !== "desk" || isComplete(name, password)) void enrol(options());
  };
  const options = (): JoinOptions | null => {
    if (browser === "desk") return { browser, signIn: name, password };
    return browser === "phone" ? { browser } : null;
  };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      {welcome && <WelcomeFacts welcome={welcome} />}
      <ServerIdentity invite={invite} />
      {!welcome?.browser && <SortChoice sort={chosen} onSort={setChosen} />}
      {browser === "desk" && (
        <Credentials {...{ name, password, tried }} onName={setName} onPassword={setPassword} />
      )}
      <Refusal outcome={outcome} />
      <Button kind="primary" block type="submit" busy={busy} onPress={press}>
        {busy ? t("phone.joining") : outcome?.fingerprint ? t("phone.join_again") : t("phone.join")}
      </Button>
    </form>
  );
}

/** Asked only where the invite does not say it: a founder's, or one that may not be looked at. */
function SortChoice({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }): JSX.Element {
  return (
    <ChoiceGroup
      label={t("phone.browser_is")}
      value={sort}
      options={[
        { value: "phone", text: t("phone.as_phone") },
        { value: "desk", text: t("phone.as_desk") },
      ]}
      onChoose={(one) => onSort(one as Sort)}
    />
  );
}

function isComplete(name: string, password: string): boolean {
  return name.trim() !== "" && !isTooShort(password);
}

function Credentials(props: {
  name: string;
  password: string;
  tried: boolean;
  onName: (value: string) => void;
  onPassword: (value: string) => void;
}): JSX.Element {
  const nameless = props.tried && !props.name.trim();
  const short = props.tried && isTooShort(props.password);
  return (
    <>
      <TextField
        label={t("phone.sign_in_name")}
        hint={t("phone.sign_in_name_hint")}
        autoComplete="username"
        value={props.name}
        onInput={props.onName}
        {...(nameless && { error: t("phone.needed") })}
      />
      <PasswordField
        label={t("phone.password")}
        hint={t("phone.password_hint")}
        autoComplete="new-password"
        value={props.password}
        onInput={props.onPassword}
        {...(short && { error: t("phone.password_short", { n: passwordLength(props.password) }) })}
      />
    </>
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
