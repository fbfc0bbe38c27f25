// What the analyser displayed, always introduced as that, always said to be presumptive.

import type { JSX } from "preact";

import type { Confidence, Finding, Reading } from "../../shared/types.gen.ts";
import { t } from "../i18n/text.ts";
import { DisplayColour, Verbatim } from "../ui/verbatim.tsx";
import { InstrumentName } from "./names.tsx";
import { wordText } from "./values.tsx";

export function Presumptive(): JSX.Element {
  return <p class="plate small">{t("view.presumptive")}</p>;
}

export function ReadingView(props: {
  reading: Reading | undefined; erased?: boolean;
}): JSX.Element {
  const { reading, erased = false } = props;
  if (!reading) {
    return <p class="soft">{t(erased ? "view.reading_erased" : "view.reading_withheld")}</p>;
  }
  return (
    <section class="reading stack" aria-label={t("view.displayed")}>
      <h2>{t("view.displayed")}</h2>
      <p class="reading-banner">
        <Verbatim text={reading.banner.text} />
      </p>
      <ColourLine reading={reading} />
      <Findings findings={reading.findings} />
      <ConfidenceLine confidence={reading.confidence} />
      {reading.message && (
        <p>
          {t("view.field.message")}: <Verbatim text={reading.message} />
        </p>
      )}
      <p class="small soft">
        <InstrumentName instrument={reading.instrument} /> · <Verbatim text={reading.method.text} />
        {reading.outcome !== "completed" && ` · ${wordText(`outcome_state.${reading.outcome}`)}`}
      </p>
      <Presumptive />
    </section>
  );
}

function ColourLine({ reading }: { reading: Reading }): JSX.Element {
  const { state, colour, words } = reading.colour;
  if (state !== "recorded" || !colour) {
    return (
      <p>
        {t("view.field.colour")}: {wordText(`field_state.${state}`)}
      </p>
    );
  }
  return (
    <div class="row">
      <span class="soft small">{t("view.field.colour")}</span>
      <DisplayColour colour={colour} {...(words && { words })} />
    </div>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }): JSX.Element {
  if (!findings.length) return <p>{t("view.no_findings")}</p>;
  return (
    <ol class="findings">
      {findings.map((finding, rank) => (
        <li key={rank}>
          <Verbatim text={finding.name.text} />
          {finding.extra && (
            <span class="soft">
              {" "}
              <Verbatim text={finding.extra} />
            </span>
          )}
          {finding.confidence.state === "shown" && (
            <ConfidenceLine confidence={finding.confidence} />
          )}
        </li>
      ))}
    </ol>
  );
}

export function ConfidenceLine({ confidence }: { confidence: Confidence }): JSX.Element {
  if (confidence.state !== "shown") {
    return <p class="small soft">{wordText(`confidence.${confidence.state}`)}</p>;
  }
  return (
    <p class="small">
      {t("view.field.confidence")}: <Verbatim text={confidence.text ?? ""} />
      {confidence.label && (
        <>
          {" "}
          (<Verbatim text={confidence.label} />)
        </>
      )}
    </p>
  );
}
