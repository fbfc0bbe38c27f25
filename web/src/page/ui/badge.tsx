/** The state of a record on this device, as a shape and a word (docs/protocol.md 8). */
import type { JSX } from "preact";
import { t } from "../i18n/text.ts";
import { Icon } from "./icons.tsx";

export type State =
  | "draft"
  | "on_this_phone"
  | "sent"
  | "received"
  | "kept_aside"
  | "unreadable"
  | "receipt_not_believed";

export function StateBadge({
  state,
  position,
}: {
  state: State;
  position?: number | undefined;
}): JSX.Element {
  return (
    <span class={`badge ${state}`}>
      <Icon shape={state} />
      {stateText(state, position)}
    </span>
  );
}

export function stateText(state: State, position = -1): string {
  return state === "received" && position >= 0
    ? t("state.received_no", { n: position })
    : t(`state.${state}`);
}

const FLAGS = ["gap", "fork", "conflict"] as const;

/** Flags stand beside any state and stop nothing. */
export function Flags({ flags }: { flags: readonly string[] }): JSX.Element | null {
  const known = FLAGS.filter((flag) => flags.includes(flag));
  if (!known.length) return null;
  return (
    <>
      {known.map((flag) => (
        <span class="badge" key={flag} title={t(`state.flag_${flag}_means`)}>
          <Icon shape={flag} />
          {t(`state.flag_${flag}`)}
        </span>
      ))}
    </>
  );
}
