// Marking a record as void: nothing disappears, the record stays in every list and says so.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Reason } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { type Because, ReasonFields, reasonGiven, reasonMissing } from "../../forms/reason.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t } from "../../i18n/text.ts";
import { voidScreening } from "../../model/kinds/screening.ts";
import { headsOf, type History, itemOf, type Version } from "../../model/versions.ts";
import { wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";

const NONE: Because = { code: "", text: "" };

export function Void(props: {
  history: History;
  version: Version;
  onDone: () => void;
}): JSX.Element | null {
  const key = `void:${props.history.subject}`;
  const draft = useDraft<Because>(key, NONE);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState(false);
  const reason = draft.value;
  if (!reason) return null;
  const press = (): void => {
    setMissing(!reasonGiven(reason));
    if (reasonGiven(reason)) setRequest(voidRequest(props, reason, key));
  };
  return (
    <section class="stack" aria-label={t("record.void")}>
      <h2>{t("record.void")}</h2>
      <p>{t("record.void_means")}</p>
      <ReasonFields
        list="voiding"
        {...reason}
        error={missing ? reasonMissing() : ""}
        onChange={draft.keep}
      />
      <div class="row">
        <Button kind="danger" id="void-save" onPress={press}>
          {t("record.void_sign")}
        </Button>
        <Button onPress={() => void draft.drop().then(props.onDone)}>
          {t("record.void_drop")}
        </Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function voidRequest(
  { history, version, onDone }: { history: History; version: Version; onDone: () => void },
  { code, text }: Because, draftKey: string,
): SignRequest {
  const follows = headsOf(history.versions).map((head) => head.line.id);
  const reason = { code, ...(text && { text }) } as Reason;
  return {
    act: voidScreening(history.subject, follows, reason),
    draftKey,
    onSigned: onDone,
    about: history.subject,
    sentence: t("record.sentence_void", {
      who: viewer().name,
      item: itemOf(version)?.number ?? "",
      reason: wordText(`reason.${code}`),
    }),
  };
}
