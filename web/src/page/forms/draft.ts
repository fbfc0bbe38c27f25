// A form's draft, kept in this browser at every keystroke and gone with the entry it becomes.

import { useEffect, useState } from "preact/hooks";

import { dropDraft, keepDraft, loadDraft } from "../store/draft.ts";
import { showLatest } from "../ui/latest.ts";

export type Draft<Value> = {
  /** Undefined until the kept draft, if any, has been read. */
  readonly value: Value | undefined;
  /** When the draft that was found here had been kept; empty when the form began anew. */
  readonly restoredAt: string;
  readonly failed: boolean;
  readonly keep: (value: Value) => void;
  readonly drop: () => Promise<void>;
};

export function useDraft<Value>(key: string, initial: Value): Draft<Value> {
  const [value, setValue] = useState<Value>();
  const [restoredAt, setRestoredAt] = useState("");
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    // A browser that keeps nothing still lets the form be filled.
    return showLatest(loadDraft<Value>(key).catch(() => null), (found) => {
      setValue(found?.value ?? initial);
      setRestoredAt(found?.at ?? "");
    });
  }, [key]);
  const keep = (next: Value): void => {
    setValue(next);
    keepDraft(key, next).then(() => setFailed(false), () => setFailed(true));
  };
  return { value, restoredAt, failed, keep, drop: () => dropDraft(key) };
}
