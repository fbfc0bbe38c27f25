/** Whether the app is open in another window of this browser. Both work on the same chain. */
import { signal } from "@preact/signals";

export const otherWindow = signal(false);

export function watchWindows(): void {
  if (typeof BroadcastChannel !== "function") return;
  const channel = new BroadcastChannel("verbatim-windows");
  channel.onmessage = ({ data }: MessageEvent<string>) => {
    otherWindow.value = data !== "leaving";
    if (data === "opened") channel.postMessage("here");
  };
  channel.postMessage("opened");
  addEventListener("pagehide", () => channel.postMessage("leaving"));
  addEventListener("pageshow", (event) => event.persisted && channel.postMessage("opened"));
}
