// The form of a review: one of three decisions, and words unless it is only noted.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { ReviewRow } from "../../../shared/answers.gen.ts";
import { LIMITS, type Review } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { saysWhy } from "../../forms/reason.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t } from "../../i18n/text.ts";
import { makeReview } from "../../model/kinds/review.ts";
import { VOCABULARY } from "../../model/words.ts";
import { wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { TextField } from "../../ui/fields.tsx";
import { PLACE } from "./review_queue.ts";

type Typed = { readonly decision: string; readonly text: string };

const CHARACTERS = { n: LIMITS.reason_characters };

export function ReviewForm(props: {
  row: ReviewRow;
  onDone: () => void;
  onLeave: () => void;
}): JSX.Element | null {
  const { row } = props;
  const draftKey = `review:${row.entry}:${row.about}`;
  const draft = useDraft<Typed>(draftKey, { decision: "", text: "" });
  const [tried, setTried] = useState(false);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const typed = draft.value;
  if (!typed) return null;
  const lacking = lackingIn(typed);
  const press = (): void => {
    setTried(true);
    if (!lacking) setRequest(requestFor(row, typed, draftKey, props.onDone));
  };
  return (
    <section class="stack" aria-label={t("review.decide")}>
      <ChoiceGroup label={t("review.decision")} value={typed.decision} options={decisions()}
        error={tried && lacking === "decision" ? t("review.decision_missing") : ""}
        onChoose={(decision) => draft.keep({ ...typed, decision })} />
      <TextField label={t("review.words")} hint={t("review.words_hint", CHARACTERS)} lines
        value={typed.text}
        error={tried && lacking === "text" ? t("review.words_missing", CHARACTERS) : ""}
        onInput={(text) => draft.keep({ ...typed, text })} />
      <div class="row">
        <Button kind="primary" onPress={press}>
          {t("review.sign")}
        </Button>
        <Button onPress={props.onLeave}>{t("review.later")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function decisions(): { value: string; text: string }[] {
  return VOCABULARY.review_decision.map((word) => ({
    value: word, text: wordText(`review_decision.${word}`),
  }));
}

function lackingIn({ decision, text }: Typed): "" | "decision" | "text" {
  if (!decision) return "decision";
  return decision === "noted" || saysWhy(text) ? "" : "text";
}

function requestFor(
  row: ReviewRow, { decision, text }: Typed, draftKey: string, onSigned: () => void,
): SignRequest {
  const review = { about: row.about, decision, ...(text && { text }) } as Review;
  return {
    act: makeReview(row.subject, row.entry, review),
    draftKey,
    onSigned,
    about: PLACE,
    sentence: t("review.sentence", {
      who: viewer().name,
      position: row.position,
      about: wordText(`concern.${row.about}`),
      decision: wordText(`review_decision.${decision}`),
    }),
    details: text ? <p class="own-words">{text}</p> : undefined,
  };
}
