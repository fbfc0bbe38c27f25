/** The guided set-up: from the founding invite to two colleagues enrolling, one step at a time.
 *  Each step is signed and sent at once; what is typed and where it stopped outlive a reload. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../../../styles/administration.css";
import { type Saver, useSaving } from "../../../forms/saving.ts";
import { type Typed, useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { t } from "../../../i18n/text.ts";
import { replaceRoute, route } from "../../../platform/router.ts";
import { identity } from "../../../store/identity.ts";
import { refreshRegistry } from "../../../store/registry.ts";
import { ButtonLink } from "../../../ui/buttons.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { Icon } from "../../../ui/icons.tsx";
import { Loading } from "../../../ui/loading.tsx";
import { ProblemNotice } from "../../../ui/notice.tsx";
import { known, mayAdminister, maySign, me } from "../frame/known.ts";
import { StepInstrument } from "./instrument.tsx";
import { StepInvites } from "./invites.tsx";
import { StepLaboratory } from "./laboratory.tsx";
import { NameYourself } from "./name.tsx";
import { StepPeople } from "./people.tsx";
import {
  newProgress, type Progress, stepAfter, type StepName, STEPS,
} from "./progress.ts";
import { StepUnit } from "./unit.tsx";
import { StepYou } from "./you.tsx";

const SCREENS = {
  you: StepYou, unit: StepUnit, laboratory: StepLaboratory, instrument: StepInstrument,
  people: StepPeople, invites: StepInvites,
} as const;

export default function FirstRun(): JSX.Element {
  const progress = useTyped<Progress>("first_run", useMemo(newProgress, []));
  const saver = useSaving();
  const over = useSignal(false);
  useEffect(() => void (identity.value && refreshRegistry()), [identity.value?.key]);
  // Shown as a person's first screen it would be left for another as soon as it has set enough up.
  useEffect(() => void (route.value.path === "/" && replaceRoute("/first-run")), []);
  if (!progress.ready || (identity.value && !known().loaded)) return <Loading />;
  const step = over.value ? "already" : stepNow(progress);
  if (step === "already") return <Already saver={saver} name={progress.value.name} />;
  const move = (done: boolean): void => {
    if (step === "invites") {
      over.value = true;
      return progress.clear();
    }
    const finished = [...progress.value.done, ...(done ? [step] : [])];
    progress.set({ step: stepAfter(step), done: finished });
  };
  const Step = SCREENS[step];
  return (
    <div class="admin guided">
      <Rail now={step} done={progress.value.done} />
      <div class="stack">
        <StepHeading step={step} progress={progress.value} />
        {progress.notKept && <ProblemNotice problem={{ code: progress.notKept }} />}
        <Verdict saving={saver.saving} />
        <Step key={step} progress={progress} saver={saver} next={() => move(true)}
          later={() => move(false)} />
      </div>
    </div>
  );
}

/** Before there is an administrator only the first step can be done, after it never again. */
function stepNow({ value }: Typed<Progress>): StepName | "already" {
  if (!identity.value) return "you";
  const own = Object.values(value.ids);
  const begun = value.done.some((step) => step !== "you");
  const others = known().units.some(({ unit }) => !own.includes(unit));
  if (!mayAdminister() || (!begun && others)) return "already";
  return value.step === "you" ? "unit" : value.step;
}

function Already({ saver, name }: { saver: Saver; name: string }): JSX.Element {
  if (mayAdminister() && maySign() && !me().name) return <NameYourself {...{ saver, name }} />;
  return (
    <>
      <h1 tabIndex={-1} class="sr-only">
        {t("first_run.title")}
      </h1>
      <Verdict saving={saver.saving} />
      {mayAdminister() ? <SetUp /> : <NotAdministrator />}
    </>
  );
}

/** What the founder does next, and where. */
function SetUp(): JSX.Element {
  return (
    <Empty shape="done" title={t("first_run.already")} next={t("first_run.already_next")}>
      <div class="row">
        <ButtonLink kind="primary" to="/admin/invites">{t("first_run.to_invites")}</ButtonLink>
        <ButtonLink to="/admin/units">{t("first_run.to_admin")}</ButtonLink>
      </div>
    </Empty>
  );
}

function NotAdministrator(): JSX.Element {
  return (
    <Empty title={t("first_run.not_administrator")} next={t("admin.not_permitted_next")}>
      <ButtonLink to="/">{t("admin.home")}</ButtonLink>
    </Empty>
  );
}

function StepHeading({ step, progress }: { step: StepName; progress: Progress }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [step]);
  return (
    <div class="stack-close">
      <p class="small soft">
        {t("first_run.step_of", { n: STEPS.indexOf(step) + 1, of: STEPS.length })}
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {t(`first_run.${step}.title`, { unit: progress.unit })}
      </h1>
      <p class="soft measure">{t(`first_run.${step}.why`)}</p>
    </div>
  );
}

/** All steps at a glance, on wide screens; a narrow one has the count above the heading. */
function Rail({ now, done }: { now: StepName; done: readonly StepName[] }): JSX.Element {
  const passed = STEPS.indexOf(now);
  return (
    <nav class="rail" aria-label={t("first_run.steps")}>
      <p class="rail-title">{t("first_run.title")}</p>
      <p class="small soft">{t("first_run.intro")}</p>
      <ol>
        {STEPS.map((step, index) => {
          const state = step === now ? "now" : index > passed ? "ahead" : markOf(step, done);
          return <RailStep key={step} step={step} state={state} />;
        })}
      </ol>
    </nav>
  );
}

type RailState = "now" | "ahead" | "done" | "skipped";

/** Joining is no choice: it is done once the person is past it. */
function markOf(step: StepName, done: readonly StepName[]): RailState {
  return step === "you" || done.includes(step) ? "done" : "skipped";
}

function RailStep({ step, state }: { step: StepName; state: RailState }): JSX.Element {
  return (
    <li class={`rail-step ${state}`} aria-current={state === "now" ? "step" : undefined}>
      <Icon shape={state === "done" ? "received" : "open"} />
      <span>
        {t(`first_run.step.${step}`)}
        {state === "done" && <span class="sr-only"> {t("first_run.done_mark")}</span>}
        {state === "skipped" && <span class="under">{t("first_run.skipped_mark")}</span>}
      </span>
    </li>
  );
}
