/** The checklist after enrolment. "Ready to work offline" is said only of what was looked at. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { megabytes } from "../../i18n/numbers.ts";
import { t } from "../../i18n/text.ts";
import { identity } from "../../store/identity.ts";
import { askPersistence, looksPrivate, storage } from "../../store/quota.ts";
import { registry } from "../../store/registry.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { AskPersistence } from "./persistence.tsx";
import { lookAtShell, type ShellState } from "./shell_check.ts";

type StepProps = { done: boolean; text: JSX.Element | string; more?: string };

export default function Ready(): JSX.Element {
  const shell = useShell();
  const me = identity.value;
  const enrolled = Boolean(me);
  const locks = "locks" in navigator;
  const tools = (registry.value?.instruments ?? []).length;
  const ready = enrolled && locks && shell.controlled && shell.missing === 0;
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("phone.ready_title")}</h1>
      <div aria-live="polite">
        {ready ? (
          <Notice
            tone="good"
            shape="received"
            title={t("phone.ready")}
            next={t("phone.ready_next")}
          />
        ) : (
          <Notice title={t("phone.not_ready")} next={t("phone.not_ready_next")} />
        )}
      </div>
      {looksPrivate() && (
        <Notice tone="loud" title={t("phone.private")} next={t("phone.private_next")} />
      )}
      <ol class="card steps">
        <Step done={enrolled} text={<Enrolled />} />
        <Step done={shell.controlled} text={t("phone.step_worker")} />
        <Step done={shell.controlled && shell.missing === 0} text={shellText(shell)} />
        <Step done={locks} text={t("phone.step_locks")} />
        <Step done={tools > 0} text={t("phone.step_registry", { n: tools })} />
        <StorageStep />
      </ol>
      {!shell.controlled && shell.checked && (
        <Button block onPress={() => location.reload()}>
          {t("phone.check_again")}
        </Button>
      )}
      <ButtonLink kind="primary" block to="/">
        {t("phone.begin")}
      </ButtonLink>
    </div>
  );
}

function Step({ done, text, more }: StepProps): JSX.Element {
  return (
    <li class="step">
      <Icon shape={done ? "received" : "open"} />
      <div>
        <span class="sr-only">{done ? t("phone.step_done") : t("phone.step_open")} </span>
        {text}
        {more && <p class="small soft">{more}</p>}
      </div>
    </li>
  );
}

function Enrolled(): JSX.Element {
  const me = identity.value;
  if (!me) return <>{t("phone.step_not_enrolled")}</>;
  return (
    <>
      {t("phone.step_enrolled", { name: me.person.name })} <Verbatim text={me.logbookName} />
    </>
  );
}

function shellText(shell: ShellState): string {
  if (!shell.checked) return t("phone.step_shell_checking");
  if (shell.missing > 0) return t("phone.step_shell_missing", { n: shell.missing });
  return t("phone.step_shell", { n: shell.files });
}

/** Persistent storage is the browser's decision; the app asks and shows the answer. */
function StorageStep(): JSX.Element {
  const { persistent, used } = storage.value;
  return (
    <>
      <Step
        done={persistent === true}
        text={persistent ? t("phone.step_persistent") : t("phone.step_not_persistent")}
        more={t("phone.step_storage", { used: megabytes(used) })}
      />
      <li>
        <AskPersistence />
      </li>
    </>
  );
}

/** Looks again until the worker has taken hold and everything was read back. */
function useShell(): ShellState {
  const [state, setState] = useState<ShellState>({
    checked: false,
    controlled: false,
    files: 0,
    missing: 0,
  });
  useEffect(() => {
    let looking = true;
    const look = async (): Promise<void> => {
      const found = await lookAtShell();
      if (!looking) return;
      setState(found);
      if (!found.controlled || found.missing > 0) setTimeout(() => void look(), 1500);
    };
    void askPersistence();
    void look();
    return () => {
      looking = false;
    };
  }, []);
  return state;
}
