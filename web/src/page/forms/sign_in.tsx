// Signing in at a desk: by password, or with an administrator's one-time code and a new password.
// Shown in place of a list whose session has ended, so that no form around it loses its text.

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import "../styles/desk.css";
import { t } from "../i18n/text.ts";
import type { Problem } from "../sync/http.ts";
import { setPassword, signInDesk } from "../sync/session.ts";
import { Button } from "../ui/buttons.tsx";
import { TextField } from "../ui/fields.tsx";
import { Notice, ProblemNotice } from "../ui/notice.tsx";

const PASSWORD_LENGTH = 15;

type Typed = { name: string; password: string; code: string };
type Mode = "password" | "code";

export function SignInForm(props: { expired?: boolean; onSignedIn: () => void }): JSX.Element {
  const [mode, setMode] = useState<Mode>("password");
  const [typed, setTyped] = useState<Typed>({ name: "", password: "", code: "" });
  const { busy, problem, submit } = useSubmit(mode, typed, props.onSignedIn);
  const lay = (change: Partial<Typed>): void => setTyped({ ...typed, ...change });
  return (
    <form class="stack sign-in" onSubmit={submit} noValidate>
      <h1 tabIndex={-1}>{t("desk.sign_in")}</h1>
      {props.expired && (
        <Notice title={t("desk.session_over")} next={t("desk.session_over_next")} />
      )}
      <TextField id="sign-in-name" label={t("desk.sign_in_name")} value={typed.name}
        autoComplete="username" onInput={(name) => lay({ name })} />
      {mode === "code" && (
        <TextField id="sign-in-code" label={t("desk.one_time_code")} hint={t("desk.code_hint")}
          value={typed.code} autoComplete="one-time-code" onInput={(code) => lay({ code })} />
      )}
      <TextField id="sign-in-password" type="password" value={typed.password}
        label={t(mode === "code" ? "desk.new_password" : "desk.password")}
        autoComplete={mode === "code" ? "new-password" : "current-password"}
        {...(mode === "code" && { hint: t("desk.password_hint", { n: PASSWORD_LENGTH }) })}
        onInput={(password) => lay({ password })} />
      {problem && <ProblemNotice problem={problem} />}
      <Button kind="primary" type="submit" busy={busy}>
        {t(mode === "code" ? "desk.set_password" : "desk.sign_in")}
      </Button>
      <Button kind="plain" onPress={() => setMode(mode === "code" ? "password" : "code")}>
        {t(mode === "code" ? "desk.have_password" : "desk.have_code")}
      </Button>
      <p class="small soft">{t("desk.key_apart")}</p>
    </form>
  );
}

function useSubmit(mode: Mode, typed: Typed, onSignedIn: () => void): {
  busy: boolean; problem: Problem | undefined; submit: (event: Event) => void;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const enter = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    const failed = await signInWith(mode, typed);
    running.current = false;
    setBusy(false);
    setProblem(failed);
    if (!failed) onSignedIn();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void enter();
  };
  return { busy, problem, submit };
}

async function signInWith(mode: Mode, typed: Typed): Promise<Problem | undefined> {
  const { name, password, code } = typed;
  if (mode === "code") {
    const set = await setPassword(name, { code: code.trim() }, password);
    if (!set.ok) return set.problem;
  }
  const answer = await signInDesk(name, password);
  return answer.ok ? undefined : answer.problem;
}
