// The trail: every entry about the record as a sentence, with the moments around its time,
// position, key and proof state. What an entry says in its own words is under the sentence,
// verbatim.

import type { ComponentChildren, JSX } from "preact";

import { timeText } from "../../i18n/dates.ts";
import { t, tOr, tWith } from "../../i18n/text.ts";
import { hasBundle } from "../../model/kinds/disclosure.ts";
import type { Line } from "../../model/lines.ts";
import {
  type Fact, type Names, ownWords, sentenceOf, standingOf,
} from "../../model/sentences.ts";
import type { History } from "../../model/versions.ts";
import { Bracket, Remarks, TimesMeaning } from "../../shown/bracket.tsx";
import { type Loaded, type Proof, UNCHECKED } from "../../shown/load.ts";
import { wordText } from "../../shown/values.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { BundleOffer } from "./bundle_file.tsx";

export function Trail({ loaded }: { loaded: Loaded }): JSX.Element {
  return (
    <section class="stack" aria-label={t("record.trail")}>
      <h2>{t("record.trail")}</h2>
      <ol class="trail">
        {loaded.history.lines.map((line) => (
          <TrailEntry key={line.id} line={line} loaded={loaded} />
        ))}
      </ol>
      <TimesMeaning />
    </section>
  );
}

function TrailEntry({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element {
  const words = ownWords(line);
  const standing = standingOf(line);
  return (
    <li class="trail-entry">
      <p>
        <TrailSentence line={line} loaded={loaded} />
      </p>
      {words && (
        <p class="own-words">
          <Verbatim text={words} />
        </p>
      )}
      {standing && <p class="small">{standingText(standing, line)}</p>}
      {hasBundle(line) && <BundleOffer entry={line.id} />}
      <Bracket line={line} loaded={loaded} />
      <p class="small soft">
        {line.position >= 0 && `${t("view.position", { position: line.position })} · `}
        {t("view.key")} <code title={line.key}>{line.key.slice(0, 8)}</code>
      </p>
      <div class="row">
        <ProofState proof={loaded.proofs.get(line.id) ?? UNCHECKED} />
      </div>
      <Remarks line={line} loaded={loaded} />
    </li>
  );
}

function TrailSentence({ line, loaded }: { line: Line; loaded: Loaded }): JSX.Element {
  const sentence = sentenceOf(line, loaded.authors, namesIn(loaded.history));
  const facts = Object.entries(sentence.facts);
  const nodes = Object.fromEntries(facts.map(([name, fact]) => [name, factNode(fact)]));
  return <>{tWith(sentence.key as "view.trail", nodes)}</>;
}

/** How sentences name the versions and entries of this record. */
function namesIn({ lines, versions }: History): Names {
  return new Map(lines.map((line) => {
    const version = versions.find((each) => each.line.id === line.id);
    return [line.id, { version: String(version?.number ?? "?"), position: String(line.position) }];
  }));
}

function factNode(fact: Fact): ComponentChildren {
  if ("word" in fact) return wordText(fact.word);
  if ("words" in fact) return fact.words.map(wordText).join(", ");
  return fact.text ? <bdi>{fact.text}</bdi> : t("view.somebody");
}

function standingText(standing: string, line: Line): string {
  const why = line.code ? tOr(`problem.${line.code}`, line.code) : "";
  return t(`view.standing_${standing}` as "view.standing", { why });
}

/** Checked here at a time, not checked here, or FAILED: said in words, marked by a shape. */
export function ProofState({ proof }: { proof: Proof }): JSX.Element {
  if (proof.sort === "checked") {
    return (
      <span class="badge received">
        <Icon shape="received" />
        {t("view.proof_checked", { at: timeText(new Date(proof.at)) })}
      </span>
    );
  }
  if (proof.sort === "unchecked") {
    return (
      <span class="badge">
        <Icon shape="open" />
        {t("view.proof_unchecked")}
      </span>
    );
  }
  return (
    <span class="badge receipt_not_believed">
      <Icon shape="receipt_not_believed" />
      {t("view.proof_failed")} <code>{proof.why}</code>
    </span>
  );
}
