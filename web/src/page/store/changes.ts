// Tells this page and the other windows that stored data changed. Screens read again when
// `revision` moves; the database stays the only truth.

import { type Signal, signal } from "@preact/signals";

/** Moves whenever stored entries, lines or checkpoints changed, here or in another window. */
export const revision: Signal<number> = signal(0);

/** `kind` is that of the one entry that changed, where it is known to be the only one. */
type Refresh = (kind?: string) => Promise<void>;

const refreshes: Refresh[] = [];
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("verbatim") : null;

if (channel !== null) {
  channel.onmessage = ({ data }: MessageEvent<string>) => void refresh(data || undefined);
}

/** Run `work` after every change, before `revision` moves. */
export function afterChange(work: Refresh): void {
  refreshes.push(work);
}

export async function announceChange(kind?: string): Promise<void> {
  channel?.postMessage(kind ?? "");
  await refresh(kind);
}

async function refresh(kind?: string): Promise<void> {
  for (const work of refreshes) await work(kind);
  revision.value += 1;
}
