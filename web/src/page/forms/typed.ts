/** What is typed into a form here: kept at every keystroke, back after a reload. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { storageProblem } from "../store/database.ts";
import { dropDraft, keepDraft, loadDraft } from "../store/draft.ts";

export type Typed<Value> = {
  key: string;
  value: Value;
  set: (change: Partial<Value>) => void;
  clear: () => void;
  ready: boolean;
  /** When the text that came back was typed; empty when nothing came back. */
  restoredAt: string;
  /** Why the browser does not keep what is typed; empty while it does. */
  notKept: string;
};

type Kept<Value> = { value: Value; ready: boolean; restoredAt: string; notKept: string };

export function useTyped<Value extends object>(key: string, initial: Value): Typed<Value> {
  const state = useSignal<Kept<Value>>(beginning(initial));
  useEffect(() => {
    state.value = beginning(initial);
    return restore(key, state);
  }, [key]);
  const set = (change: Partial<Value>): void => {
    state.value = { ...state.value, value: { ...state.value.value, ...change } };
    noted(keepDraft(key, state.value.value), state);
  };
  const clear = (): void => {
    state.value = { ...beginning(initial), ready: true };
    noted(dropDraft(key), state);
  };
  return { key, ...state.value, set, clear };
}

function beginning<Value>(initial: Value): Kept<Value> {
  return { value: initial, ready: false, restoredAt: "", notKept: "" };
}

/** Puts the kept text in; a form that was left meanwhile is not written to. */
function restore<Value extends object>(key: string, state: Signal<Kept<Value>>): () => void {
  let left = false;
  loadDraft<Value>(key).then(
    (kept) => {
      if (left) return;
      const back = kept ? { value: { ...state.value.value, ...kept.value } } : {};
      state.value = { ...state.value, ...back, ready: true, restoredAt: kept?.at ?? "" };
    },
    (error: unknown) => {
      state.value = { ...state.value, ready: true, notKept: storageProblem(error).code };
    },
  );
  return () => {
    left = true;
  };
}

function noted<Value>(writing: Promise<void>, state: Signal<Kept<Value>>): void {
  writing.catch((error: unknown) => {
    state.value = { ...state.value, notKept: storageProblem(error).code };
  });
}
