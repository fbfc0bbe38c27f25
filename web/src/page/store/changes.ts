// Tells this page and the other windows that stored data changed. Screens read again when
// `revision` moves; the database stays the only truth.

import { type Signal, signal } from "@preact/signals";

/** Moves whenever stored entries, lines or checkpoints changed, here or in another window. */
export const revision: Signal<number> = signal(0);

type Refresh = () => Promise<void>;

const refreshes: Refresh[] = [];
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("verbatim") : null;

if (channel !== null) channel.onmessage = () => void refresh();

/** Run `work` after every change, before `revision` moves. */
export function afterChange(work: Refresh): void {
  refreshes.push(work);
}

export async function announceChange(): Promise<void> {
  channel?.postMessage("changed");
  await refresh();
}

async function refresh(): Promise<void> {
  for (const work of refreshes) await work();
  revision.value += 1;
}
