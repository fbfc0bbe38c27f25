/** How this browser keeps data, as far as it says: asked for, shown, never promised. */
import { signal } from "@preact/signals";

export type Kept = { persistent: boolean | undefined; used: number; quota: number };

export const storage = signal<Kept>({ persistent: undefined, used: 0, quota: 0 });

/** Below this, new records may soon fail; the rescue file is offered. */
const LITTLE = 50_000_000;

export async function lookAtStorage(): Promise<void> {
  const manager = navigator.storage as StorageManager | undefined;
  const estimate = (await manager?.estimate?.()) ?? {};
  const persistent = await manager?.persisted?.();
  storage.value = { persistent, used: estimate.usage ?? 0, quota: estimate.quota ?? 0 };
}

export async function askPersistence(): Promise<void> {
  const manager = navigator.storage as StorageManager | undefined;
  await manager?.persist?.();
  await lookAtStorage();
}

export function storageIsLow(): boolean {
  const { used, quota } = storage.value;
  return quota > 0 && quota - used < LITTLE;
}

/** Private windows of some browsers have no service worker or no persistent database at all. */
export function looksPrivate(): boolean {
  const { quota } = storage.value;
  return isSecureContext && (!("serviceWorker" in navigator) || (quota > 0 && quota < 200_000_000));
}
