/** The frame of the administrator's screens: sections, what cannot be done and why, list, panel. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "../../../styles/administration.css";
import { NoKeyNotice } from "../../../forms/no_key.tsx";
import { t } from "../../../i18n/text.ts";
import { refreshRegistry } from "../../../store/registry.ts";
import { server } from "../../../sync/contact.ts";
import { askRegistry } from "../../../sync/registry.ts";
import { session } from "../../../sync/session.ts";
import { Button, ButtonLink } from "../../../ui/buttons.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { Loading } from "../../../ui/loading.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { known, mayAdminister, mayOversee, maySign, me } from "./known.ts";

export const SECTIONS = ["units", "people", "instruments", "invites", "keys"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Supervisors revoke keys and state instruments of their units; the rest is not theirs. */
const OVERSEEN: readonly SectionName[] = ["instruments", "keys"];

type Props = {
  name: SectionName;
  action?: ComponentChildren;
  verdict?: ComponentChildren;
  panel?: ComponentChildren;
  children: ComponentChildren;
};

export function Section(props: Props): JSX.Element {
  const { loaded } = known();
  useEffect(() => void readAgain(), []);
  const permitted = mayAdminister() || (OVERSEEN.includes(props.name) && mayOversee());
  if (!loaded || !permitted) {
    return (
      <>
        <h1 tabIndex={-1} class="sr-only">
          {t(`admin.${props.name}.title`)}
        </h1>
        {loaded ? <NotPermitted /> : <Unloaded />}
      </>
    );
  }
  return (
    <div class="stack admin">
      <Tabs now={props.name} />
      <div class="row spread">
        <h1 tabIndex={-1}>{t(`admin.${props.name}.title`)}</h1>
        {!props.panel && props.action}
      </div>
      <p class="soft measure">{t(`admin.${props.name}.intro`)}</p>
      <Standing />
      {props.verdict}
      <div class={props.panel ? "split open" : "split"}>
        <div class="split-list stack">{props.children}</div>
        {props.panel}
      </div>
    </div>
  );
}

/** Last contact and the like stand in no entry: only the server can tell them. */
async function readAgain(): Promise<void> {
  await askRegistry();
  await refreshRegistry();
}

/** The header of a wide screen has the same links for administrators. */
function Tabs({ now }: { now: SectionName }): JSX.Element {
  const shown = mayAdminister() ? SECTIONS : OVERSEEN;
  return (
    <nav class={mayAdminister() ? "sections doubled" : "sections"} aria-label={t("admin.title")}>
      {shown.map((name) => (
        <a href={`#/admin/${name}`} key={name} aria-current={name === now ? "page" : undefined}>
          {t(`admin.tab.${name}`)}
        </a>
      ))}
    </nav>
  );
}

/** What prevents it here; that the server does not answer, the frame says already. */
function Standing(): JSX.Element | null {
  if (session.value === null) return <SignedOut />;
  return maySign() && !me().name ? <Nameless /> : <NoKeyNotice />;
}

function Nameless(): JSX.Element {
  return (
    <Notice title={t("admin.nameless")} next={t("admin.nameless_next")}>
      <ButtonLink kind="primary" to="/first-run">{t("admin.name_yourself")}</ButtonLink>
    </Notice>
  );
}

function SignedOut(): JSX.Element {
  return (
    <Notice title={t("admin.signed_out")}>
      <ButtonLink to="/sign-in">{t("admin.sign_in")}</ButtonLink>
    </Notice>
  );
}

function Unloaded(): JSX.Element {
  if (server.value.reachable !== false) return <Loading />;
  return (
    <Empty title={t("admin.unreachable")} next={t("admin.unreachable_next")}>
      <Button kind="primary" onPress={() => void readAgain()}>
        {t("admin.try_again")}
      </Button>
    </Empty>
  );
}

function NotPermitted(): JSX.Element {
  return (
    <Empty title={t("admin.not_permitted")} next={t("admin.not_permitted_next")}>
      <ButtonLink to="/">{t("admin.home")}</ButtonLink>
    </Empty>
  );
}

/** What is typed or decided about one row, beside the list; alone on a narrow screen. */
export function Panel(props: { title: string; children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [props.title]);
  return (
    <section class="card panel" aria-label={props.title}>
      <h2 ref={heading} tabIndex={-1}>
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}
