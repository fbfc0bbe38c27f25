// The rows of the worklist. Each says why it is here and what to do; a laboratory sees no reading
// before its result. Keys: j and k move, Enter opens, / goes to the search.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { WorklistRow } from "../../../shared/answers.gen.ts";
import { t, tOr } from "../../i18n/text.ts";
import { Moment } from "../../shown/moment.tsx";
import { Footnotes, PersonName, UnitName } from "../../shown/names.tsx";
import { has, viewer } from "../../sync/viewer.ts";
import { DataTable, type Column } from "../../ui/table.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";

export function Rows({ rows }: { rows: readonly WorklistRow[] }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => moveByKey(event, list.current);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <div ref={list} class="worklist">
      <DataTable
        caption={t("desk.worklist")}
        rows={rows}
        keyOf={(row) => row.screening}
        columns={columns()}
      />
      <Footnotes units={rows.map((row) => row.unit)} />
      <p class="small soft keys-hint">{t("desk.keys")}</p>
    </div>
  );
}

function columns(): Column<WorklistRow>[] {
  return [
    { key: "item", head: t("desk.item"), heads: true, cell: itemCell },
    { key: "why", head: t("desk.why"), cell: whyCell },
    { key: "reading", head: t("view.displayed"), cell: readingCell },
    { key: "unit", head: t("desk.unit"), cell: unitCell },
    { key: "at", head: t("desk.when"), cell: whenCell },
    { key: "next", head: t("desk.next"), cell: nextCell },
  ];
}

function itemCell(row: WorklistRow): JSX.Element {
  return (
    <div class={row.voided ? "row-void" : ""}>
      <a class="row-link" href={`#/record/${row.screening}`}>
        {t("desk.item_n", { number: row.item_number })}
      </a>
      {row.references.map((reference, index) => (
        <p key={index}>
          <Verbatim text={reference} />
        </p>
      ))}
      {row.voided && <p class="mark-void">{t("record.void_mark")}</p>}
      {row.conflict && <p class="stale-mark small">{t("desk.conflict")}</p>}
      {row.amended > 0 && <p class="small soft">{t("desk.amended")}</p>}
    </div>
  );
}

function whyCell(row: WorklistRow): JSX.Element {
  return (
    <>
      <p>
        <span class="badge">{tOr(`desk.queue_${row.state}`, row.state)}</span>
      </p>
      <p class="small">{tOr(`desk.why_${row.why}`, row.why)}</p>
    </>
  );
}

function readingCell(row: WorklistRow): JSX.Element {
  if (row.hidden || (has(viewer(), "analyst") && !row.result)) {
    return <span class="small soft">{t("desk.hidden_short")}</span>;
  }
  return (
    <>
      <p>
        <Verbatim text={row.banner} />
      </p>
      {row.findings.map((name, rank) => (
        <p key={rank}>
          <Verbatim text={name} />
        </p>
      ))}
    </>
  );
}

function unitCell(row: WorklistRow): JSX.Element {
  return (
    <>
      <UnitName unit={row.unit} noted />
      <p class="small soft">
        <PersonName person={row.author} />
      </p>
    </>
  );
}

function whenCell(row: WorklistRow): JSX.Element {
  return (
    <>
      <Moment at={row.at} />
      <p class="small soft">{t("view.position", { position: row.position })}</p>
    </>
  );
}

/** The one thing to do next in this state, for who may do it. */
function nextCell(row: WorklistRow): JSX.Element | null {
  const who = viewer();
  if (row.voided) return null;
  if (row.state === "to_do") {
    if (!has(who, "analyst") || !who.signs) return null;
    return <a href={`#/desk/result/${row.screening}`}>{t("desk.enter_result")}</a>;
  }
  if (row.state === "done" && !row.result) return null;
  const decides = who.signs && row.state !== "done" && has(who, "analyst", "supervisor");
  const text = decides ? "decide" : "side_by_side";
  return <a href={`#/desk/reconcile/${row.screening}`}>{t(`desk.${text}`)}</a>;
}

function moveByKey(event: KeyboardEvent, list: HTMLElement | null): void {
  const target = event.target as HTMLElement | null;
  const typing = target?.closest("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !list) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("desk-search")?.focus();
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (step === undefined) return;
  const links = [...list.querySelectorAll<HTMLElement>(".row-link")];
  const now = links.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
}
