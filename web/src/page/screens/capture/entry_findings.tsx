/** The substances or classes that the screen showed, in its order, each exactly as displayed. */
import type { JSX } from "preact";
import { t } from "../../i18n/text.ts";
import { Chip } from "../../ui/choice.tsx";
import { FieldError, typing } from "../../ui/fields.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { emptyFinding, type FindingDraft } from "./entry_draft.ts";
import { errorOf, fieldId, type FormProps } from "./entry_fields.ts";

const MOST = 20;

export function Findings(props: FormProps): JSX.Element {
  const { draft, missing } = props;
  const names = props.recent.names[draft.instrument] ?? [];
  const unused = names.filter((name) => !draft.findings.some((one) => one.name.text === name));
  return (
    <div
      class={missing.includes("findings") ? "field invalid" : "field"}
      role="group"
      aria-labelledby="entry-findings-label"
    >
      <div class="entry-head">
        <span class="field-label" id="entry-findings-label">
          {t("entry.findings")}
        </span>
      </div>
      {draft.findings.map((finding, rank) => (
        <FindingRow {...props} key={rank} finding={finding} rank={rank} />
      ))}
      {unused.length > 0 && !draft.none && <Suggestions {...props} names={unused} />}
      <FieldError id="entry-findings-error" text={errorOf(missing, "findings")} />
    </div>
  );
}

function FindingRow(props: FormProps & { finding: FindingDraft; rank: number }): JSX.Element {
  const { draft, update, finding, rank } = props;
  const change = (part: Partial<FindingDraft>): void =>
    update({ none: false, findings: replaced(draft.findings, rank, { ...finding, ...part }) });
  return (
    <>
      <div class="finding-row">
        <input
          {...typing({ verbatim: true })}
          id={rank === 0 ? fieldId("findings") : undefined}
          aria-label={t("entry.finding_no", { n: rank + 1 })}
          placeholder={draft.none ? t("entry.none_shown") : t("entry.type_as_displayed")}
          maxLength={300}
          value={finding.name.text}
          onInput={(event) =>
            change({ name: { text: event.currentTarget.value, capture: "typed" } })
          }
        />
        <RowButton {...props} />
      </div>
      {draft.confidence === "shown" && finding.name.text !== "" && (
        <input
          {...typing({ verbatim: true })}
          aria-label={t("entry.finding_confidence", { n: rank + 1 })}
          placeholder={t("entry.finding_confidence", { n: rank + 1 })}
          maxLength={300}
          value={finding.confidence}
          onInput={(event) => change({ confidence: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** Beside the last row: "none shown" while it is empty, "one more" once it is filled. */
function RowButton({
  draft,
  update,
  finding,
  rank,
}: Parameters<typeof FindingRow>[0]): JSX.Element {
  const alone = draft.findings.length === 1;
  const filled = finding.name.text !== "";
  if (alone && !filled) {
    const press = (): void => update({ none: !draft.none });
    return <Chip pressed={draft.none} onPress={press} text={t("entry.none")} />;
  }
  if (filled && rank === draft.findings.length - 1 && rank + 1 < MOST) {
    const press = (): void => update({ findings: [...draft.findings, emptyFinding()] });
    return <Chip pressed={false} onPress={press} name={t("entry.add_finding")} text="+" />;
  }
  const rest = draft.findings.filter((_, at) => at !== rank);
  const name = t("entry.remove_finding", { n: rank + 1 });
  return <Chip pressed={false} onPress={() => update({ findings: rest })} name={name} text="−" />;
}

/** A tap fills the first empty row; a full list gets one more. */
function Suggestions({ draft, update, names }: FormProps & { names: string[] }): JSX.Element {
  const take = (text: string): void => {
    const empty = draft.findings.findIndex((finding) => finding.name.text === "");
    const filled = { ...emptyFinding(), name: { text, capture: "copied" as const } };
    const rank = empty < 0 ? draft.findings.length : empty;
    if (rank < MOST) update({ none: false, findings: replaced(draft.findings, rank, filled) });
  };
  return (
    <div class="suggest" role="group" aria-label={t("entry.recent_here")}>
      {names.map((name) => (
        <Chip
          key={name}
          pressed={false}
          onPress={() => take(name)}
          name={t("entry.recent_word", { word: name })}
          text={<Verbatim text={name} />}
        />
      ))}
    </div>
  );
}

function replaced(list: FindingDraft[], rank: number, one: FindingDraft): FindingDraft[] {
  const copy = [...list];
  copy[rank] = one;
  return copy;
}
