/** A new build that waits. It takes over only when the person says so; records and drafts stay. */
import { computed, signal } from "@preact/signals";

const waiting = signal<ServiceWorker | null>(null);
const typing = signal(false);

/** Not offered while something is being typed. */
export const updateReady = computed(() => waiting.value !== null && !typing.value);

export async function registerWorker(address: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(address);
  const look = (): void => {
    waiting.value = navigator.serviceWorker.controller ? registration.waiting : null;
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  watchTyping();
}

function watchTyping(): void {
  const look = (): void => {
    typing.value = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  };
  document.addEventListener("focusin", look);
  document.addEventListener("focusout", () => setTimeout(look));
}

export function restart(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting.value?.postMessage("take_over");
}
