/** One record in a list: what the analyser displayed, its item, its time, its state. */
import type { JSX } from "preact";
import { t, tOr } from "../../i18n/text.ts";
import { Flags, StateBadge } from "../../ui/badge.tsx";
import { TimeText } from "../../ui/time.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import type { Row } from "./list_rows.ts";

export function RecordRow({ row }: { row: Row }): JSX.Element {
  return (
    <a class={row.voided ? "record-row void" : "record-row"} href={`#/record/${row.subject}`}>
      <span class="record-top small">
        <strong>{row.number ? t("phone.record_no", { n: row.number }) : row.author}</strong>
        <TimeText at={row.at} />
      </span>
      <span>
        <Verbatim text={row.banner} />
        {row.findings.length > 0 && ": "}
        <strong>
          <Verbatim text={row.findings.join("; ")} />
        </strong>
      </span>
      <span class="record-end">
        <span class="small soft">
          {t("phone.item_no")} <Verbatim text={row.item} />
        </span>
        <span class="row">
          {row.voided && <span class="badge">{t("state.voided")}</span>}
          {row.amended && <span class="badge">{t("state.amended")}</span>}
          <Flags flags={row.flags} />
          <StateBadge state={row.state} position={row.position} />
        </span>
      </span>
      {row.code && <span class="small">{tOr(`problem.${row.code}`, row.code)}</span>}
    </a>
  );
}
