/** Step 1: from the founding invite to the administrator of this logbook (docs/protocol.md 9). */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { focusFirstError } from "../../../forms/form.tsx";
import { t } from "../../../i18n/text.ts";
import { isTooShort, passwordLength } from "../../../model/password.ts";
import { replaceRoute } from "../../../platform/router.ts";
import { ServerIdentity, wrongServer } from "../../../shown/server.tsx";
import { looksPrivate } from "../../../store/quota.ts";
import { askInstallation } from "../../../sync/installation.ts";
import { type Invite, parseInvite } from "../../../sync/invite.ts";
import { join, type Joined } from "../../../sync/join.ts";
import { syncNow } from "../../../sync/status.ts";
import { Button } from "../../../ui/buttons.tsx";
import { Check, TextField } from "../../../ui/fields.tsx";
import { Notice, ProblemNotice } from "../../../ui/notice.tsx";
import { wanting } from "../frame/words.ts";
import { type Progress, type StepProps, suggestSignIn } from "./progress.ts";

type Secrets = { invite: string; password: string; shown: boolean };
type Trying = { tried: boolean; busy: boolean; failed: Exclude<Joined, { ok: true }> | null };

export function StepYou({ progress, next }: StepProps): JSX.Element {
  const linked = useMemo(invitedByLink, []);
  // Neither the invite nor the password is written down, not even as a draft.
  const secrets = useSignal<Secrets>({ invite: "", password: "", shown: false });
  const trying = useSignal<Trying>({ tried: false, busy: false, failed: null });
  useEffect(() => {
    void askInstallation();
    if (linked) replaceRoute("/first-run"); // the secret leaves the address
  }, []);
  const invite = linked ?? parseInvite(secrets.value.invite);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    trying.value = { ...trying.value, tried: true };
    if (!invite || wrongServer(invite) || !isComplete(progress.value, secrets.value)) {
      return focusFirstError(event.currentTarget as HTMLFormElement);
    }
    if (trying.value.busy) return;
    trying.value = { tried: true, busy: true, failed: null };
    const joined = await becomeAdministrator(invite, progress.value, secrets.value.password);
    trying.value = { tried: true, busy: false, failed: joined.ok ? null : joined };
    if (!joined.ok) return;
    void syncNow();
    next();
  };
  const { tried, busy, failed } = trying.value;
  return (
    <form class="card form" noValidate onSubmit={(event) => void submit(event)}>
      <InviteField linked={linked !== null} secrets={secrets.value} tried={tried}
        set={(change) => (secrets.value = { ...secrets.value, ...change })} />
      {invite?.secret && <Server invite={invite} />}
      <NameFields {...{ progress, tried }} />
      <PasswordField secrets={secrets.value} tried={tried}
        set={(change) => (secrets.value = { ...secrets.value, ...change })} />
      <Private />
      {failed && <Failed failed={failed} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={busy}>
          {t(busy ? "first_run.you.joining" : "first_run.you.button")}
        </Button>
      </div>
    </form>
  );
}

/** The address that the server printed carries the invite in its query. */
function invitedByLink(): Invite | null {
  return parseInvite(location.hash);
}

function isComplete(progress: Progress, secrets: Secrets): boolean {
  const named = progress.name.trim() !== "" && progress.signIn.trim() !== "";
  return named && !isTooShort(secrets.password);
}

function becomeAdministrator(
  invite: Invite, progress: Progress, password: string,
): Promise<Joined> {
  return join(invite, { browser: "desk", signIn: progress.signIn.trim(), password });
}

/** Which logbook and whose server the invite pins; another server is not joined. */
function Server({ invite }: { invite: Invite }): JSX.Element {
  if (!wrongServer(invite)) return <ServerIdentity invite={invite} />;
  return (
    <Notice tone="loud" live="assertive" title={t("phone.wrong_server")}
      next={t("phone.wrong_server_next")} />
  );
}

function Private(): JSX.Element {
  const tone = looksPrivate() ? "loud" : "plain";
  return (
    <Notice tone={tone} title={t("first_run.you.private")}
      next={t("first_run.you.private_next")} />
  );
}

type SecretProps = {
  secrets: Secrets; tried: boolean; set: (change: Partial<Secrets>) => void;
};

function InviteField(props: SecretProps & { linked: boolean }): JSX.Element {
  if (props.linked) {
    return <Notice tone="good" shape="done" title={t("first_run.you.invite_here")} />;
  }
  const { secrets, tried, set } = props;
  const error = tried && !parseInvite(secrets.invite) && t("first_run.you.invite_unreadable");
  return (
    <TextField
      label={t("first_run.you.invite")}
      hint={t("first_run.you.invite_hint")}
      verbatim
      maxLength={2000}
      value={secrets.invite}
      onInput={(invite) => set({ invite })}
      {...(error && { error })}
    />
  );
}

type NameProps = Pick<StepProps, "progress"> & { tried: boolean };

function NameFields({ progress, tried }: NameProps): JSX.Element {
  const { name, signIn } = progress.value;
  const rename = (typed: string): void => {
    const suggested = signIn === suggestSignIn(name);
    progress.set({ name: typed, ...(suggested && { signIn: suggestSignIn(typed) }) });
  };
  return (
    <div class="pair">
      <TextField
        label={t("first_run.you.name")}
        hint={t("first_run.you.name_hint")}
        autoComplete="name"
        value={name}
        onInput={rename}
        {...wanting(tried && !name.trim(), "admin.missing_value")}
      />
      <TextField
        label={t("first_run.you.sign_in")}
        hint={t("first_run.you.sign_in_hint")}
        autoComplete="username"
        value={signIn}
        onInput={(typed) => progress.set({ signIn: typed })}
        {...wanting(tried && !signIn.trim(), "admin.missing_value")}
      />
    </div>
  );
}

function PasswordField({ secrets, tried, set }: SecretProps): JSX.Element {
  const length = passwordLength(secrets.password);
  const short = isTooShort(secrets.password);
  const counted = t(short ? "first_run.you.password_short" : "first_run.you.password_long", {
    n: length,
  });
  return (
    <div class="stack-close">
      <TextField
        label={t("first_run.you.password")}
        hint={length && !(tried && short) ? counted : t("first_run.you.password_hint")}
        type={secrets.shown ? "text" : "password"}
        autoComplete="new-password"
        value={secrets.password}
        onInput={(password) => set({ password })}
        {...(tried && short && { error: counted })}
      />
      <Check label={t("first_run.you.show")} checked={secrets.shown}
        onChange={(shown) => set({ shown })} />
    </div>
  );
}

/** The founder has no administrator to compare digits with: a new start prints a new code. */
function Failed({ failed }: { failed: NonNullable<Trying["failed"]> }): JSX.Element {
  if (!failed.fingerprint) return <ProblemNotice problem={failed.problem} kept />;
  return (
    <Notice
      live="assertive"
      title={t("first_run.you.locked", { digits: failed.fingerprint })}
      next={t("first_run.you.locked_next")}
    />
  );
}
