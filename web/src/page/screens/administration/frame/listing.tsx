/** A list of the administration: a table that folds into labelled lines on a narrow screen. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { t, type Key } from "../../../i18n/text.ts";
import { Empty } from "../../../ui/empty.tsx";
import { TextField } from "../../../ui/fields.tsx";
import { type Column, DataTable } from "../../../ui/table.tsx";
import { matches } from "./words.ts";

export type Told<Row> = { key: string; head: string; cell: (row: Row) => ComponentChildren };

type Props<Row> = {
  caption: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly Told<Row>[];
  empty: { title: Key; next: Key; children?: ComponentChildren };
  /** Label of the search field, and the texts of a row that are searched. */
  search?: { label: Key; texts: (row: Row) => string[] };
};

/** Below this many rows one look is quicker than a search. */
const SEARCHED_FROM = 8;

export function Listing<Row>(props: Props<Row>): JSX.Element {
  const [find, setFind] = useState("");
  if (!props.rows.length) {
    const { title, next, children } = props.empty;
    return (
      <Empty title={t(title)} next={t(next)}>
        {children}
      </Empty>
    );
  }
  const { search } = props;
  const rows = props.rows.filter((row) => !search || matches(find, ...search.texts(row)));
  return (
    <>
      {search && props.rows.length >= SEARCHED_FROM && (
        <TextField type="search" label={t(search.label)} value={find} onInput={setFind} verbatim />
      )}
      {rows.length ? (
        <DataTable caption={props.caption} columns={folding(props.columns)} rows={rows}
          keyOf={props.keyOf} />
      ) : (
        <Empty title={t("admin.no_match", { find })} next={t("admin.no_match_next")} />
      )}
    </>
  );
}

/** The first column names its row; the others bring their label along for narrow screens. */
function folding<Row>(columns: readonly Told<Row>[]): Column<Row>[] {
  return columns.map(({ key, head, cell }, index) => ({
    key,
    head: head || <span class="sr-only">{t("admin.actions")}</span>,
    heads: index === 0,
    cell: (row) => (index === 0 ? cell(row) : labelled(head, cell(row))),
  }));
}

function labelled(head: string, content: ComponentChildren): JSX.Element {
  return (
    <>
      <span class="cell-label" aria-hidden="true">
        {head}
      </span>
      <span class="cell">{content}</span>
    </>
  );
}
