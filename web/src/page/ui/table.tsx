/** A table for wide screens with a caption for those who hear it; it scrolls inside itself. */
import type { ComponentChildren, JSX } from "preact";

export type Column<Row> = {
  key: string;
  head: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  /** The cell that names the row. */
  heads?: boolean;
};

export function DataTable<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}): JSX.Element {
  return (
    <div class="table-wrap" role="region" aria-label={props.caption} tabIndex={0}>
      <table class="table">
        <caption class="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th scope="col" key={column.key}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>{props.columns.map((column) => dataCell(column, row))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dataCell<Row>(column: Column<Row>, row: Row): JSX.Element {
  if (column.heads) {
    return (
      <th scope="row" key={column.key}>
        {column.cell(row)}
      </th>
    );
  }
  return <td key={column.key}>{column.cell(row)}</td>;
}
