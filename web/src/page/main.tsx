// Starts the page: the one canonical address, a plain word where the browser withholds what the
// app needs, then the identity, the screens, the worker and the exchange with the server.

import { render } from "preact";

import { chosenLanguage, speak, speakWhole } from "./i18n/language.ts";
import { App } from "./shell/App.tsx";
import { InsecurePage } from "./shell/insecure.tsx";
import { watchStorage } from "./shell/storage.ts";
import { applyTheme } from "./shell/theme.ts";
import { registerWorker } from "./shell/update.ts";
import { watchWindows } from "./shell/windows.ts";
import { askRegistry, refreshRegistry } from "./store/cache.ts";
import { loadAlarm } from "./store/checkpoints.ts";
import { identity, loadIdentity } from "./store/identity.ts";
import { readOutboxStatus } from "./store/outbox.ts";
import { appHash } from "./sync/build.ts";
import { loadSession, session } from "./sync/session.ts";
import "./styles/index.css";

const WORKER = "/sw.js";
const root = document.getElementById("app");

/** 127.0.0.1 and localhost are two different stores to a browser: only one may hold records. */
function atCanonicalAddress(): boolean {
  if (location.hostname !== "127.0.0.1" && location.hostname !== "[::1]") return true;
  location.replace(location.href.replace(`//${location.host}`, `//localhost:${location.port}`));
  return false;
}

function suited(): boolean {
  return isSecureContext && "locks" in navigator && "indexedDB" in globalThis;
}

type Factory = {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }):
    { createScriptURL(address: string): unknown };
};

/** The one address of a script that this page may load at run time (Trusted Types). */
function workerAddress(): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const policy = factory?.createPolicy("verbatim", { createScriptURL: () => WORKER });
  // A trusted address is no string, whatever the type of `register` says.
  return (policy?.createScriptURL(WORKER) ?? WORKER) as string;
}

async function start(place: HTMLElement): Promise<void> {
  applyTheme();
  await speak(chosenLanguage());
  if (!suited()) {
    render(<InsecurePage />, place);
    return;
  }
  render(<App />, place);
  await loadIdentity();
  watchWindows();
  watchStorage();
  if (!identity.value) void loadSession(); // a desk without a key may still read
  await Promise.all([loadAlarm(), readOutboxStatus(), refreshRegistry(), appHash()]);
  // Without its worker the app still works while the server answers.
  if (!import.meta.env.DEV) await registerWorker(workerAddress()).catch(() => undefined);
  await speakWhole().catch(() => undefined); // the next screen asks again
  // A browser without a key pulls nothing: who signs in there sees the server's own registry.
  session.subscribe((reader) => {
    if (reader && !identity.value) void askRegistry();
  });
  // Enrolment may come later in the life of this page.
  let started = false;
  identity.subscribe((me) => {
    // Apart, because the first screen stands without it.
    if (me && !started) void import("./sync/status.ts").then(({ startSync }) => startSync());
    started ||= Boolean(me);
  });
}

if (root !== null && atCanonicalAddress()) void start(root);
