// What a browser makes of a server that takes in nothing: it keeps everything, says so, and asks
// whether it is over.

import { beforeEach, expect, it, vi } from "vitest";

import { signEntry } from "../../src/page/signing/sign.ts";
import { ownEntries } from "../../src/page/store/outbox.ts";
import { askGuard, heedReadOnly, isReadOnly, readOnly } from "../../src/page/sync/read_only.ts";
import { session } from "../../src/page/sync/session.ts";
import { syncNow } from "../../src/page/sync/status.ts";
import { enrolledBrowser, screening } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

vi.stubGlobal("addEventListener", () => undefined);
vi.stubGlobal("document", { addEventListener: () => undefined, visibilityState: "visible" });

const NEXT = { epoch: 2, old_size: 7, old_root: "A".repeat(43) };
const PROPOSAL = { entry: "e", subject: "s", person: "p", name: "Vera", reason: "Disk failed." };
const SAID = { code: "read_only", status: 503, detail: "" };

let logbook: Logbook;
/** What the server says of its guard; undefined for nobody who is signed in. */
let told: object | undefined;

const asked = (path: string): number =>
  logbook.requests.filter((one) => one.path.includes(path)).length;

beforeEach(async () => {
  logbook = await enrolledBrowser();
  session.value = undefined;
  readOnly.value = null;
  told = { read_only: true, next: NEXT, proposals: [PROPOSAL] };
  logbook.bend = async (request, answer) => {
    if (request.path.endsWith("/guard")) {
      return told ? Response.json(told) : Response.json({ code: "signed_out" }, { status: 401 });
    }
    const writes = /\/(push|pull)/.test(request.path) && told !== ALL_WELL;
    return writes ? Response.json({ code: "read_only" }, { status: 503 }) : answer();
  };
});

const ALL_WELL = { read_only: false };

it("keeps what is signed, says so, stays signed in, and goes on once it is over", async () => {
  await signEntry(screening());
  await syncNow();
  expect(readOnly.value).toEqual({ next: NEXT, proposals: [PROPOSAL] });
  expect(session.value).toMatchObject({ sort: "phone" });
  expect((await ownEntries()).map((one) => one.state)).toEqual(["sent"]);
  told = ALL_WELL;
  await syncNow();
  expect(readOnly.value).toBeNull();
  expect((await ownEntries()).map((one) => one.state)).toEqual(["received"]);
});

it("asks nothing while all is well", async () => {
  told = ALL_WELL;
  await syncNow();
  await heedReadOnly(null);
  await heedReadOnly({ code: "busy", status: 503, detail: "" });
  expect(asked("/guard")).toBe(0);
});

it("says so also to whoever is not signed in, without what to do", async () => {
  told = undefined;
  await heedReadOnly(SAID);
  expect(readOnly.value).toEqual({ next: null, proposals: [] });
  told = { read_only: true, next: NEXT, proposals: [] };
  await heedReadOnly(SAID);
  told = undefined;
  await heedReadOnly(SAID); // no answer is no news
  expect(readOnly.value?.next).toEqual(NEXT);
});

it("asks before it calls a record without a checkpoint unproved", async () => {
  expect(await isReadOnly()).toBe(true);
  expect(await isReadOnly()).toBe(true);
  expect(asked("/guard")).toBe(1);
  told = ALL_WELL;
  await askGuard();
  expect(await isReadOnly()).toBe(false);
});

it("begins a session with a server that kept its enrolment and cannot answer for it", async () => {
  let enrolled = false;
  const given = logbook.bend;
  logbook.bend = async (request, answer) => {
    const { path } = request;
    if (path.endsWith("/push")) enrolled = true;
    if (path === "/api/session" && !enrolled) {
      return Response.json({ code: "signed_out" }, { status: 401 });
    }
    if (path === "/api/session/nonce") return Response.json({ nonce: "n" });
    if (path === "/api/session/phone") {
      return Response.json({ code: "sign_in_failed" }, { status: 401 });
    }
    return given?.(request, answer) ?? answer();
  };
  await syncNow();
  expect(asked("/push")).toBe(1);
  expect(session.value).toMatchObject({ sort: "phone" });
  expect(readOnly.value?.next).toEqual(NEXT);
});
