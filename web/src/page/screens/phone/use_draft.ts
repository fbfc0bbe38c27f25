/** The draft of one form: begun or restored, kept at every change and when the page is hidden. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { loadDraft } from "../../store/draft.ts";
import { showLatest } from "../../view/latest.ts";
import { draftKeeper } from "./draft_keeper.ts";
import { isTouched, type Draft } from "./entry_draft.ts";

export type Kept = {
  draft: Draft | null;
  /** When the restored text was typed; empty unless it was restored. */
  restoredAt: string;
  notKept: boolean;
  update: (change: Partial<Draft>) => void;
  /** Shows another draft without keeping it: it is kept from its first change. */
  begin: (draft: Draft) => void;
  discard: (draft: Draft) => Promise<void>;
  settle: () => Promise<void>;
};

export function useDraft(key: string, beginning: () => Promise<Draft>): Kept {
  const [draft, show] = useState<Draft | null>(null);
  const [restoredAt, setRestoredAt] = useState("");
  const [notKept, setNotKept] = useState(false);
  const latest = useRef<Draft | null>(null);
  const keeper = useMemo(() => draftKeeper<Draft>(key, () => setNotKept(true)), [key]);
  const begin = (one: Draft, at = ""): void => {
    latest.current = one;
    setRestoredAt(at);
    show(one);
  };
  const update = (change: Partial<Draft>): void => {
    if (!latest.current) return;
    latest.current = { ...latest.current, ...change };
    keeper.keep(latest.current);
    show(latest.current);
  };
  useEffect(() => {
    const found = restored(key).then(async (kept) => kept ?? { value: await beginning(), at: "" });
    return showLatest(found, ({ value, at }) => begin(value, at));
  }, [key]);
  useEffect(() => {
    const keepNow = (): void => {
      if (latest.current && isTouched(latest.current)) keeper.keep(latest.current);
    };
    document.addEventListener("visibilitychange", keepNow);
    return () => document.removeEventListener("visibilitychange", keepNow);
  }, [keeper]);
  const discard = async (empty: Draft): Promise<void> => {
    await keeper.discard();
    begin(empty);
  };
  return { draft, restoredAt, notKept, update, begin, discard, settle: keeper.settle };
}

async function restored(key: string): Promise<{ value: Draft; at: string } | null> {
  const kept = await loadDraft<Draft>(key).catch(() => null); // a dead store is met again at Save
  return kept?.value.version === 1 && isTouched(kept.value) ? kept : null;
}
