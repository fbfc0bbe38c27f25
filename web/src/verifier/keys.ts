// 7 keys, 8 signature. The log began with the server's key, which enrols others, and with its
// head's; every entry was signed by a key that was known before.

import { type Bytes, concat, equal, utf8 } from "../shared/bytes.ts";
import { allOf, type Bundle, counted, type Entry } from "./bundle.ts";
import { checking, type Document, member, present, require, text } from "./checking.ts";
import { hasSigned, readKey } from "./checkpoint.ts";
import { ed25519Verifies } from "./ed25519.ts";
import { fromB64u, keyName } from "./encoding.ts";
import { p256Key, p256Verifies } from "./p256.ts";

const CONTEXT = "verbatim/rotate/1\n";

export async function checkKeys(bundle: Bundle): Promise<void> {
  const [server, pinned] = await checking("keys", "parts/00000000.opening", async () => {
    const opening = present(bundle.entries.get(0));
    const stated = present(opening.parts.get("opening"));
    const name = await keyName(member(stated, "entry_key"));
    const head = await readKey(text(member(stated, "checkpoint_key")));
    require(opening.header.kind === "logbook.opened/1", "it does not open a logbook");
    require(opening.header.key === name, "the server did not sign its own opening");
    const verifier = await p256Key(member(stated, "entry_key"));
    bundle.keys.set(name, { verifier, enrolment: opening });
    return [name, head.key] as const;
  });
  const heads = [pinned];
  for (const entry of allOf(bundle)) {
    const learning = checking("keys", entry.file, async () => {
      entry.browser = bundle.first.get(entry.header.key) ?? entry.header.key;
      entry.byServer = counted(entry) && entry.browser === server;
      if (entry.parts.size > 0) heads.push(...await learnKeys(bundle, entry, heads));
    });
    // What was kept aside may be nonsense, and then makes no key known.
    await (counted(entry) ? learning : learning.catch(() => undefined));
  }
  await checkSigners(bundle, heads);
}

/** All who signed the head are keys with which the log began or to which it passed, in order. */
async function checkSigners(bundle: Bundle, heads: Bytes[]): Promise<void> {
  const left = [...heads];
  for (const data of bundle.signed) {
    await checking("keys", "checkpoint.txt", async () => {
      let signer = left.shift();
      while (signer && !(await hasSigned(bundle, signer, data))) signer = left.shift();
      require(signer, "signed by a key that the log did not begin with, or pass on to");
      bundle.signers.push(signer);
    });
  }
}

/** Learn what an enrolment or a rotation says (protocol 19); return new checkpoint keys. */
async function learnKeys(bundle: Bundle, entry: Entry, heads: Bytes[]): Promise<Bytes[]> {
  const { kind } = entry.header;
  const stated = (): Document =>
    present(entry.parts.get("rotation") ?? entry.parts.get("enrolment"));
  if (entry.byServer && kind === "checkpoint.key.rotated/1") return handedOver(stated(), heads);
  if (kind === "key.rotated/1") await checkAgreed(bundle, entry, stated());
  if (kind === "key.rotated/1" || (entry.byServer && kind === "key.enrolled/1")) {
    const spki = member(stated(), "spki");
    const [verifier, name] = [await p256Key(spki), await keyName(spki)];
    if (!bundle.keys.has(name)) bundle.keys.set(name, { verifier, enrolment: entry });
  }
  return [];
}

/** A key follows another of its browser: the old one signs the entry, the new one agrees. */
async function checkAgreed(bundle: Bundle, entry: Entry, stated: Document): Promise<void> {
  const spki = text(member(stated, "spki"));
  const message = `${CONTEXT}${bundle.logbook}\n${entry.header.key}\n${spki}`;
  const proof = fromB64u(member(stated, "proof"));
  const agreed = await p256Verifies(await p256Key(spki), proof, utf8(message));
  require(agreed, "the new key did not agree");
  if (counted(entry)) bundle.first.set(await keyName(spki), entry.browser);
}

/** Return the checkpoint key that follows one of these; both have signed that. */
async function handedOver(stated: Document, heads: Bytes[]): Promise<Bytes[]> {
  const [from, to] = [text(member(stated, "old")), text(member(stated, "new"))];
  const message = utf8(`${CONTEXT}${from}\n${to}`);
  const [old, following] = [(await readKey(from)).key, (await readKey(to)).key];
  const agreed = await ed25519Verifies(old, fromB64u(member(stated, "by_old")), message)
    && await ed25519Verifies(following, fromB64u(member(stated, "by_new")), message);
  require(agreed, "a checkpoint key did not agree");
  return heads.some((head) => equal(head, old)) ? [following] : [];
}

/** ECDSA P-256 over `verbatim/entry/1` and the header, s in the lower half. */
export async function checkSignatures(bundle: Bundle): Promise<void> {
  const opening = bundle.entries.get(0);
  for (const entry of allOf(bundle)) {
    const { verifier } = await checking("keys", entry.file, () => {
      const found = bundle.keys.get(entry.header.key);
      const before = found && (found.enrolment.position < entry.position || entry === opening);
      require(before, "its key was not enrolled before it");
      return found;
    });
    await checking("signature", entry.file, async () => {
      const message = concat(utf8("verbatim/entry/1\n"), entry.headerBytes);
      const holds = await p256Verifies(verifier, entry.signature, message);
      require(holds, "the signature is not that of its key");
    });
  }
}
