// When this browser talks to the server: nothing signed waits for a pause that was not needed.

import { beforeEach, expect, it, vi } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { ownEntries } from "../../src/page/store/outbox.ts";
import { nextTry } from "../../src/page/sync/contact.ts";
import { session } from "../../src/page/sync/session.ts";
import { startSync, syncNow } from "../../src/page/sync/status.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

vi.stubGlobal("addEventListener", () => undefined);
vi.stubGlobal("document", { addEventListener: () => undefined, visibilityState: "visible" });

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
  session.value = undefined;
});

const states = async (): Promise<string[]> => (await ownEntries()).map((entry) => entry.state);

/** Sign one more entry whenever a request of this sort is under way, `times` times. */
function signDuring(path: string, times: number): void {
  let left = times;
  logbook.bend = async (request, answer) => {
    if (request.path.includes(path) && left > 0) {
      left -= 1;
      await signEntry(screening());
    }
    return answer();
  };
}

it("begins a round for what is signed while none runs", async () => {
  startSync();
  await syncNow();
  await signEntry(screening());
  await syncNow();
  expect(await states()).toEqual(["received"]);
});

it.each([["/push", 4], ["/pull?", 4], ["/api/session", 1]])(
  "brings in at once what is signed while %s is under way", async (path, times) => {
    signDuring(path, times);
    await signEntry(screening());
    await syncNow();
    expect(await states()).toEqual(Array(times + 1).fill("received"));
  });

it("asks once more for somebody who presses while an answer that fails is under way", async () => {
  await signEntry(screening());
  let [pressed, spoiled] = [Promise.resolve(), 0];
  logbook.bend = async (request, answer) => {
    if (!request.path.endsWith("/push") || spoiled === 2) return answer();
    spoiled += 1; // a round offers what still waits twice
    if (spoiled === 2) pressed = syncNow();
    const receipt = (await (await answer()).json()) as { results: { position: number }[] };
    for (const result of receipt.results) result.position += 1;
    return Response.json(receipt);
  };
  await syncNow();
  await pressed;
  expect(await states()).toEqual(["received"]);
});

it("goes on after a screen that fails while a round ends", async () => {
  let failed = false;
  nextTry.value = null;
  const stop = nextTry.subscribe((at) => {
    if (failed || at === null) return;
    failed = true;
    throw new Error("a screen");
  });
  await syncNow().catch(() => undefined);
  stop();
  expect(failed).toBe(true);
  await signEntry(screening());
  await syncNow();
  expect(await states()).toEqual(["received"]);
});

it("lets the pause decide after a failure, also for what was signed meanwhile", async () => {
  let pushes = 0;
  logbook.bend = async ({ path }, answer) => {
    if (!path.endsWith("/push")) return answer();
    pushes += 1;
    await signEntry(screening());
    return Response.json({ code: "busy" }, { status: 503 });
  };
  await signEntry(screening());
  await syncNow();
  expect(pushes).toBe(1);
  logbook.bend = null;
  await syncNow();
  expect(await states()).toEqual(["received", "received"]);
});
