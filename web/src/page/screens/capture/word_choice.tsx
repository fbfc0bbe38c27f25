/** Words that the instrument displays: picks of its profile, words of recent records, or typed. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Capture } from "../../../shared/types.gen.ts";
import { t } from "../../i18n/text.ts";
import type { QuickPick } from "../../model/profile.ts";
import { Chip, ChoiceGroup } from "../../ui/choice.tsx";
import { typing } from "../../ui/fields.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import type { Words } from "./entry_draft.ts";

type WordChoiceProps = {
  id: string;
  label: string;
  picks: readonly QuickPick[];
  recent: readonly string[];
  value: Words;
  onWords: (words: Words) => void;
  error?: string | undefined;
  extra?: string;
};

type Offer = { text: string; capture: Capture; unverified: boolean };

export function WordChoice(props: WordChoiceProps): JSX.Element {
  const [wanted, setWanted] = useState(false);
  const [asked, setAsked] = useState(false);
  const offers = offersOf(props);
  const offered = offers.some((offer) => offer.text === props.value.text);
  const typed = wanted || offers.length === 0 || (props.value.text !== "" && !offered);
  const choose = (offer: Offer): void => {
    setWanted(false);
    props.onWords({ text: offer.text, capture: offer.capture });
  };
  return (
    <ChoiceGroup
      id={offers.length ? props.id : `${props.id}-group`}
      label={props.label}
      hint={
        offers.some((offer) => offer.unverified) && (
          <button
            type="button"
            class="ask"
            aria-expanded={asked ? "true" : "false"}
            onClick={() => setAsked(!asked)}
          >
            {t("entry.unverified")}
          </button>
        )
      }
      explanation={asked && t("entry.unverified_means")}
      error={props.error}
      extra={props.extra}
      value={typed ? "" : props.value.text}
      options={offers.map((offer) => optionOf(offer))}
      onChoose={(text) => offers.filter((offer) => offer.text === text).forEach(choose)}
      after={
        <>
          {offers.length > 0 && (
            <Chip
              pressed={typed}
              onPress={() => setWanted(true)}
              name={t("entry.other_words")}
              text="…"
            />
          )}
          {typed && <TypedWords {...props} first={offers.length === 0} />}
        </>
      }
    />
  );
}

function optionOf(offer: Offer): {
  value: string;
  text: JSX.Element;
  unverified: boolean;
  name?: string;
} {
  const option = {
    value: offer.text,
    text: <Verbatim text={offer.text} />,
    unverified: offer.unverified,
  };
  if (!offer.unverified) return option;
  return { ...option, name: t("entry.unverified_word", { word: offer.text }) };
}

function offersOf({ picks, recent }: WordChoiceProps): Offer[] {
  const known = picks.map((pick) => pick.text);
  return [
    ...picks.map(({ text, verified }) => ({
      text,
      capture: "picked" as const,
      unverified: !verified,
    })),
    ...recent
      .filter((text) => !known.includes(text))
      .slice(0, 3)
      .map((text) => ({ text, capture: "copied" as const, unverified: false })),
  ];
}

function TypedWords(props: WordChoiceProps & { first: boolean }): JSX.Element {
  return (
    <input
      {...typing({ verbatim: true })}
      id={props.first ? props.id : `${props.id}-typed`}
      aria-label={t("entry.as_displayed", { what: props.label })}
      placeholder={t("entry.type_as_displayed")}
      maxLength={300}
      value={props.value.capture === "typed" ? props.value.text : ""}
      onInput={(event) => props.onWords({ text: event.currentTarget.value, capture: "typed" })}
    />
  );
}
