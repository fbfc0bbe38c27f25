/** A one-time code with which a colleague chooses a new password; shown once, kept nowhere. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { momentText } from "../../../i18n/dates.ts";
import { t } from "../../../i18n/text.ts";
import { makePasswordCode } from "../../../sync/invites.ts";
import { Button } from "../../../ui/buttons.tsx";
import { ProblemNotice, type ShownProblem } from "../../../ui/notice.tsx";
import type { PersonRow } from "../frame/known.ts";
import { Panel } from "../frame/section.tsx";

type State =
  | { state: "before" }
  | { state: "asking" }
  | { state: "made"; code: string; expires: string }
  | { state: "failed"; problem: ShownProblem };

export function PasswordCode(props: { row: PersonRow; close: () => void }): JSX.Element {
  const { row, close } = props;
  const state = useSignal<State>({ state: "before" });
  const make = async (): Promise<void> => {
    state.value = { state: "asking" };
    const answer = await makePasswordCode(row.person);
    state.value = answer.ok
      ? { state: "made", ...answer.value }
      : { state: "failed", problem: answer.problem };
  };
  return (
    <Panel title={t("admin.people.code_title", { name: row.name })}>
      <p>{t("admin.people.code_text", { name: row.name })}</p>
      <CodeState now={state.value} />
      <div class="row">
        {state.value.state !== "made" && (
          <Button kind="primary" busy={state.value.state === "asking"} onPress={() => void make()}>
            {t("admin.people.code")}
          </Button>
        )}
        <Button onPress={close}>{t("admin.close")}</Button>
      </div>
    </Panel>
  );
}

function CodeState({ now }: { now: State }): JSX.Element | null {
  if (now.state === "failed") return <ProblemNotice problem={now.problem} />;
  if (now.state !== "made") return null;
  return (
    <div class="plate" role="status">
      <p class="secret notranslate" translate={false}>
        {now.code}
      </p>
      <p class="small">{t("admin.people.code_until", { at: momentText(now.expires) })}</p>
    </div>
  );
}
