// Laboratory reports on the item with their versions, and the decisions that relate them to the
// screening. The laboratory's words are the laboratory's; the field's stay presumptive.

import type { JSX } from "preact";

import type { LabFinding, LabResult, Signatories } from "../../shared/types.gen.ts";
import { plainDay } from "../i18n/dates.ts";
import { t } from "../i18n/text.ts";
import { fieldsOf } from "../model/fields.ts";
import type { Authors } from "../model/sentences.ts";
import {
  currentOf, type History, type Reconciled, type Report, resultOf, type Version,
} from "../model/versions.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { FieldList, wordText } from "./values.tsx";

export function Reports({ history, authors }: { history: History; authors: Authors }): JSX.Element {
  return (
    <section class="stack" aria-label={t("record.laboratory")}>
      <h2>{t("record.laboratory")}</h2>
      {!history.reports.length && <p class="soft">{t("record.no_report")}</p>}
      {history.reports.map((report) => (
        <ReportCard key={report.subject} report={report} />
      ))}
      {history.reconciled.map((decided) => (
        <DecisionCard key={decided.line.id} {...{ decided, authors }} />
      ))}
    </section>
  );
}

function ReportCard({ report }: { report: Report }): JSX.Element | null {
  const current = currentOf(report.versions);
  if (!current) return null;
  const older = report.versions.filter((version) => version !== current);
  return (
    <div class="card">
      <ReportView version={current} />
      {older.map((version) => (
        <details class="more" key={version.line.id}>
          <summary>
            {t("record.older_report", { version: String(resultOf(version)?.version ?? "") })}
          </summary>
          <FieldList fields={fieldsOf(version.parts, "report")} />
        </details>
      ))}
    </div>
  );
}

export function ReportView({ version }: { version: Version }): JSX.Element {
  const result = resultOf(version);
  if (!result) return <p class="soft">{t("view.result_withheld")}</p>;
  const signed = version.parts["signatories"] as unknown as Signatories | undefined;
  return (
    <div class="stack">
      <h3>
        {t("lab.report")} <Verbatim text={result.report_number} />
      </h3>
      <p class="small soft">
        {t("lab.version_status", {
          version: result.version, status: wordText(`report_status.${result.status}`),
        })}
        {" · "}
        {plainDay(result.issued_on)}
        {signed && ` · ${signed.analyst}${signed.reviewer ? `, ${signed.reviewer}` : ""}`}
      </p>
      <ExaminedLine result={result} />
      <LabFindings findings={result.findings} />
      <p>
        <Verbatim text={result.statement} />
      </p>
      <Methods result={result} />
      <p class="small soft">{t(result.saw_field_reading ? "lab.saw_reading" : "lab.blind")}</p>
    </div>
  );
}

function ExaminedLine({ result }: { result: LabResult }): JSX.Element | null {
  if (result.examined === "examined") return null;
  return (
    <p>
      {t("lab.not_examined")}: {wordText(`examined.${result.examined}`)}{" "}
      {result.examined_words && <Verbatim text={result.examined_words} />}
    </p>
  );
}

function LabFindings({ findings }: { findings: readonly LabFinding[] }): JSX.Element {
  if (!findings.length) return <p>{t("lab.no_findings")}</p>;
  return (
    <ul class="findings">
      {findings.map((finding, index) => (
        <li key={index}>
          <Verbatim text={finding.name} />
          {finding.form && (
            <>
              {" "}
              (<Verbatim text={finding.form} />)
            </>
          )}
          {" — "}
          {wordText(`finding_status.${finding.status}`)}
          {finding.amount && (
            <>
              {": "}
              <Verbatim text={amountText(finding)} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The texts as reported, side by side; nothing is computed or rounded. */
function amountText(finding: LabFinding): string {
  const { amount = "", uncertainty = "", unit = "" } = finding;
  return [amount, uncertainty && `± ${uncertainty}`, unit].filter(Boolean).join(" ");
}

function Methods({ result }: { result: LabResult }): JSX.Element | null {
  if (!result.methods.length) return null;
  return (
    <ul class="small soft">
      {result.methods.map((method, index) => (
        <li key={index}>
          <Verbatim text={method.name} />: {wordText(`scope.${method.scope}`)}{" "}
          {method.list_name && <Verbatim text={method.list_name} />}
        </li>
      ))}
    </ul>
  );
}

export function DecisionCard(props: { decided: Reconciled; authors: Authors }): JSX.Element {
  const { decided, authors } = props;
  const { decision, line, stale, replaced } = decided;
  return (
    <div class={replaced ? "card replaced" : "card"}>
      <h3>
        {t("outcome.title")}: {wordText(`item_outcome.${decision.outcome}`)}
      </h3>
      {replaced && <p class="small">{t("outcome.replaced")}</p>}
      {!replaced && stale.length > 0 && (
        <p class="stale-mark">{t(`outcome.stale_${stale[0] ?? "result"}`)}</p>
      )}
      {decision.findings.map((each) => (
        <p class="small" key={each.rank}>
          {t("view.field.finding")} {each.rank + 1}: {wordText(`finding_outcome.${each.outcome}`)}
        </p>
      ))}
      <p class="own-words">
        <Verbatim text={decision.reason} />
      </p>
      <p class="small soft">{authors[line.key]?.name ?? t("view.somebody")}</p>
    </div>
  );
}
