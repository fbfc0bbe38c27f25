// Which reasons people give for corrections and voids, counted. A count says where to look; it
// says nothing about anybody.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Reasons } from "../../../shared/answers.gen.ts";
import { countText } from "../../i18n/numbers.ts";
import { t } from "../../i18n/text.ts";
import { PersonName } from "../../shown/names.tsx";
import { wordText } from "../../shown/values.tsx";
import { revision } from "../../store/changes.ts";
import type { Called } from "../../sync/http.ts";
import { DateField } from "../../ui/date_field.tsx";
import { showLatest } from "../../ui/latest.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { DataTable } from "../../ui/table.tsx";
import { askReasons } from "./review_queue.ts";

type Days = { readonly from: string; readonly to: string };

export function ReasonsTable(): JSX.Element {
  const [days, setDays] = useState<Days>({ from: "", to: "" });
  const [answer, setAnswer] = useState<Called<Reasons>>();
  const moved = revision.value;
  useEffect(
    () => showLatest(askReasons(days.from, days.to), setAnswer), [days.from, days.to, moved],
  );
  return (
    <section class="stack" aria-label={t("review.reasons")}>
      <h2>{t("review.reasons")}</h2>
      <p class="small soft">{t("review.reasons_means")}</p>
      <div class="row">
        <DateField label={t("desk.from")} value={days.from}
          onDay={(from) => from !== days.from && setDays({ ...days, from })} />
        <DateField label={t("desk.to")} value={days.to}
          onDay={(to) => to !== days.to && setDays({ ...days, to })} />
      </div>
      {answer && !answer.ok && answer.problem.code !== "signed_out" && (
        <ProblemNotice problem={answer.problem} />
      )}
      {answer?.ok && <Counted reasons={answer.value} />}
    </section>
  );
}

function Counted({ reasons }: { reasons: Reasons }): JSX.Element {
  if (!reasons.total) return <p>{t("review.no_reasons")}</p>;
  return (
    <>
      <ByCode reasons={reasons} />
      <ByAuthor reasons={reasons} />
    </>
  );
}

function ByCode({ reasons }: { reasons: Reasons }): JSX.Element {
  return (
    <DataTable
      caption={t("review.by_reason")}
      rows={reasons.codes}
      keyOf={(row) => row.code}
      columns={[
        { key: "code", head: t("record.reason"), heads: true, cell: (row) => reasonText(row.code) },
        { key: "amended", head: t("review.corrections"), cell: (row) => countText(row.amended) },
        { key: "voided", head: t("review.voids"), cell: (row) => countText(row.voided) },
      ]}
    />
  );
}

function ByAuthor({ reasons }: { reasons: Reasons }): JSX.Element {
  return (
    <DataTable
      caption={t("review.by_author")}
      rows={reasons.authors}
      keyOf={(row) => row.author}
      columns={[
        {
          key: "author", head: t("review.author"), heads: true,
          cell: (row) => <PersonName person={row.author} />,
        },
        ...reasons.codes.map(({ code }) => ({
          key: code, head: reasonText(code),
          cell: (row: Reasons["authors"][number]) => countText(row.codes[code] ?? 0),
        })),
        { key: "total", head: t("review.total"), cell: (row) => countText(row.total) },
      ]}
    />
  );
}

function reasonText(code: string): string {
  return code === "erased" ? t("review.erased") : wordText(`reason.${code}`);
}
