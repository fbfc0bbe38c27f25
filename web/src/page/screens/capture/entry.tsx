/** Recording a screening: one form, one Save, a confirmation, an empty form with the same tool. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { recordScreening } from "../../model/kinds/screening.ts";
import { newIdentifier } from "../../platform/identifiers.ts";
import { signEntry } from "../../signing/sign.ts";
import { identity } from "../../store/identity.ts";
import type { OwnEntry } from "../../store/rows.ts";
import { Button } from "../../ui/buttons.tsx";
import { showLatest } from "../../ui/latest.ts";
import { lazy } from "../../ui/lazy.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Notice, ProblemNotice, type ShownProblem } from "../../ui/notice.tsx";
import { TimeText } from "../../ui/time.tsx";
import { instrumentsHere, instrumentState, withInstrument } from "./entry_carried.tsx";
import { isTouched, nextAttempt, nextItem, type Draft } from "./entry_draft.ts";
import { fieldId, type FormProps } from "./entry_fields.ts";
import { EntryForm } from "./entry_form.tsx";
import {
  emptyNow,
  entryKey,
  newIds,
  readOpening,
  takeOpening,
  type Opening,
} from "./entry_opening.ts";
import { missingFields, partsOf } from "./entry_parts.ts";
import { loadRecent, type Recent } from "./entry_recent.ts";
import { EntrySaved } from "./entry_saved.tsx";
import { EntryStrip } from "./entry_strip.tsx";
import { useDraft, type Kept } from "./use_draft.ts";

const EntryMore = lazy<FormProps>(() => import("./entry_more.tsx"));

type Saved = { entry: OwnEntry; draft: Draft };

export default function Entry(): JSX.Element {
  const key = entryKey();
  const [opening, setOpening] = useState(() => takeOpening(key));
  useEffect(
    () => (opening?.key === key ? undefined : showLatest(readOpening(key), setOpening)),
    [key],
  );
  return opening?.key === key ? <EntryOpened key={key} opening={opening} /> : <Loading />;
}

function EntryOpened({ opening }: { opening: Opening }): JSX.Element {
  const [recent, setRecent] = useState(opening.recent);
  const [saved, setSaved] = useState<Saved | null>(null);
  const kept = useDraft(opening.key, opening);
  useOnlyInstrument(kept);
  if (saved) {
    const goOn = (draft: Draft): void => {
      setSaved(null);
      kept.begin(draft);
      if (isTouched(draft)) kept.update({}); // what it carries is kept from its beginning
      void loadRecent().then(setRecent);
    };
    return (
      <EntrySaved
        {...saved}
        onNextItem={() => goOn(nextItem(saved.draft, newIds()))}
        onNewCase={() => goOn(emptyNow(saved.draft))}
        onAttempt={() => goOn(nextAttempt(saved.draft, newIdentifier()))}
      />
    );
  }
  return <EntryOpen kept={kept} recent={recent} draftKey={opening.key} onSaved={setSaved} />;
}

/** A unit with one instrument need not choose it. */
function useOnlyInstrument(kept: Kept): void {
  const own = instrumentsHere().filter((row) => row.unit === identity.value?.person.unit);
  const only = own.length === 1 ? own[0] : undefined;
  const lacking = kept.draft.instrument === "";
  useEffect(() => {
    if (only && lacking) kept.update(withInstrument(only));
  }, [only?.instrument, lacking]);
}

type OpenProps = {
  kept: Kept;
  recent: Recent;
  draftKey: string;
  onSaved: (saved: Saved) => void;
};

function EntryOpen({ kept, recent, draftKey, onSaved }: OpenProps): JSX.Element {
  const { draft } = kept;
  const [asked, setAsked] = useState(false);
  const { saving, problem, save } = useSave(kept, draftKey, onSaved);
  const missing = asked ? missingFields(draft) : [];
  const trySave = (): void => {
    const [first] = missingFields(draft);
    setAsked(true);
    if (first) document.getElementById(fieldId(first))?.focus();
    else void save(draft);
  };
  const form = { draft, update: kept.update, recent, missing };
  return (
    <form onSubmit={(event) => event.preventDefault()} noValidate>
      <h1 class="sr-only" tabIndex={-1}>
        {t("entry.title")}
      </h1>
      {kept.restoredAt && <Restored kept={kept} draft={draft} />}
      {draft.attempt > 1 && <p class="small">{t("entry.attempt_no", { n: draft.attempt })}</p>}
      {kept.notKept && !problem && (
        <Notice tone="loud" title={t("entry.not_kept")} next={t("entry.not_kept_next")} />
      )}
      <EntryForm {...form} />
      <More {...form} />
      <EntryStrip
        {...form}
        problem={problem && <NotSaved problem={problem} kept={!kept.notKept} />}
        saveText={t("entry.save_as", { name: identity.value?.person.name ?? "" })}
        saving={saving}
        onSave={trySave}
      />
    </form>
  );
}

/** Shown beside Save, where it cannot be scrolled away. A full device keeps no draft either. */
function NotSaved(props: { problem: ShownProblem; kept: boolean }): JSX.Element {
  if (props.problem.code !== "storage_full") return <ProblemNotice {...props} />;
  return (
    <Notice
      tone="loud"
      live="assertive"
      title={t("entry.full")}
      next={props.kept ? t("entry.full_next") : t("entry.full_not_kept")}
    />
  );
}

/** Loaded when opened: the first screen of a shift needs none of it. */
function More(form: FormProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("entry.optional")}</summary>
      {open && <EntryMore {...form} />}
    </details>
  );
}

function Restored({ kept, draft }: { kept: Kept; draft: Draft }): JSX.Element {
  return (
    <div class="restored" role="status">
      <span>
        {t("entry.restored")} <TimeText at={kept.restoredAt} />
      </span>
      <Button kind="plain" onPress={() => void kept.discard(emptyNow(draft))}>
        {t("entry.discard")}
      </Button>
    </div>
  );
}

/** Signs and stores once, however often the button is touched. */
function useSave(
  kept: Kept,
  draftKey: string,
  onSaved: (saved: Saved) => void,
): { saving: boolean; problem: ShownProblem | null; save: (draft: Draft) => Promise<void> } {
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  const running = useRef(false);
  const save = async (draft: Draft): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setSaving(true);
    await kept.settle();
    const parts = partsOf(draft, instrumentState(draft.instrument));
    const signed = await signEntry(recordScreening(draft.subject, parts), draftKey);
    running.current = false;
    setSaving(false);
    if (!signed.ok) return setProblem(signed);
    navigator.vibrate?.(60);
    onSaved({ entry: signed.entry, draft });
  };
  return { saving, problem, save };
}
