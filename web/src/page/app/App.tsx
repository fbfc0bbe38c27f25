/** Which screen an address shows. Capture is here at once; everything else arrives when opened. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/text.ts";
import Entry from "../screens/capture/entry.tsx";
import { identity } from "../store/identity.ts";
import { server } from "../sync/contact.ts";
import { session } from "../sync/session.ts";
import { ButtonLink } from "../ui/buttons.tsx";
import { Empty } from "../ui/empty.tsx";
import { lazy } from "../ui/lazy.tsx";
import { Loading } from "../ui/loading.tsx";
import { ErrorBoundary } from "./errors.tsx";
import { Frame } from "./frame.tsx";
import { currentPath } from "./home.ts";

type Subject = { subject: string };

const Join = lazy(() => import("../screens/joining/join.tsx"));
const Ready = lazy(() => import("../screens/joining/ready.tsx"));
const List = lazy(() => import("../screens/capture/list.tsx"));
const Settings = lazy(() => import("./settings/settings.tsx"));
const RecordPage = lazy<Subject>(() => import("../screens/record/record.tsx"));
const PersonPage = lazy<Subject>(() => import("../screens/record/person.tsx"));
const Correct = lazy<Subject>(() => import("../screens/record/correct.tsx"));
const NoKey = lazy(() => import("../forms/no_key.tsx"));
const Worklist = lazy(() => import("../screens/laboratory/worklist.tsx"));
const Result = lazy<Subject>(() => import("../screens/laboratory/result.tsx"));
const Reconcile = lazy<Subject>(() => import("../screens/laboratory/reconcile.tsx"));
const Quarantine = lazy(() => import("../screens/review/quarantine.tsx"));
const Review = lazy(() => import("../screens/review/review.tsx"));
const SignIn = lazy(() => import("../screens/joining/sign_in.tsx"));
const FirstRun = lazy(() => import("../screens/administration/first_run/first_run.tsx"));
const Units = lazy(() => import("../screens/administration/units/units.tsx"));
const People = lazy(() => import("../screens/administration/people/people.tsx"));
const Instruments = lazy(() => import("../screens/administration/instruments/instruments.tsx"));
const Invites = lazy(() => import("../screens/administration/keys/invites.tsx"));
const Keys = lazy(() => import("../screens/administration/keys/keys.tsx"));

/** Addresses without a parameter. */
const PLAIN: Record<string, () => JSX.Element> = {
  "/join": () => <Join />,
  "/ready": () => <Ready />,
  "/entry": () => <Entry />,
  "/list": () => <List />,
  "/settings": () => <Settings />,
  "/desk": () => <Worklist />,
  "/desk/quarantine": () => <Quarantine />,
  "/desk/review": () => <Review />,
  "/sign-in": () => <SignIn />,
  "/first-run": () => <FirstRun />,
  "/admin/units": () => <Units />,
  "/admin/people": () => <People />,
  "/admin/instruments": () => <Instruments />,
  "/admin/invites": () => <Invites />,
  "/admin/keys": () => <Keys />,
};

/** Addresses with a subject in the place of the star. */
const WITH_SUBJECT: Record<string, (subject: string) => JSX.Element> = {
  "/record/*": (subject) => <RecordPage key={subject} subject={subject} />,
  "/person/*": (subject) => <PersonPage key={subject} subject={subject} />,
  "/record/*/correct": (subject) => <Correct key={subject} subject={subject} />,
  "/desk/result/*": (subject) => <Result key={subject} subject={subject} />,
  "/desk/reconcile/*": (subject) => <Reconcile key={subject} subject={subject} />,
};

/** Without an identity only these can be shown; the others lead to the door. */
const OPEN = /^\/(join|sign-in|settings|first-run)$/;
/** These write, or show what this browser wrote. */
const KEPT_HERE = /^\/(entry|list|ready)$/;
const WIDE = /^\/(desk|admin|record|person|first-run)/;

export function App(): JSX.Element {
  const path = currentPath();
  useEffect(() => announceScreen(), [path]);
  if (identity.value === undefined || isAsking(path)) return <Loading />;
  const shown = allowed(path) ? path : "/join";
  return (
    <Frame wide={WIDE.test(shown)} flush={shown === "/entry" && !!identity.value} path={shown}>
      <ErrorBoundary key={shown}>{screenAt(shown)}</ErrorBoundary>
    </Frame>
  );
}

/** A browser without a key knows from the server alone whether a person is signed in. */
function isAsking(path: string): boolean {
  const unknown = identity.value === null && session.value === undefined;
  return unknown && server.value.reachable !== false && !OPEN.test(path);
}

function allowed(path: string): boolean {
  return Boolean(identity.value ?? session.value) || OPEN.test(path);
}

function screenAt(path: string): JSX.Element {
  if (!identity.value && KEPT_HERE.test(path)) return <NoKey />;
  const plain = PLAIN[path];
  if (plain) return plain();
  const steps = path.slice(1).split("/");
  const at = steps[0] === "desk" ? 2 : 1;
  const subject = steps[at] ?? "";
  const pattern = `/${steps.map((step, index) => (index === at ? "*" : step)).join("/")}`;
  return WITH_SUBJECT[pattern]?.(subject) ?? <NotFound />;
}

function NotFound(): JSX.Element {
  return (
    <>
      <h1 tabIndex={-1} class="sr-only">
        {t("shell.not_found")}
      </h1>
      <Empty title={t("shell.not_found")} next={t("shell.not_found_next")}>
        <ButtonLink to="/">{t("shell.home")}</ButtonLink>
      </Empty>
    </>
  );
}

/** After a change of screen: its heading gets the focus and names the window. */
function announceScreen(): () => void {
  const found = (): boolean => {
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!heading) return false;
    document.title = `${heading.textContent} · Verbatim`;
    // Not from a field that was touched in the meantime.
    if (!document.querySelector("main :focus")) heading.focus({ preventScroll: true });
    return true;
  };
  scrollTo(0, 0);
  if (found()) return () => undefined;
  const watcher = new MutationObserver(() => found() && watcher.disconnect());
  watcher.observe(document.body, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
