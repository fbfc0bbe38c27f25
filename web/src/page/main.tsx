// Starts the page: the one canonical address, a plain word where the browser withholds what the
// app needs, then the identity, the screens, the worker and the exchange with the server.

import { render } from "preact";

import { App } from "./app/App.tsx";
import { currentPath } from "./app/home.ts";
import { InsecurePage } from "./app/insecure.tsx";
import { registerWorker } from "./app/update.ts";
import { watchWindows } from "./app/windows.ts";
import { chosenLanguage, speak, speakWhole } from "./i18n/language.ts";
import { appHash } from "./platform/build.ts";
import { applyTheme } from "./platform/theme.ts";
import { openAhead, takeOpening } from "./screens/capture/entry_opening.ts";
import { loadAlarm } from "./store/checkpoints.ts";
import { identity, loadIdentity } from "./store/identity.ts";
import { readOutboxStatus } from "./store/outbox.ts";
import { watchStorage } from "./store/quota.ts";
import { loadRegistry, refreshRegistry } from "./store/registry.ts";
import { askInstallation } from "./sync/installation.ts";
import { watchGuard } from "./sync/read_only.ts";
import { askRegistry } from "./sync/registry.ts";
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

/** After this long without an answer of the store, the page says that it is loading. */
const LONGEST_BLANK_MS = 800;

/** What the first screen shows, read at once: drawing it bit by bit takes longer than reading. */
async function readFirst(): Promise<void> {
  await Promise.all([
    loadIdentity().then(() => (currentPath() === "/entry" ? openAhead() : undefined)),
    loadAlarm(), readOutboxStatus(), loadRegistry(),
  ]);
}

async function start(place: HTMLElement): Promise<void> {
  applyTheme();
  const reading = suited() ? readFirst() : undefined;
  await Promise.all([speak(chosenLanguage()), atMost(LONGEST_BLANK_MS, reading)]);
  if (!reading) {
    render(<InsecurePage />, place);
    return;
  }
  render(<App />, place);
  await reading;
  takeOpening(""); // of no use to a form that is opened later
  if (!identity.value) void loadSession(); // a desk without a key may still read
  await idle();
  watchWindows();
  watchStorage();
  await Promise.all([appHash(), refreshRegistry()]);
  // Without its worker the app still works while the server answers.
  if (!import.meta.env.DEV) await registerWorker(workerAddress()).catch(() => undefined);
  await speakWhole().catch(() => undefined); // the next screen asks again
  // A browser without a key pulls nothing: who signs in there sees the server's own registry.
  session.subscribe((reader) => {
    watchGuard(Boolean(reader) && !identity.value);
    if (!reader || identity.value) return;
    void askRegistry();
    void askInstallation(); // which also says whether all this is practice
  });
  // Enrolment may come later in the life of this page.
  let started = false;
  identity.subscribe((me) => {
    // Apart, because the first screen does not need it.
    if (me && !started) void import("./sync/status.ts").then(({ startSync }) => startSync());
    started ||= Boolean(me);
  });
}

/** Wait for something, but not for ever, and for its success no more than for its failure. */
async function atMost(milliseconds: number, work: Promise<void> | undefined): Promise<void> {
  const pause = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  await Promise.race([work?.catch(() => undefined), pause]);
}

/** Until the first screen is drawn and no field has the focus, or for a second. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (!("requestIdleCallback" in globalThis)) setTimeout(resolve, 200);
    else requestIdleCallback(() => resolve(), { timeout: 1_000 });
  });
}

if (root !== null && atCanonicalAddress()) void start(root);
