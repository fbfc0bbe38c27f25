// Correcting a record: the old values are opened, a reason is asked, the difference is shown
// again before it is signed. The draft survives a reload.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import "../../styles/desk.css";
import type { Reason } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { ReasonFields, reasonGiven, reasonMissing } from "../../forms/reason.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t } from "../../i18n/text.ts";
import { CORRECTION, withoutErased } from "../../model/copied.ts";
import { differenceOf } from "../../model/difference.ts";
import { amendScreening } from "../../model/kinds/screening.ts";
import type { Bodies } from "../../model/lines.ts";
import { currentOf, type History, linesIn, type Version } from "../../model/versions.ts";
import { go } from "../../platform/router.ts";
import { Presumptive } from "../../shown/reading.tsx";
import { useRecord } from "../../shown/use_record.ts";
import { labelText, wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { ChangeTable } from "./compare.tsx";
import { askedAgain, beginCorrection, changedParts, type Correction } from "./correction.ts";
import { CorrectionFields } from "./correction_fields.tsx";

type CorrectProps = {
  history: History;
  version: Version;
  onDone: () => void;
};

export default function CorrectPage({ subject }: { subject: string }): JSX.Element {
  const [answer] = useRecord(subject);
  if (!answer) return <Loading />;
  if (!answer.ok) return <ProblemNotice problem={answer.problem} />;
  const { history, authors } = answer.loaded;
  const version = currentOf(history.versions);
  const author = authors[history.versions[0]?.line.key ?? ""]?.person;
  const allowed = version && !history.voided && author === viewer().person;
  return (
    <div class="stack record-correct">
      <h1 tabIndex={-1}>{t("record.correct")}</h1>
      {!allowed && <Notice title={t("record.only_author")} />}
      {allowed && !viewer().signs && <NoKeyNotice />}
      {allowed && viewer().signs && (
        <Correct history={history} version={version} onDone={() => go(`/record/${subject}`)} />
      )}
    </div>
  );
}

function Correct({ history, version, onDone }: CorrectProps): JSX.Element | null {
  const key = `${CORRECTION.begins}${history.subject}`;
  const draft = useDraft<Correction>(key, beginCorrection(version.parts, [version.line.id]));
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState<"" | "reason" | "change">("");
  if (!draft.value) return null;
  const correction = withoutErased(CORRECTION, draft.value, linesIn(history.versions));
  const changed = changedParts(version.parts, correction);
  const press = (): void => {
    const lacking = lackingIn(correction, changed);
    setMissing(lacking);
    if (!lacking) setRequest(signRequest(history, version, correction, changed, key, onDone));
  };
  return (
    <section class="stack" aria-label={t("record.correct")}>
      <p>{t("record.correct_means")}</p>
      {history.conflict && (
        <Notice title={t("record.correct_beside", { number: version.number })} />
      )}
      <Presumptive />
      <CorrectionFields correction={correction}
        onChange={(next) => draft.keep(askedAgain(correction, next))} />
      <ReasonFields
        list="correction"
        {...correction}
        error={missing === "reason" ? reasonMissing() : ""}
        onChange={(reason) => draft.keep({ ...correction, ...reason })}
      />
      {missing === "change" && <Notice title={t("record.nothing_changed")} live="assertive" />}
      <div class="row">
        <Button kind="primary" id="correct-save" onPress={press}>
          {t("record.correct_sign")}
        </Button>
        <Button onPress={() => void draft.drop().then(onDone)}>{t("record.correct_drop")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function lackingIn(
  correction: Correction, changed: Record<string, object>,
): "" | "reason" | "change" {
  if (!Object.keys(changed).length) return "change";
  return reasonGiven(correction) ? "" : "reason";
}

function signRequest(
  history: History, version: Version, correction: Correction,
  changed: Record<string, object>, draftKey: string, onSigned: () => void,
): SignRequest {
  const { code, text, follows } = correction;
  // A draft begun by an older app may name every version it saw; a correction replaces one.
  const after = { ...version.parts, ...changed } as Bodies;
  const changes = differenceOf(version.parts, after).filter((change) => change.sort !== "same");
  const reason = { code, ...(text && { text }) } as Reason;
  return {
    act: amendScreening(history.subject, follows.slice(0, 1), changed, reason),
    draftKey,
    onSigned,
    about: history.subject,
    sentence: t("record.sentence_amend", {
      who: viewer().name,
      reason: wordText(`reason.${code}`),
      fields: changes.map(labelText).join(", "),
    }),
    details: (
      <ChangeTable changes={changes} from={version.number} to={history.versions.length + 1} />
    ),
  };
}
