// 7 keys, 8 signature. The log began with the trusted key, and with the server's, which enrols
// all others; every entry was signed by a key that had been enrolled before.

import { concat, equal, utf8 } from "../shared/bytes.ts";
import { allOf, type Bundle } from "./bundle.ts";
import { checking, member, present, require, text } from "./checking.ts";
import { readKey, type VerifierKey } from "./checkpoint.ts";
import { keyName } from "./encoding.ts";
import { p256Key, p256Verifies } from "./p256.ts";

export async function checkKeys(bundle: Bundle, trusted: VerifierKey[]): Promise<void> {
  const server = await checking("keys", "parts/00000000.opening", async () => {
    const opening = present(bundle.entries.get(0));
    const stated = present(opening.parts.get("opening"));
    const name = await keyName(member(stated, "entry_key"));
    const pinned = await readKey(text(member(stated, "checkpoint_key")));
    require(opening.header.kind === "logbook.opened/1", "it does not open a logbook");
    require(opening.header.key === name, "the server did not sign its own opening");
    const begun = trusted.length === 0 || trusted.some(({ key }) => equal(key, pinned.key));
    require(begun, "the log did not begin with the key that was given");
    const verifier = await p256Key(member(stated, "entry_key"));
    bundle.keys.set(name, { verifier, enrolment: opening });
    return name;
  });
  for (const entry of allOf(bundle)) {
    const { kind, key } = entry.header;
    if (kind !== "key.enrolled/1" || key !== server || entry.parts.size === 0) continue;
    await checking("keys", entry.file, async () => {
      const spki = member(present(entry.parts.get("enrolment")), "spki");
      const [name, verifier] = [await keyName(spki), await p256Key(spki)];
      if (!bundle.keys.has(name)) bundle.keys.set(name, { verifier, enrolment: entry });
    });
  }
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
