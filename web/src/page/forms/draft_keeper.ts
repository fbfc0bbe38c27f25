/** Writes the draft at every keystroke, one write at a time and always the newest value. `settle`
 *  waits for the last write, so that no draft appears again after its entry was saved. */
import { dropDraft, keepDraft } from "../store/draft.ts";

export type Keeper<Value> = {
  keep: (value: Value) => void;
  settle: () => Promise<void>;
  discard: () => Promise<void>;
};

export function draftKeeper<Value>(key: string, onFailure: () => void): Keeper<Value> {
  let newest: { value: Value } | null = null;
  let running: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    while (newest) {
      const { value } = newest;
      newest = null;
      await keepDraft(key, value).catch(onFailure);
    }
    running = null;
  };
  const settle = async (): Promise<void> => {
    await running;
  };
  return {
    keep: (value) => {
      newest = { value };
      running ??= write();
    },
    settle,
    discard: async () => {
      newest = null;
      await settle();
      await dropDraft(key);
    },
  };
}
