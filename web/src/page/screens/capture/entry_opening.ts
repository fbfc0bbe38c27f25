/** What the form opens with, all of it read before the form is first drawn. A start reads it while
 *  the page is still loading its texts, so that the first thing drawn is the form itself. */
import { newIdentifier } from "../../platform/identifiers.ts";
import { replaceRoute, route } from "../../platform/router.ts";
import { loadDraft } from "../../store/draft.ts";
import { identity } from "../../store/identity.ts";
import { ownEntriesOf } from "../../store/outbox.ts";
import { ownPost } from "./entry_carried.tsx";
import { emptyDraft, isTouched, nextAttempt, type Carried, type Draft } from "./entry_draft.ts";
import { draftOf } from "./entry_parts.ts";
import { bodiesOf, loadRecent, nothingRecent, type Recent } from "./entry_recent.ts";

export type Opening = { key: string; draft: Draft; restoredAt: string; recent: Recent };

/** The name of this person's draft. */
export function entryKey(): string {
  return `entry ${identity.value?.person.person ?? ""}`;
}

export async function readOpening(key: string): Promise<Opening> {
  // A dead store is met again at Save; until then the form can be filled in.
  const [kept, recent] = await Promise.all([
    restored(key).catch(() => null),
    loadRecent().catch(nothingRecent),
  ]);
  if (kept) return { key, draft: kept.value, restoredAt: kept.at, recent };
  return { key, draft: await beginning(recent.carried), restoredAt: "", recent };
}

let ahead: Opening | null = null;

export async function openAhead(): Promise<void> {
  ahead = await readOpening(entryKey());
}

/** Return what was read ahead, once: later it would no longer be what the store holds. */
export function takeOpening(key: string): Opening | null {
  const taken = ahead;
  ahead = null;
  return taken?.key === key ? taken : null;
}

async function restored(key: string): Promise<{ value: Draft; at: string } | null> {
  const kept = await loadDraft<Draft>(key);
  return kept?.value.version === 1 && isTouched(kept.value) ? kept : null;
}

/** An empty form, or another attempt on the item of the screening that the address names. */
async function beginning(carried: Carried | null): Promise<Draft> {
  const subject = route.value.query.get("attempt");
  const before = subject ? (await ownEntriesOf(subject))[0] : undefined;
  if (!before) return emptyNow(carried ?? { instrument: "", profile: "", place: ownPost() });
  replaceRoute("/entry");
  const parts = bodiesOf(before.line) as Parameters<typeof draftOf>[1];
  return nextAttempt(draftOf(before.subject, parts), newIdentifier());
}

export function emptyNow(carried: Carried): Draft {
  const { instrument, profile, place } = carried;
  return emptyDraft(newIds(), { instrument, profile, place });
}

export function newIds(): { subject: string; item: string } {
  return { subject: newIdentifier(), item: newIdentifier() };
}
