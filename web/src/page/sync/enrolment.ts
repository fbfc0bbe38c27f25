// Checking what a join answered: the genesis and this key's enrolment, their signatures, parts,
// stamps and proofs, all against the checkpoint key that the invite pinned.

import { fromBase64Url, utf8 } from "../../shared/bytes.ts";
import type { Checkpoint } from "../../shared/checkpoint.ts";
import {
  entryId, type Header, partsFit, readBody, readHeader, signedBytes, type WireEntry,
} from "../../shared/entry.ts";
import { checkReceipt } from "../../shared/receipt.ts";
import { importSpki, keyName, verify } from "../../shared/signing.ts";
import type { Enrolment, Opening, Receipt } from "../../shared/types.gen.ts";
import type { Identity, Person } from "../store/identity.ts";
import { localMoment } from "./clock.ts";
import type { Joining, Pinned } from "./join.ts";

export type JoinAnswer = {
  person: Person; genesis: WireEntry; enrolled: WireEntry; receipt: Receipt;
};

export type CheckedEnrolment = { identity: Identity; enrolledId: string; checkpoint: Checkpoint };

export type EnrolmentDoubt = { doubt:
  | "enrolment_receipt_invalid" | "enrolment_genesis_invalid" | "enrolment_entry_invalid" };

type Read<Part> = { header: Header; part: Part };

export async function checkEnrolment(
  pinned: Pinned, joining: Joining, browser: "phone" | "desk", answer: JoinAnswer,
): Promise<CheckedEnrolment | EnrolmentDoubt> {
  const { genesis, enrolled, person } = answer;
  const checkpoint = await checkProofs(pinned, answer);
  if (checkpoint === null) return { doubt: "enrolment_receipt_invalid" };
  const opening = await readGenesis(pinned, genesis);
  if (opening === null) return { doubt: "enrolment_genesis_invalid" };
  const key = await keyName(fromBase64Url(joining.spki) ?? new Uint8Array());
  const own = await readEnrolment(opening, enrolled, joining, person);
  if (own === null || own.part.browser !== browser) return { doubt: "enrolment_entry_invalid" };
  return { checkpoint, enrolledId: await entryId(enrolled.header), identity: {
    logbook: pinned.logbook, logbookName: opening.part.name, purpose: opening.part.purpose,
    checkpointKey: pinned.checkpointKey, entryKeySpki: opening.part.entry_key, key,
    keys: joining.keys, person, browser, enrolledLine: JSON.stringify(enrolled),
    genesisLine: JSON.stringify(genesis), joinedAt: localMoment(),
  } };
}

async function checkProofs(pinned: Pinned, answer: JoinAnswer): Promise<Checkpoint | null> {
  const { genesis, enrolled, receipt } = answer;
  const { checkpoint, lines } = await checkReceipt([genesis, enrolled], receipt, pinned);
  const [first, second] = lines;
  if (first?.outcome !== "believed" || second?.outcome !== "believed") return null;
  const accepted = first.stamp.verdict === "accepted" && second.stamp.verdict === "accepted";
  return accepted && first.position === 0 ? checkpoint : null;
}

async function readGenesis(pinned: Pinned, genesis: WireEntry): Promise<Read<Opening> | null> {
  const read = await readEntry<Opening>(genesis, "logbook.opened/1", "opening");
  if (read === null || read.header.logbook !== pinned.logbook) return null;
  if (read.part.checkpoint_key !== pinned.checkpointKey) return null;
  return (await isSignedBy(genesis, read.header, read.part.entry_key)) ? read : null;
}

async function readEnrolment(
  opening: Read<Opening>, enrolled: WireEntry, joining: Joining, person: Person,
): Promise<Read<Enrolment> | null> {
  const read = await readEntry<Enrolment>(enrolled, "key.enrolled/1", "enrolment");
  if (read === null || read.header.logbook !== opening.header.logbook) return null;
  if (read.part.spki !== joining.spki || read.part.person !== person.person) return null;
  return (await isSignedBy(enrolled, read.header, opening.part.entry_key)) ? read : null;
}

async function readEntry<Part>(
  entry: WireEntry, kind: string, name: string,
): Promise<Read<Part> | null> {
  const header = readHeader(entry.header);
  const part = readBody(entry.parts[name]?.body ?? "");
  if (header?.kind !== kind || part === null) return null;
  return (await partsFit(header, entry.parts)) ? { header, part: part as Part } : null;
}

/** Say whether the server's entry key signed it, and is the key the header names. */
export async function isSignedBy(
  entry: WireEntry, header: Header, spkiText: string,
): Promise<boolean> {
  const [spki, signature] = [fromBase64Url(spkiText), fromBase64Url(entry.sig)];
  if (spki === null || signature === null || (await keyName(spki)) !== header.key) return false;
  const key = await importSpki(spki);
  return key !== null && verify(key, signature, signedBytes(utf8(entry.header)));
}
