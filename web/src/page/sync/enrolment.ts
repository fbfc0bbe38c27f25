// Checking what a join answered: the genesis, the rotations of the server's keys since, and this
// key's enrolment, their signatures, parts, stamps and proofs, all against the checkpoint key that
// the invite pinned.

import type { AppointedPerson, Joined } from "../../shared/answers.gen.ts";
import { fromBase64Url } from "../../shared/bytes.ts";
import type { Checkpoint } from "../../shared/checkpoint.ts";
import { entryId, type Header, type WireEntry } from "../../shared/entry.ts";
import { checkReceipt } from "../../shared/receipt.ts";
import { followKeys, isSignedBy, readEntry } from "../../shared/rotation.ts";
import { keyName } from "../../shared/signing.ts";
import type { Enrolment, Opening } from "../../shared/types.gen.ts";
import { localMoment } from "../platform/clock.ts";
import type { NewKey } from "../signing/new_key.ts";
import type { Identity } from "../store/identity.ts";
import type { Pinned } from "./invite.ts";

export type CheckedEnrolment = { identity: Identity; enrolledId: string; checkpoint: Checkpoint };

export type EnrolmentDoubt = { doubt:
  | "enrolment_receipt_invalid" | "enrolment_genesis_invalid" | "enrolment_entry_invalid" };

type Read<Part> = { header: Header; part: Part };

export async function checkEnrolment(
  pinned: Pinned, joining: NewKey, browser: "phone" | "desk", answer: Joined,
): Promise<CheckedEnrolment | EnrolmentDoubt> {
  const { genesis, enrolled, rotations, person } = answer;
  const proved = await checkProofs(pinned, answer);
  if (proved === null) return { doubt: "enrolment_receipt_invalid" };
  const opening = await readGenesis(pinned, genesis);
  const entryKeySpki = opening && (await enrollingKey(pinned, opening, answer, proved));
  if (!opening || !entryKeySpki) return { doubt: "enrolment_genesis_invalid" };
  const key = await keyName(fromBase64Url(joining.spki) ?? new Uint8Array());
  const own = await readEnrolment(entryKeySpki, enrolled, joining, person);
  const fits = own?.part.browser === browser && own.header.logbook === pinned.logbook;
  if (!fits) return { doubt: "enrolment_entry_invalid" };
  return { checkpoint: proved.checkpoint, enrolledId: await entryId(enrolled.header), identity: {
    logbook: pinned.logbook, logbookName: opening.part.name, purpose: opening.part.purpose,
    checkpointKey: pinned.checkpointKey, entryKeySpki, key,
    keys: joining.keys, person, browser, enrolledLine: JSON.stringify(enrolled),
    genesisLine: JSON.stringify(genesis), joinedAt: localMoment(),
    rotationLines: rotations.map((line) => JSON.stringify(line)),
  } };
}

/** The checkpoint, and where the enrolment and each rotation stand in it. */
type Proved = { checkpoint: Checkpoint; enrolled: number; rotations: number[] };

async function checkProofs(pinned: Pinned, answer: Joined): Promise<Proved | null> {
  const { genesis, enrolled, rotations, receipt } = answer;
  const { checkpoint, lines } = await checkReceipt([genesis, enrolled, ...rotations], receipt,
    pinned);
  const positions = lines.map((line) =>
    line.outcome === "believed" && line.stamp.verdict === "accepted" ? line.position : -1);
  const [first, second = -1, ...others] = positions;
  if (checkpoint === null || first !== 0 || positions.includes(-1)) return null;
  return { checkpoint, enrolled: second, rotations: others };
}

/** Return the server's key at the enrolment, if the pinned one is among its keys; else null. */
async function enrollingKey(
  pinned: Pinned, opening: Read<Opening>, { rotations }: Joined, proved: Proved,
): Promise<string | null> {
  const { entry_key: entrySpki, checkpoint_key: first } = opening.part;
  const start = { entrySpki, checkpointKeys: [first] };
  const inOrder = proved.rotations.every((at, n) => at > (proved.rotations[n - 1] ?? 0));
  const now = inOrder ? await followKeys(start, rotations) : null;
  // Not only the newest: an invite may have been printed just before a rotation.
  if (!now?.checkpointKeys.includes(pinned.checkpointKey)) return null;
  const before = rotations.filter((_, n) => (proved.rotations[n] ?? 0) < proved.enrolled);
  return (await followKeys(start, before))?.entrySpki ?? null;
}

async function readGenesis(pinned: Pinned, genesis: WireEntry): Promise<Read<Opening> | null> {
  const read = await readEntry<Opening>(genesis, "logbook.opened/1", "opening");
  if (read === null || read.header.logbook !== pinned.logbook) return null;
  return (await isSignedBy(genesis, read.header, read.part.entry_key)) ? read : null;
}

async function readEnrolment(
  entryKeySpki: string, enrolled: WireEntry, joining: NewKey, person: AppointedPerson,
): Promise<Read<Enrolment> | null> {
  const read = await readEntry<Enrolment>(enrolled, "key.enrolled/1", "enrolment");
  if (read?.part.spki !== joining.spki || read.part.person !== person.person) return null;
  return (await isSignedBy(enrolled, read.header, entryKeySpki)) ? read : null;
}
