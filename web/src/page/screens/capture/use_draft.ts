/** The draft of one form, kept at every change and when the page is hidden. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { draftKeeper } from "../../forms/draft_keeper.ts";
import { isTouched, type Draft } from "./entry_draft.ts";

export type Kept = {
  draft: Draft;
  /** When the restored text was typed; empty unless it was restored. */
  restoredAt: string;
  notKept: boolean;
  update: (change: Partial<Draft>) => void;
  /** Shows another draft without keeping it: it is kept from its first change. */
  begin: (draft: Draft) => void;
  discard: (draft: Draft) => Promise<void>;
  settle: () => Promise<void>;
};

export function useDraft(key: string, first: Pick<Kept, "draft" | "restoredAt">): Kept {
  const [draft, show] = useState(first.draft);
  const [restoredAt, setRestoredAt] = useState(first.restoredAt);
  const [notKept, setNotKept] = useState(false);
  const latest = useRef(first.draft);
  const keeper = useMemo(() => draftKeeper<Draft>(key, () => setNotKept(true)), [key]);
  const begin = (one: Draft): void => {
    latest.current = one;
    setRestoredAt("");
    show(one);
  };
  const update = (change: Partial<Draft>): void => {
    latest.current = { ...latest.current, ...change };
    keeper.keep(latest.current);
    show(latest.current);
  };
  useEffect(() => {
    const keepNow = (): void => {
      if (isTouched(latest.current)) keeper.keep(latest.current);
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
