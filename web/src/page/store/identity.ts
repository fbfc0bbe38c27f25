// Who writes from this browser: one person, one key, one logbook, pinned at enrolment.

import { type Signal, signal } from "@preact/signals";

import { headOfNewKey } from "../../shared/chain.ts";
import { readMeta, writing } from "./database.ts";

export type Person = { person: string; name: string; unit: string; roles: string[] };

export type Identity = {
  logbook: string;
  logbookName: string;
  purpose: "operational" | "practice";
  /** The pinned verifier key; never replaced by anything a server says. */
  checkpointKey: string;
  entryKeySpki: string;
  /** The name of this browser's key, and the key pair that never leaves the browser. */
  key: string;
  keys: CryptoKeyPair;
  person: Person;
  browser: "phone" | "desk";
  enrolledLine: string;
  genesisLine: string;
  joinedAt: string;
};

/** Undefined while loading, null when this browser is not enrolled. */
export const identity: Signal<Identity | null | undefined> = signal(undefined);

export async function loadIdentity(): Promise<void> {
  identity.value = (await readMeta<Identity>("identity")) ?? null;
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

/** The registry states this person anew: a founder has no name before their own registration. */
export async function restatePerson(stated: Person): Promise<void> {
  const me = identity.value;
  if (!me || me.person.person !== stated.person || !stated.name) return;
  const { person, name, unit, roles } = stated;
  if (JSON.stringify(me.person) === JSON.stringify({ person, name, unit, roles })) return;
  const restated = { ...me, person: { person, name, unit, roles } };
  await writing(["meta"], (tx) => tx.objectStore("meta").put(restated, "identity"));
  identity.value = restated;
}
