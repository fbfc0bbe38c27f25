// The field reading stays hidden from a laboratory until its result is issued, so that it cannot
// steer the examination. Revealing it earlier is stated in the result.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { t } from "../i18n/text.ts";
import { keepDraft, loadDraft } from "../store/draft.ts";
import { has, viewer } from "../sync/viewer.ts";
import { Button } from "../ui/buttons.tsx";
import { showLatest } from "../ui/latest.ts";
import { Notice } from "../ui/notice.tsx";

const keyOf = (item: string): string => `saw:${item}`;

export type Blind = {
  readonly hidden: boolean;
  readonly saw: boolean;
  readonly reveal: () => void;
};

/** `issued`: a result of the item exists, so there is nothing left to steer. */
export function useBlind(item: string, issued: boolean): Blind {
  const [saw, setSaw] = useState<boolean>();
  useEffect(() => {
    const kept = loadDraft<boolean>(keyOf(item)).catch(() => null);
    return showLatest(kept, (found) => setSaw(found?.value === true));
  }, [item]);
  const reveal = (): void => {
    // Only what could be kept is shown: otherwise a reload would make the result say "not seen".
    keepDraft(keyOf(item), true).then(() => setSaw(true), () => setSaw(false));
  };
  return { hidden: has(viewer(), "analyst") && !issued && saw !== true, saw: saw === true, reveal };
}

export function HiddenReading({ blind }: { blind: Blind }): JSX.Element {
  const [asked, setAsked] = useState(false);
  // A browser that cannot write the result cannot make it state that the reading was seen.
  if (!viewer().signs) return <StaysHidden />;
  return (
    <Notice title={t("desk.reading_hidden")} next={t("desk.reading_hidden_why")} shape="kept_aside">
      {asked ? (
        <>
          <span>{t("desk.reveal_sure")}</span>
          <Button id="reveal-sure" onPress={blind.reveal}>
            {t("desk.reveal_yes")}
          </Button>
        </>
      ) : (
        <Button id="reveal" onPress={() => setAsked(true)}>
          {t("desk.reveal")}
        </Button>
      )}
    </Notice>
  );
}

function StaysHidden(): JSX.Element {
  const next = t("desk.reading_hidden_no_key");
  return <Notice title={t("desk.reading_hidden")} next={next} shape="kept_aside" />;
}
