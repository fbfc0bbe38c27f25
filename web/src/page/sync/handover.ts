// Taking the checkpoint key that follows the pinned one. What a server announces is never taken:
// only what the pinned key has signed over to, in an entry of the server's own that is in the log.

import type { Rotations } from "../../shared/answers.gen.ts";
import { fromLine } from "../../shared/entry.ts";
import { checkReceipt } from "../../shared/receipt.ts";
import { followKeys, readEntry } from "../../shared/rotation.ts";
import type { Opening } from "../../shared/types.gen.ts";
import { counts } from "../model/counting.ts";
import { type Identity, identity, pinNextKey } from "../store/identity.ts";
import { allLines } from "../store/lines.ts";
import { call, logbookPath } from "./http.ts";

/** `taken` if another key is pinned now, `none` without a handover, `silent` without an answer. */
export type Handover = "taken" | "none" | "silent";

/** Ask how the server's keys followed each other, and pin the one that the pinned key leads to. */
export async function takeHandover(me: Identity): Promise<Handover> {
  const asked = await call<Rotations>("GET", logbookPath("rotations", me.logbook));
  if (!asked.ok) return asked.problem.code === "not_found" ? "none" : "silent";
  const next = await nextKey(me, asked.value).catch(() => null); // of another shape: nothing
  if (next === null) return "none";
  await pinNextKey(next, asked.value.rotations.map((line) => JSON.stringify(line)));
  return "taken";
}

/** Look for a handover among what was pulled: until then both keys sign, and nothing is urgent. */
export async function noticeHandover(): Promise<void> {
  const me = identity.value;
  const last = me && (await allLines("checkpoint.key.rotated/")).filter(counts).at(-1);
  if (!me || !last) return;
  if (last.parts["rotation"]?.["new"] !== me.checkpointKey) await takeHandover(me);
}

async function nextKey(me: Identity, answer: Rotations): Promise<string | null> {
  const known = fromLine(me.genesisLine);
  if (known === null || known.header !== answer.genesis.header) return null;
  const opening = await readEntry<Opening>(known, "logbook.opened/1", "opening");
  const { entry_key: entrySpki = "", checkpoint_key: first = "" } = opening?.part ?? {};
  const keys = await followKeys({ entrySpki, checkpointKeys: [first] }, answer.rotations);
  const next = keys?.checkpointKeys.at(-1);
  const leads = keys?.checkpointKeys.includes(me.checkpointKey) && next !== me.checkpointKey;
  if (!leads || next === undefined) return null;
  // Long after the handover the new key signs alone; the old one has signed the handover itself.
  const proven = await isProven(me, me.checkpointKey, answer) || await isProven(me, next, answer);
  return proven ? next : null;
}

/** Say whether all of it was accepted, in this order: an old rotation is not brought in again. */
async function isProven(
  { logbook }: Identity, checkpointKey: string, { genesis, rotations, receipt }: Rotations,
): Promise<boolean> {
  const pin = { logbook, checkpointKey };
  const { lines } = await checkReceipt([genesis, ...rotations], receipt, pin);
  const positions = lines.map((line) =>
    line.outcome === "believed" && line.stamp.verdict === "accepted" ? line.position : -1);
  return positions.every((at, n) => n === 0 ? at === 0 : at > (positions[n - 1] ?? 0));
}
