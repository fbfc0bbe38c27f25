// The time bracket of one entry and the remarks on it: plain rows and sentences, a quiet hint.

import type { JSX } from "preact";

import { type Key, t, tOr } from "../i18n/text.ts";
import type { Line } from "../model/lines.ts";
import { type Bound, bracketOf } from "../model/times.ts";
import { Icon, type Shape } from "../ui/icons.tsx";
import type { Loaded } from "./load.ts";
import { Moment } from "./moment.tsx";

export function Bracket({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element {
  const times = loaded.times.get(line.id);
  return (
    <dl class="bracket small">
      {bracketOf(line, times).map((each) => (
        <BoundRow key={each.name} bound={each}>
          {each.name === "record.time.not_after" && <Witness {...{ line, loaded }} />}
        </BoundRow>
      ))}
    </dl>
  );
}

function BoundRow(props: { bound: Bound; children: JSX.Element | false }): JSX.Element {
  const { name, at, lacking } = props.bound;
  return (
    <>
      <dt>{t(name as Key)}</dt>
      <dd>
        {at ? <Moment at={at} /> : t(lacking as Key)}
        {props.children}
      </dd>
    </>
  );
}

/** The corroborating entry's position, and its device if this reader may know. */
function Witness({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element | null {
  const witness = loaded.times.get(line.id)?.witness;
  if (!witness || witness.position < 0) return null;
  const name = loaded.authors[witness.key]?.name;
  return (
    <>
      {` · ${t("view.position", { position: witness.position })}`}
      {name && (
        <>
          {" · "}
          <bdi>{name}</bdi>
        </>
      )}
    </>
  );
}

const SHAPES: Readonly<Record<string, Shape>> = {
  gap: "gap", fork: "fork", anchor_foreign: "notice",
};

/** Each flag as a sentence: what it means, and what it does not. */
export function Remarks({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element | null {
  const flags = loaded.times.get(line.id)?.flags ?? loaded.flags.get(line.id) ?? [];
  if (!flags.length) return null;
  return (
    <ul class="remarks small">
      {flags.map((flag) => (
        <li key={flag}>
          <Icon shape={SHAPES[flag] ?? "clock"} />
          <span>{tOr(`record.flag.${flag}`, flag)}</span>
        </li>
      ))}
    </ul>
  );
}

const MEANS = ["", "_not_before", "_claimed", "_received", "_not_after", "_flags"] as const;

export function TimesMeaning(): JSX.Element {
  return (
    <details class="more">
      <summary>{t("record.time.means_title")}</summary>
      <div class="stack small">
        {MEANS.map((about) => (
          <p key={about}>{t(`record.time.means${about}` as Key)}</p>
        ))}
      </div>
    </details>
  );
}
