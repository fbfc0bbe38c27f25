/** The frame of every screen: PRACTICE, who is here, what still waits, language, notices. */
import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { LANGUAGES, LANGUAGE_NAMES, language, speak } from "../i18n/language.ts";
import { t } from "../i18n/text.ts";
import { identity } from "../store/identity.ts";
import { outboxStatus } from "../store/outbox.ts";
import { isPractice } from "../sync/installation.ts";
import { session } from "../sync/session.ts";
import { Segments } from "../ui/buttons.tsx";
import { Icon, Mark } from "../ui/icons.tsx";
import { Age } from "../ui/time.tsx";
import { DeskNav } from "./nav.tsx";
import { ShellNotices } from "./notices.tsx";

type FrameProps = { wide: boolean; flush: boolean; path: string; children: ComponentChildren };

export function Frame({ wide, flush, path, children }: FrameProps): JSX.Element {
  const practice = isPractice();
  useEffect(() => {
    document.documentElement.classList.toggle("practice", practice);
  }, [practice]);
  return (
    <div class="frame">
      <header class="top">
        <a class="sr-only" href="#main" onClick={skipToMain}>
          {t("shell.skip")}
        </a>
        {practice && <p class="stripe">{t("shell.practice")}</p>}
        <Bar path={path} />
      </header>
      <ShellNotices quiet={flush} />
      <main id="main" tabIndex={-1} class={wide ? "wide" : flush ? "flush" : ""}>
        {children}
      </main>
    </div>
  );
}

/** The hash is the router's, so a skip link must move the focus by itself. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Bar({ path }: { path: string }): JSX.Element {
  const person = session.value?.person ?? identity.value?.person;
  return (
    <div class="bar">
      <a
        class="bar-home"
        href="#/"
        aria-label={person ? t("shell.home_of", { name: person.name }) : undefined}
      >
        <Mark />
        <span>{person?.name || "Verbatim"}</span>
      </a>
      {person && <DeskNav path={path} roles={person.roles} />}
      <div class="bar-end">
        {identity.value && <Waiting />}
        {person && narrow.value ? <LanguageMenu /> : <Languages />}
        {person && <SettingsLink path={path} />}
      </div>
    </div>
  );
}

const query = matchMedia("(max-width: 59.99rem)");
const narrow = signal(query.matches);

query.addEventListener("change", () => {
  narrow.value = query.matches;
});

function SettingsLink({ path }: { path: string }): JSX.Element {
  const here = path === "/settings" ? ("page" as const) : undefined;
  return (
    <a class="bar-tool" href="#/settings" aria-label={t("shell.settings")} aria-current={here}>
      <Icon shape="settings" />
    </a>
  );
}

/** Always in sight: how many own records have no believed receipt, and for how long. */
function Waiting(): JSX.Element {
  const { waiting, oldestAt, disbelieved } = outboxStatus.value;
  const looks = disbelieved ? "bar-tool loud" : waiting ? "bar-tool waiting" : "bar-tool";
  return (
    <a class={looks} href="#/list">
      <Icon shape={disbelieved ? "receipt_not_believed" : waiting ? "on_this_phone" : "list"} />
      {waiting > 0 && oldestAt ? (
        <span>
          <span class="sr-only">{t("shell.waiting", { n: waiting })} </span>
          <span aria-hidden="true">{waiting} · </span>
          <Age since={oldestAt} />
        </span>
      ) : (
        <span class="sr-only">{t("shell.records")}</span>
      )}
    </a>
  );
}

/** On a phone the languages fold into one button that names the present one. */
function LanguageMenu(): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => menu.current?.removeAttribute("open");
  const leave = ({ relatedTarget }: FocusEvent): void => {
    if (!menu.current?.contains(relatedTarget as Node | null)) close();
  };
  return (
    <details
      class="languages"
      ref={menu}
      onFocusOut={leave}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <summary class="bar-tool">
        <span class="sr-only">{t("shell.language")}: </span>
        {LANGUAGE_NAMES[language.value].short}
      </summary>
      <ul>
        {LANGUAGES.map((one) => (
          <li key={one}>
            <button
              type="button"
              lang={one}
              aria-pressed={one === language.value ? "true" : "false"}
              onClick={() => void speak(one).then(close)}
            >
              {LANGUAGE_NAMES[one].name}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Languages(): JSX.Element {
  return (
    <Segments
      label={t("shell.language")}
      value={language.value}
      options={LANGUAGES.map((one) => ({
        value: one,
        text: LANGUAGE_NAMES[one].short,
        name: LANGUAGE_NAMES[one].name,
        lang: one,
      }))}
      onChoose={(one) => void speak(one)}
    />
  );
}
