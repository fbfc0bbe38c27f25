/** One sentence of what is so and one of what to do next. `loud` is for what must not be missed. */
import type { ComponentChildren, JSX } from "preact";
import { t, tOr } from "../i18n/text.ts";
import { Icon, type Shape } from "./icons.tsx";

type NoticeProps = {
  tone?: "plain" | "good" | "loud" | undefined;
  title: ComponentChildren;
  next?: ComponentChildren | undefined;
  children?: ComponentChildren | undefined;
  shape?: Shape | undefined;
  live?: "polite" | "assertive" | undefined;
};

export function Notice(props: NoticeProps): JSX.Element {
  const role = { polite: "status", assertive: "alert" } as const;
  return (
    <div
      class={`notice ${props.tone ?? "plain"}`}
      role={props.live === undefined ? undefined : role[props.live]}
    >
      <Icon shape={props.shape ?? (props.tone === "loud" ? "receipt_not_believed" : "notice")} />
      <p class="notice-title">{props.title}</p>
      {props.next && <p class="small">{props.next}</p>}
      {props.children && <div class="row">{props.children}</div>}
    </div>
  );
}

export type ShownProblem = {
  code: string;
  detail?: string | undefined;
  incident?: string | undefined;
};

/** A problem of the server or of this browser, with its sentence, next step and code. */
export function ProblemNotice(props: {
  problem: ShownProblem;
  kept?: boolean | undefined;
}): JSX.Element {
  const { code, detail, incident } = props.problem;
  const next = tOr(`problem.${code}.next`, t("problem.unknown.next"));
  return (
    <Notice
      live="assertive"
      title={tOr(`problem.${code}`, detail || t("problem.unknown"))}
      next={props.kept ? `${next} ${t("parts.kept")}` : next}
    >
      <span class="small soft">
        {t("parts.code")} <code>{incident ? `${code} · ${incident}` : code}</code>
      </span>
    </Notice>
  );
}
