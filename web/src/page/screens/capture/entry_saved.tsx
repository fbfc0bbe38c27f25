/** After Save: the number and the state, full width, until the officer goes on. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { revision } from "../../store/changes.ts";
import { ownEntriesOf } from "../../store/outbox.ts";
import type { OwnEntry } from "../../store/rows.ts";
import { Flags, StateBadge } from "../../ui/badge.tsx";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Icon } from "../../ui/icons.tsx";
import { showLatest } from "../../ui/latest.ts";
import { TimeText } from "../../ui/time.tsx";
import { followingNumber, type Draft } from "./entry_draft.ts";
import { ReadBack } from "./entry_strip.tsx";

type SavedProps = {
  entry: OwnEntry;
  draft: Draft;
  onNextItem: () => void;
  onNewCase: () => void;
  onAttempt: () => void;
};

export function EntrySaved(props: SavedProps): JSX.Element {
  const entry = useNewest(props.entry);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo(0, 0);
  }, []);
  return (
    <div class="saved">
      <div class="saved-mark" role="status">
        <Icon shape="done" />
        <h1 ref={heading} tabIndex={-1}>
          {t("entry.saved")}
        </h1>
        <p class="saved-number">{t("entry.saved_no", { n: entry.number })}</p>
        <p>
          <TimeText at={entry.at} />
        </p>
      </div>
      <p class="row">
        <StateBadge state={entry.state} position={entry.position} />
        <Flags flags={entry.flags} />
      </p>
      <div class="plate">
        <ReadBack draft={props.draft} />
      </div>
      <Button kind="primary" block onPress={props.onNextItem} extra="save">
        {nextItemText(props.draft)}
      </Button>
      <Button block onPress={props.onNewCase} extra="save">
        {t("entry.new_case")}
      </Button>
      <Button block onPress={props.onAttempt}>
        {t("entry.another_attempt")}
      </Button>
      <ButtonLink kind="plain" to={`/record/${entry.subject}`}>
        {t("entry.open_record")}
      </ButtonLink>
    </div>
  );
}

function nextItemText(draft: Draft): string {
  const number = followingNumber(draft.number);
  return number ? t("entry.next_item", { number }) : t("entry.next_item_unnumbered");
}

/** The stored entry as it is now: a receipt may come while this is on the screen. */
function useNewest(entry: OwnEntry): OwnEntry {
  const [newest, setNewest] = useState(entry);
  useEffect(
    () => showLatest(ownEntriesOf(entry.subject), (rows) => {
      setNewest(rows.find((row) => row.id === entry.id) ?? entry);
    }),
    [revision.value],
  );
  return newest;
}
