/** A text with a button that copies it; where copying is forbidden the text can be selected. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import "../styles/copy.css";
import { Button } from "./buttons.tsx";

type CopyProps = {
  text: string;
  label: string;
  press: string;
  copied: string;
  failed: string;
  id?: string | undefined;
};

export function CopyText(props: CopyProps): JSX.Element {
  const outcome = useSignal<"" | "copied" | "failed">("");
  const own = useId();
  const id = props.id ?? own;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text);
      outcome.value = "copied";
    } catch {
      outcome.value = "failed"; // permission denied, or no clipboard: the text is selected
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
    }
  };
  return (
    <div class="copy">
      <input
        id={id}
        class="input verbatim-input notranslate"
        aria-label={props.label}
        readOnly
        value={props.text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onPress={() => void copy()}>{props.press}</Button>
      <span class="small" role="status">
        {outcome.value && props[outcome.value]}
      </span>
    </div>
  );
}
