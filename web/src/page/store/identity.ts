// Who writes from this browser: one person, one key, one logbook, pinned at enrolment.

import { type Signal, signal } from "@preact/signals";

import { headOfNewKey } from "../../shared/chain.ts";
import { fromLine, toLine } from "../../shared/entry.ts";
import { afterChange } from "./changes.ts";
import { readMeta, writing } from "./database.ts";

export type Person = { person: string; name: string; unit: string; roles: string[] };

export type Identity = {
  logbook: string;
  logbookName: string;
  purpose: "operational" | "practice";
  /** The pinned verifier key; replaced only by one that it signed over to, in the log. */
  checkpointKey: string;
  /** The key that signed this browser's enrolment. */
  entryKeySpki: string;
  /** The name of the active key, and the key pair that never leaves the browser. */
  key: string;
  keys: CryptoKeyPair;
  /** The names of the keys it followed, oldest first, and since when; missing where none. */
  formerKeys?: string[];
  keySince?: string;
  person: Person;
  browser: "phone" | "desk";
  /** The enrolment of the first of its keys. */
  enrolledLine: string;
  genesisLine: string;
  /** Rotations of the server's own keys since the genesis; missing where there was none. */
  rotationLines?: string[];
  joinedAt: string;
};

/** Undefined while loading, null when this browser is not enrolled. */
export const identity: Signal<Identity | null | undefined> = signal(undefined);

export async function loadIdentity(): Promise<void> {
  identity.value = await readIdentity();
}

/** Return it as it is stored: another window may have renewed the key. */
export async function readIdentity(): Promise<Identity | null> {
  return (await readMeta<Identity>("identity")) ?? null;
}

/** Keep a checked enrolment and the beginning of the key's chain together. */
export async function keepIdentity(enrolled: Identity, enrolledId: string): Promise<void> {
  await writing(["meta", "head"], async (tx) => {
    await tx.objectStore("meta").put(enrolled, "identity");
    await tx.objectStore("meta").delete("joining");
    await tx.objectStore("head").put(headOfNewKey(enrolled.key, enrolledId));
  });
  identity.value = enrolled;
}

/** Pin the checkpoint key that follows the pinned one, once all of that is proved. */
export async function pinNextKey(key: string, rotations: string[]): Promise<void> {
  await restate({ checkpointKey: key, rotationLines: rotations });
}

/** Change what is known of this browser, and nothing else of what is stored. */
async function restate(change: Partial<Identity>): Promise<void> {
  identity.value = await writing(["meta"], async (tx) => {
    const store = tx.objectStore("meta");
    const restated = { ...(await store.get("identity")) as Identity, ...change };
    await store.put(restated, "identity");
    return restated;
  });
}

/** Return the lines that make this browser's key known to a server that has lost them. */
export function beginning(me: Identity): string[] {
  const enrolled = fromLine(me.enrolledLine);
  if (enrolled === null) return [];
  // A rotation after it would end the key that signed it.
  const before = (me.rotationLines ?? []).map(fromLine).filter((line) => line !== null)
    .filter((line) => (line.position ?? 0) < (enrolled.position ?? 0));
  return [...before, enrolled].map(toLine);
}

/** The registry states this person anew: a founder has no name before their own registration. */
export async function restatePerson(stated: Person): Promise<void> {
  const me = identity.value;
  if (!me || me.person.person !== stated.person || !stated.name) return;
  const { person, name, unit, roles } = stated;
  if (JSON.stringify(me.person) === JSON.stringify({ person, name, unit, roles })) return;
  await restate({ person: { person, name, unit, roles } });
}

/** Return the names of all keys that ever spoke here, the present one last. */
export function ownKeys({ formerKeys, key }: Identity): string[] {
  return [...formerKeys ?? [], key];
}

afterChange(async (kind) => {
  if (kind === "key.rotated/1") await loadIdentity();
});
