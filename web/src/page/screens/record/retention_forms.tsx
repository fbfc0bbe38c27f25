// Three short forms: by whose order a hold is placed or lifted, on which file an approval rests.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { useDraft } from "../../forms/draft.ts";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t } from "../../i18n/text.ts";
import type { Act } from "../../model/act.ts";
import {
  approveErasure, type Held, liftHold, type Ordered, placeHold,
} from "../../model/kinds/retention.ts";
import { partNames } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { FieldError, TextField } from "../../ui/fields.tsx";

type Words = { readonly authority: string; readonly reason: string };

type FormProps = {
  draftKey: string;
  title: string;
  record: string;
  /** Whether an authority's order has to be named. */
  ordered: boolean;
  danger?: boolean;
  actOf: (words: Words) => Act;
  sentenceOf: (words: Words) => string;
  onDone: () => void;
};

export function HoldForm(props: { record: string; onDone: () => void }): JSX.Element | null {
  const { record, onDone } = props;
  return (
    <WordsForm draftKey={`hold:${record}`} title={t("retention.hold")} ordered
      actOf={(words) => placeHold({ record, ...words })}
      sentenceOf={({ authority }) =>
        t("retention.sign_hold", { who: viewer().name, authority })}
      {...{ record, onDone }} />
  );
}

export function LiftForm(props: {
  held: Held; record: string; onDone: () => void;
}): JSX.Element | null {
  const { line } = props.held;
  return (
    <WordsForm draftKey={`lift:${line.id}`} title={t("retention.lift")} ordered danger
      record={props.record} onDone={props.onDone}
      actOf={(words) => liftHold(line.subject, line.id, words)}
      sentenceOf={() => t("retention.sign_lift",
        { who: viewer().name, authority: props.held.hold.authority })} />
  );
}

export function ConsentForm(props: {
  ordered: Ordered; record: string; onDone: () => void;
}): JSX.Element | null {
  const { line } = props.ordered;
  return (
    <WordsForm draftKey={`approve:${line.id}`} title={t("retention.approve")} ordered={false} danger
      record={props.record} onDone={props.onDone}
      actOf={({ reason }) => approveErasure(line.subject, line.id, { reason })}
      sentenceOf={() => t("retention.sign_approve",
        { who: viewer().name, parts: partNames(props.ordered.order.parts) })} />
  );
}

function WordsForm(props: FormProps): JSX.Element | null {
  const draft = useDraft<Words>(props.draftKey, { authority: "", reason: "" });
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState(false);
  const words = draft.value;
  if (!words) return null;
  const given = words.reason.trim() !== "" && (!props.ordered || words.authority.trim() !== "");
  const press = (): void => {
    setMissing(!given);
    if (given) setRequest(requestOf(props, words));
  };
  return (
    <section class="stack" aria-label={props.title}>
      <h3>{props.title}</h3>
      {props.danger && <p>{t("retention.means")}</p>}
      {props.ordered && (
        <TextField id="retention-authority" label={t("retention.authority")} required
          value={words.authority} onInput={(authority) => draft.keep({ ...words, authority })} />
      )}
      <TextField id="retention-reason" label={t("retention.text")} hint={t("retention.text_hint")}
        required lines value={words.reason}
        onInput={(reason) => draft.keep({ ...words, reason })} />
      <FieldError id="retention-missing" text={missing ? t("retention.missing") : ""} />
      <div class="row">
        <Button id="retention-sign" kind={props.danger ? "danger" : "primary"} onPress={press}>
          {props.title}
        </Button>
        <Button onPress={() => void draft.drop().then(props.onDone)}>{t("retention.drop")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function requestOf(props: FormProps, words: Words): SignRequest {
  return {
    act: props.actOf(words), sentence: props.sentenceOf(words), draftKey: props.draftKey,
    onSigned: props.onDone, about: props.record,
  };
}
