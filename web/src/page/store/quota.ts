/** How this browser keeps data, as far as it says: asked for, shown, never promised. */
import { signal } from "@preact/signals";
import { revision } from "./changes.ts";

export type Kept = { persistent: boolean | undefined; used: number; quota: number };

export const storage = signal<Kept>({ persistent: undefined, used: 0, quota: 0 });

const A_MINUTE = 60_000;

/** Below this, new records may soon fail; the rescue file is offered. */
const LITTLE = 50_000_000;

export async function lookAtStorage(): Promise<void> {
  const manager = navigator.storage as StorageManager | undefined;
  const estimate = (await manager?.estimate?.()) ?? {};
  const persistent = await manager?.persisted?.();
  storage.value = { persistent, used: estimate.usage ?? 0, quota: estimate.quota ?? 0 };
}

export type Persistence = "granted" | "refused" | "unknown";

/** Ask, and return what the browser said; `unknown` where it cannot be asked. */
export async function askPersistence(): Promise<Persistence> {
  const manager = navigator.storage as StorageManager | undefined;
  const granted = await manager?.persist?.();
  await lookAtStorage();
  if (granted === undefined) return "unknown";
  return granted ? "granted" : "refused";
}

/** Look at the start, and now and then after something was written. */
export function watchStorage(): void {
  let looked = 0;
  revision.subscribe(() => {
    if (Date.now() - looked < A_MINUTE) return;
    looked = Date.now();
    void lookAtStorage();
  });
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
