// Two versions side by side, field by field. The difference is computed for the reader; each
// change is said with a word and a mark, never by colour.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { t } from "../../i18n/text.ts";
import { type Change, differenceOf } from "../../model/difference.ts";
import type { Version } from "../../model/versions.ts";
import { labelText, ShownValue } from "../../shown/values.tsx";
import { Check, SelectField } from "../../ui/fields.tsx";
import { DataTable } from "../../ui/table.tsx";

const MARKS = { same: "=", changed: "→", added: "+", removed: "−" } as const;

export function Compare({ versions }: { versions: readonly Version[] }): JSX.Element | null {
  const [from, setFrom] = useState(versions.length - 1);
  const [to, setTo] = useState(versions.length);
  const [all, setAll] = useState(false);
  const before = versions[from - 1];
  const after = versions[to - 1];
  if (versions.length < 2 || !before || !after) return null;
  const changes = differenceOf(before.parts, after.parts);
  const shown = all ? changes : changes.filter((change) => change.sort !== "same");
  return (
    <div class="stack">
      <h2>{t("record.compare")}</h2>
      <div class="row compare-choice">
        <VersionChoice name="from" value={from} {...{ versions }} onChoose={setFrom} />
        <VersionChoice name="to" value={to} {...{ versions }} onChoose={setTo} />
      </div>
      <Check label={t("record.show_unchanged")} checked={all} onChange={setAll} />
      {shown.length ? (
        <ChangeTable changes={shown} from={from} to={to} />
      ) : (
        <p>{t("record.no_difference")}</p>
      )}
    </div>
  );
}

function versionText({ number, setAside }: Version): string {
  return t(setAside ? "record.version_set_aside" : "record.version_n", { number });
}

function VersionChoice(props: {
  name: "from" | "to";
  value: number;
  versions: readonly Version[];
  onChoose: (number: number) => void;
}): JSX.Element {
  const options = props.versions.map((version) => ({
    value: String(version.number),
    text: versionText(version),
  }));
  return (
    <SelectField
      label={t(`record.compare_${props.name}`)}
      value={String(props.value)}
      options={options}
      onChoose={(value) => value && props.onChoose(Number(value))}
    />
  );
}

export function ChangeTable(props: {
  changes: readonly Change[];
  from: number;
  to: number;
}): JSX.Element {
  const cell = (change: Change, side: "before" | "after"): JSX.Element => {
    const value = change[side];
    const number = side === "before" ? props.from : props.to;
    return (
      <>
        <span class="narrow-head">{t("record.version_n", { number })} </span>
        {value ? <ShownValue value={value} /> : <span class="soft">{t("record.nothing")}</span>}
      </>
    );
  };
  return (
    <DataTable
      caption={t("record.compare")}
      rows={props.changes}
      keyOf={(change) => change.path}
      columns={[
        { key: "field", head: t("record.field"), heads: true, cell: labelText },
        { key: "sort", head: t("record.change"), cell: changeText },
        {
          key: "before",
          head: t("record.version_n", { number: props.from }),
          cell: (change) => cell(change, "before"),
        },
        {
          key: "after",
          head: t("record.version_n", { number: props.to }),
          cell: (change) => cell(change, "after"),
        },
      ]}
    />
  );
}

function changeText(change: Change): JSX.Element {
  return (
    <span class="change-mark">
      <span aria-hidden="true">{MARKS[change.sort]}</span> {t(`record.change_${change.sort}`)}
    </span>
  );
}
