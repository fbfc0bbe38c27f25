// A browser that starts empty, and one that is enrolled in a logbook.

import { IDBFactory } from "fake-indexeddb";
import { expect, vi } from "vitest";

import type { Act } from "../../src/page/model/act.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { alarm } from "../../src/page/store/checkpoints.ts";
import { closeDatabase } from "../../src/page/store/database.ts";
import { identity, loadIdentity } from "../../src/page/store/identity.ts";
import { server } from "../../src/page/sync/contact.ts";
import { parseInvite } from "../../src/page/sync/invite.ts";
import { join } from "../../src/page/sync/join.ts";
import { Logbook } from "./logbook.ts";

export async function emptyBrowser(): Promise<void> {
  await closeDatabase();
  indexedDB = new IDBFactory();
  identity.value = null;
  alarm.value = null;
  server.value = { answeredAt: null, reachable: undefined, skewMs: null };
}

export async function enrolledBrowser(): Promise<Logbook> {
  await emptyBrowser();
  const logbook = await Logbook.open();
  vi.stubGlobal("fetch", logbook.fetch);
  const invite = parseInvite(logbook.address);
  expect(invite && await join(invite, { browser: "phone" })).toEqual({ ok: true });
  logbook.requests = [];
  return logbook;
}

/** Close the page and open it again: only what is in the database survives. */
export async function reopenBrowser(): Promise<void> {
  await closeDatabase();
  identity.value = undefined;
  await loadIdentity();
}

export function screening(text = "COCAINE HCL"): Act {
  return { kind: "screening.recorded/1", subject: newIdentifier(), follows: [],
    parts: { reading: { banner: { text, capture: "typed" } }, note: { text: "" } } };
}
