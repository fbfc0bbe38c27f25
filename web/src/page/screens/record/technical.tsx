// The raw bytes and hashes of every entry, for independent checks. Collapsed, because
// reading the record needs none of it.

import type { JSX } from "preact";

import { type Key, t } from "../../i18n/text.ts";
import { isErased } from "../../model/kinds/retention.ts";
import type { Line } from "../../model/lines.ts";
import type { Loaded } from "../../shown/load.ts";

export function Technical({ loaded }: { loaded: Loaded }): JSX.Element {
  return (
    <details class="more">
      <summary>{t("record.technical")}</summary>
      <p class="small soft">{t("record.technical_means")}</p>
      {loaded.history.lines.map((line) => (
        <RawEntry key={line.id} line={line} loaded={loaded} />
      ))}
    </details>
  );
}

function RawEntry({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element {
  const times = loaded.times.get(line.id);
  const { header, parts, sig, stamp } = line.wire;
  return (
    <article class="raw card" translate={false}>
      <h3>
        {line.kind}{" "}
        {line.position >= 0 && `· ${t("view.position", { position: line.position })}`}
      </h3>
      <Raw label={t("record.raw_id")} text={line.id} />
      <Raw label={t("record.raw_key")} text={line.key} />
      <Raw label={t("record.raw_header")} text={header} />
      <Raw label={t("record.raw_signature")} text={sig} />
      <Raw label={t("record.raw_stamp")} text={stamp ?? ""} />
      <Raw label={t("record.raw_times")} text={times ? JSON.stringify(times) : ""} />
      {Object.entries(parts).map(([name, part]) => (
        <Raw
          key={name}
          label={t("record.raw_part", { name, salt: part.salt })}
          text={part.body}
        />
      ))}
      {line.withheld.map((name) => (
        <p key={name} class="small">
          {t(goneText(line, name, loaded), { name })}
        </p>
      ))}
    </article>
  );
}

function goneText({ id }: Line, name: string, { history }: Loaded): Key {
  return isErased(history.lines, id, name) ? "record.part_erased" : "record.part_withheld";
}

function Raw({ label, text }: { label: string; text: string }): JSX.Element | null {
  if (!text) return null;
  return (
    <div>
      <p class="small soft">{label}</p>
      <pre class="raw-text" tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
