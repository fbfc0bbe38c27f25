// The one way in which a person's act becomes an entry: signed, committed in one strict
// transaction, read back. Nothing is called saved before that.

import { type Bytes, randomBytes, textOf, toBase64Url, utf8 } from "../../shared/bytes.ts";
import { Flaw } from "../../shared/canonical.ts";
import { type Head, nextLink } from "../../shared/chain.ts";
import {
  buildHeader, buildPart, EMPTY_ROOT, entryId, type Header, partHash, signedBytes, toLine,
  type WirePart,
} from "../../shared/entry.ts";
import { sign } from "../../shared/signing.ts";
import { LIMITS } from "../../shared/types.gen.ts";
import type { Act } from "../model/act.ts";
import { appHash } from "../platform/build.ts";
import { boot, localMoment, mono } from "../platform/clock.ts";
import { announceChange } from "../store/changes.ts";
import { anchorCheckpoint } from "../store/checkpoints.ts";
import { type StorageProblem, storageProblem } from "../store/database.ts";
import { type Identity, readIdentity } from "../store/identity.ts";
import { commitEntry, type NewEntry, readHead, readOwn } from "../store/outbox.ts";
import type { OwnEntry, StoredEntry } from "../store/rows.ts";

export type SigningProblem = StorageProblem | {
  ok: false; code: "no_key" | "no_locks" | "text_unsignable" | "chain_moved"; detail: string;
};

export type Signed = { ok: true; entry: OwnEntry } | SigningProblem;

const NOT_ENROLLED: SigningProblem =
  { ok: false, code: "no_key", detail: "this browser is not enrolled" };
const NO_ANCHOR = { epoch: 1, size: 0, root: EMPTY_ROOT };

/** Sign and keep one act. The draft named by `draftKey` goes in the same transaction. */
export async function signEntry(act: Act, draftKey?: string): Promise<Signed> {
  return signAlone(act.kind, (me) =>
    signNext(me, act, (entry, head) => commitEntry(entry, head, draftKey)));
}

/** Sign with the active key: another window may have renewed it. One at a time. */
export async function signAlone<Result extends { ok: boolean }>(
  kind: string, work: (me: Identity) => Promise<Result>,
): Promise<Result | SigningProblem> {
  if (!navigator.locks) return { ok: false, code: "no_locks", detail: "Web Locks are missing" };
  try {
    const signed = await navigator.locks.request("verbatim-chain", async () => {
      const me = await readIdentity();
      return me === null ? NOT_ENROLLED : work(me);
    });
    // What is committed stays saved, even if the count beside it cannot be read just now.
    if (signed.ok) await announceChange(kind).catch(() => undefined);
    return signed;
  } catch (error) {
    return storageProblem(error);
  }
}

/** Keeps a signed entry as the next of the chain that ended at `head`; null if it has moved. */
type Commit = (entry: NewEntry, head: Head) => Promise<StoredEntry | null>;

/** Sign an act, commit it and read it back. Only inside of `signAlone`. */
export async function signNext(me: Identity, act: Act, commit: Commit): Promise<Signed> {
  const head = await readHead(me.key);
  if (head === undefined) return { ok: false, code: "no_key", detail: "the chain has no head" };
  const entry = await prepareEntry(me, head, act);
  if (entry instanceof Flaw) return { ok: false, code: "text_unsignable", detail: entry.flaw };
  const row = await commit(entry, head);
  if (row === null) return { ok: false, code: "chain_moved", detail: "signed in another window" };
  const kept = await readOwn(entry.id);
  if (kept?.line === entry.line) return { ok: true, entry: kept };
  return { ok: false, code: "storage_failed", detail: "what was read back differs" };
}

/** Sign an act as the next entry of the chain. Keeps nothing. */
export async function prepareEntry(
  me: Identity, head: Head, act: Act,
): Promise<NewEntry | Flaw> {
  const [parts, anchor, app] = await Promise.all([
    buildParts(act.parts), anchorCheckpoint(), appHash(),
  ]);
  if (parts instanceof Flaw) return parts;
  const { epoch, size, root } = anchor ?? NO_ANCHOR;
  const header: Header = {
    v: 1, logbook: me.logbook, kind: act.kind, subject: act.subject, follows: [...act.follows],
    key: me.key, ...nextLink(head), at: localMoment(), boot, mono: mono(),
    anchor: { epoch, size, root }, app, parts: parts.hashes,
  };
  const bytes = buildHeader(header);
  if (bytes instanceof Flaw) return bytes;
  const signature = await sign(me.keys.privateKey, signedBytes(bytes));
  const line = toLine({
    header: textOf(bytes) ?? "", parts: parts.wire, sig: toBase64Url(signature),
  });
  if (utf8(line).length > LIMITS.line_bytes) return new Flaw("text"); // no server would take it
  const { kind, subject, at, key, seq } = header;
  return { id: await entryId(bytes), key, seq, kind, subject, line, at };
}

type Parts = { wire: Record<string, WirePart>; hashes: Record<string, string> };

async function buildParts(contents: Record<string, object>): Promise<Parts | Flaw> {
  const parts: Parts = { wire: {}, hashes: {} };
  const hashing: Promise<void>[] = [];
  for (const [name, content] of Object.entries(contents)) {
    const salt: Bytes = randomBytes(16);
    const part = buildPart(withoutBlanks(content), salt);
    if (part instanceof Flaw) return part;
    parts.wire[name] = part;
    hashing.push(partHash(name, salt, utf8(part.body)).then((hash) => {
      parts.hashes[name] = hash;
    }));
  }
  await Promise.all(hashing);
  return parts;
}

/** Leave out members that hold nothing: in every part, absent is how "nothing" is written. */
export function withoutBlanks(content: object): object {
  const members = Object.entries(content)
    .filter(([, value]) => value !== "" && value !== undefined && value !== null)
    .map(([name, value]) => [name, pruned(value)]);
  return Object.fromEntries(members) as object;
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  return typeof value === "object" && value !== null ? withoutBlanks(value) : value;
}
