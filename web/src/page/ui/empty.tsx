/** Nothing here: one sentence, one next step. */
import type { ComponentChildren, JSX } from "preact";
import { Icon, type Shape } from "./icons.tsx";

export function Empty(props: {
  title: string;
  next?: string | undefined;
  shape?: Shape | undefined;
  children?: ComponentChildren | undefined;
}): JSX.Element {
  return (
    <div class="empty">
      <Icon shape={props.shape ?? "empty"} />
      <p>
        <strong>{props.title}</strong>
      </p>
      {props.next && <p class="soft">{props.next}</p>}
      {props.children}
    </div>
  );
}
