/** A form that ends in a signature: its text kept, its sentence shown, its button never dead. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { momentText } from "../i18n/dates.ts";
import { t } from "../i18n/text.ts";
import { Button } from "../ui/buttons.tsx";
import { Notice, ProblemNotice } from "../ui/notice.tsx";
import type { Typed } from "./typed.ts";

type Props = {
  /** Absent where a text that came back may not be discarded as a whole. */
  typed?: Typed<object>;
  /** The exact sentence that is signed; empty while something is missing. */
  sentence: string;
  /** What is shown with the sentence: the note on a territory's name. */
  note?: ComponentChildren;
  busy: boolean;
  button?: string;
  onSign: () => void;
  onLeave?: () => void;
  leave?: string;
  children: (tried: boolean) => ComponentChildren;
};

export function SignedForm(props: Props): JSX.Element {
  const [tried, setTried] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (props.sentence) props.onSign();
    else focusFirstError(event.currentTarget as HTMLFormElement);
  };
  return (
    <form class="stack" noValidate onSubmit={submit}>
      {props.typed && <Restored typed={props.typed} />}
      {props.children(tried)}
      {tried && !props.sentence && <p role="alert">{t("admin.missing_some")}</p>}
      {props.sentence && <Sentence text={props.sentence}>{props.note}</Sentence>}
      <div class="row">
        <Button kind="primary" type="submit" busy={props.busy}>
          {props.button ?? t("admin.sign_save")}
        </Button>
        {props.onLeave && (
          <Button onPress={props.onLeave}>{props.leave ?? t("admin.close")}</Button>
        )}
      </div>
    </form>
  );
}

/** After the errors are drawn, the first field that has one. */
export function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>(".invalid :is(input, select, textarea, button)")?.focus();
  });
}

function Restored({ typed }: { typed: Typed<object> }): JSX.Element | null {
  if (typed.notKept) return <ProblemNotice problem={{ code: typed.notKept }} />;
  if (!typed.restoredAt) return null;
  return (
    <Notice shape="draft" title={t("admin.restored", { at: momentText(typed.restoredAt) })}>
      <Button kind="plain" onPress={typed.clear}>
        {t("admin.discard")}
      </Button>
    </Notice>
  );
}

export function Sentence(props: { text: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="plate" aria-live="polite">
      <p class="small soft">{t("admin.you_sign")}</p>
      <p class="sentence">{props.text}</p>
      {props.children}
    </div>
  );
}
