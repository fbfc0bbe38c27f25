/** Signs acts, sends them, and follows what the server said about each until it is settled. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Act } from "../model/act.ts";
import { signEntry } from "../signing/sign.ts";
import { revision } from "../store/changes.ts";
import { ownEntriesOf } from "../store/outbox.ts";
import type { OwnEntry } from "../store/rows.ts";
import { syncNow } from "../sync/status.ts";
import { showLatest } from "../ui/latest.ts";

export type Saving =
  | { state: "idle" }
  | { state: "signing" }
  | { state: "failed"; code: string; detail: string }
  | { state: "signed"; entries: OwnEntry[] };

export type Saver = {
  saving: Saving;
  /** Resolves true when every act is signed and kept in this browser. */
  save: (acts: readonly Act[], draftKey?: string) => Promise<boolean>;
  forget: () => void;
};

export function useSaving(): Saver {
  const saving = useSignal<Saving>({ state: "idle" });
  const changed = revision.value;
  useEffect(() => {
    const now = saving.peek();
    if (now.state !== "signed") return undefined;
    return showLatest(reread(now.entries), (entries) => {
      if (saving.peek() === now) saving.value = { state: "signed", entries };
    });
  }, [changed]);
  const save = async (acts: readonly Act[], draftKey?: string): Promise<boolean> => {
    if (saving.peek().state === "signing") return false;
    saving.value = { state: "signing" };
    saving.value = await signAll(acts, draftKey);
    if (saving.value.state !== "signed") return false;
    void syncNow();
    return true;
  };
  return { saving: saving.value, save, forget: () => (saving.value = { state: "idle" }) };
}

/** In order, each once: what was signed before a reload is not signed again. */
async function signAll(acts: readonly Act[], draftKey: string | undefined): Promise<Saving> {
  const entries: OwnEntry[] = [];
  for (const [index, act] of acts.entries()) {
    const earlier = await signedBefore(act);
    const key = index === acts.length - 1 ? draftKey : undefined;
    const signed = earlier ? ({ ok: true, entry: earlier } as const) : await signEntry(act, key);
    if (!signed.ok) return { state: "failed", code: signed.code, detail: signed.detail };
    entries.push(signed.entry);
  }
  return { state: "signed", entries };
}

/** A record is registered once, whatever is pressed twice; every other act may come again. */
async function signedBefore(act: Act): Promise<OwnEntry | undefined> {
  if (!act.kind.includes(".registered/")) return undefined;
  return (await ownEntriesOf(act.subject)).find((entry) => entry.kind === act.kind);
}

async function reread(entries: readonly OwnEntry[]): Promise<OwnEntry[]> {
  const found = await Promise.all(entries.map((entry) => ownEntriesOf(entry.subject)));
  return entries.map((entry, at) => found[at]?.find((one) => one.id === entry.id) ?? entry);
}
