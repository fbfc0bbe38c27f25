/** A modal dialog of the platform: focus stays inside, Escape closes, focus returns. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Button } from "./buttons.tsx";

type DialogProps = {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren | undefined;
};

export function Dialog(props: DialogProps): JSX.Element | null {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (props.open && element.current && !element.current.open) element.current.showModal();
  }, [props.open]);
  if (!props.open) return null;
  return (
    <dialog class="dialog" ref={element} aria-labelledby={id} onClose={props.onClose}>
      <div class="stack">
        <h2 id={id}>{props.title}</h2>
        {props.children}
        <div class="row">
          {props.actions}
          <Button onPress={() => element.current?.close()}>{t("parts.close")}</Button>
        </div>
      </div>
    </dialog>
  );
}
