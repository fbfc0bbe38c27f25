// The form of a reconciliation: an outcome for every displayed finding, one for the item, and a
// reason. A newer version that arrives meanwhile is said, and the draft is not signed over it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Reading } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t, tWith } from "../../i18n/text.ts";
import { decideReconciliation } from "../../model/kinds/laboratory.ts";
import { type Reconciled, type Report, resultOf, type Version } from "../../model/versions.ts";
import { VOCABULARY } from "../../model/words.ts";
import { newIdentifier } from "../../platform/identifiers.ts";
import { wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { beginDecision, type DecisionDraft, decisionFrom, lackingIn } from "./decision.ts";

type DecisionProps = {
  screening: string;
  reading: Reading | undefined;
  itemNumber: string;
  version: Version;
  report: Report;
  result: Version;
  last: Reconciled | undefined;
  again: () => void;
};

export function DecisionForm(props: DecisionProps): JSX.Element | null {
  const draftKey = `decision:${props.screening}:${props.report.subject}`;
  const pair = [props.version.line.id, props.result.line.id] as const;
  const draft = useDraft<DecisionDraft>(draftKey, beginDecision(...pair));
  const [lacking, setLacking] = useState<readonly string[]>([]);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const value = draft.value;
  if (!value) return null;
  const findings = props.reading?.findings.length ?? 0;
  const moved = value.screening !== pair[0] || value.result !== pair[1];
  const press = (): void => {
    const ids = lackingIn(value, findings);
    setLacking(ids);
    document.getElementById(ids[0] ?? "")?.focus();
    if (!ids.length) setRequest(requestFor(props, value, draftKey));
  };
  return (
    <section class="stack card decision" aria-label={t("outcome.decide")}>
      <h2>{t("outcome.decide")}</h2>
      {moved && (
        <Notice
          tone="loud"
          live="assertive"
          title={t("outcome.moved")}
          next={t("outcome.moved_next")}
        >
          <Button onPress={() => draft.keep({ ...value, screening: pair[0], result: pair[1] })}>
            {t("outcome.read_again")}
          </Button>
        </Notice>
      )}
      <Fields value={value} lacking={lacking} reading={props.reading} onChange={draft.keep} />
      {!moved && (
        <Button kind="primary" id="decide" onPress={press}>
          {t("outcome.sign")}
        </Button>
      )}
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function Fields(props: {
  value: DecisionDraft;
  lacking: readonly string[];
  reading: Reading | undefined;
  onChange: (draft: DecisionDraft) => void;
}): JSX.Element {
  const { value, lacking, onChange } = props;
  const error = (id: string): string => (lacking.includes(id) ? t("desk.needed") : "");
  const lay = (change: Partial<DecisionDraft>): void => onChange({ ...value, ...change });
  return (
    <>
      {(props.reading?.findings ?? []).map((finding, rank) => (
        <FindingChoice key={rank} rank={rank} name={finding.name.text}
          value={value.findings[rank] ?? ""} error={error(`d-finding-${rank}`)}
          onChoose={(word) => lay({ findings: placed(value.findings, rank, word) })} />
      ))}
      <SelectField id="d-outcome" label={t("outcome.for_item")} value={value.outcome}
        required
        error={error("d-outcome")} options={choices("item_outcome")}
        onChoose={(outcome) => lay({ outcome })} />
      <TextField id="d-reason" label={t("outcome.reason")} hint={t("outcome.reason_hint")}
        required
        value={value.reason} error={error("d-reason")} lines
        onInput={(reason) => lay({ reason })} />
      <TextField label={t("outcome.cause")} hint={t("outcome.cause_hint")} value={value.cause}
        onInput={(cause) => lay({ cause })} />
    </>
  );
}

function FindingChoice(props: {
  rank: number;
  name: string;
  value: string;
  error: string;
  onChoose: (word: string) => void;
}): JSX.Element {
  return (
    <div class="finding-choice">
      <p>
        {t("view.displayed")} <Verbatim text={props.name} />
      </p>
      <SelectField id={`d-finding-${props.rank}`}
        label={t("outcome.for_finding", { n: props.rank + 1 })} value={props.value} required
        error={props.error} options={choices("finding_outcome")} onChoose={props.onChoose} />
    </div>
  );
}

function choices(list: "item_outcome" | "finding_outcome"): { value: string; text: string }[] {
  return VOCABULARY[list].map((word) => ({ value: word, text: wordText(`${list}.${word}`) }));
}

function placed(chosen: readonly string[], rank: number, word: string): string[] {
  const length = Math.max(chosen.length, rank + 1);
  return Array.from({ length }, (_, at) => (at === rank ? word : chosen[at] ?? ""));
}

function requestFor(props: DecisionProps, draft: DecisionDraft, draftKey: string): SignRequest {
  const { screening, report, version, result, last } = props;
  const findings = props.reading?.findings.length ?? 0;
  const decision = decisionFrom(draft, screening, report.subject, findings);
  // A new decision about the same pair of records is a later word of the same reconciliation.
  const subject = last?.line.subject ?? newIdentifier();
  return {
    act: decideReconciliation(subject, [version.line.id, result.line.id], decision),
    draftKey,
    onSigned: props.again,
    about: screening,
    sentence: tWith("desk.sentence_decision", {
      who: <bdi>{viewer().name}</bdi>,
      outcome: wordText(`item_outcome.${decision.outcome}`),
      item: <Verbatim text={props.itemNumber} />,
      screening_version: version.number,
      report: <Verbatim text={resultOf(result)?.report_number ?? ""} />,
      result_version: resultOf(result)?.version ?? result.number,
      reason: <Verbatim text={decision.reason} />,
    }),
    details: (
      <>
        {decision.findings.map((each) => (
          <p key={each.rank}>
            <Verbatim text={props.reading?.findings[each.rank]?.name.text ?? ""} /> —{" "}
            {wordText(`finding_outcome.${each.outcome}`)}
          </p>
        ))}
        {decision.cause && (
          <p>
            {t("outcome.cause_signed")}: <Verbatim text={decision.cause} />
          </p>
        )}
      </>
    ),
  };
}
