// Background Sync, where the browser has it: it tells the worker when the network is back, also
// while the pages sleep, and the worker wakes them. The pages send; with none open nothing is sent
// until the app is opened, because the worker touches no record and no key.

type Waking = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

/** Ask to be woken. A browser may say no, in private windows for one; the own pauses go on. */
export async function askToBeWoken(): Promise<void> {
  const registration: Waking | undefined = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("unsent").catch(() => undefined);
}

export function whenWoken(act: () => void): void {
  navigator.serviceWorker?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === "network_is_back") act();
  });
}
