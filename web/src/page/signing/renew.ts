// Another key in the place of this browser's own (docs/protocol.md 19): the old one signs that it
// goes, the new one that it agrees. From then on the new one signs, received or not.

import { fromBase64Url, toBase64Url, utf8 } from "../../shared/bytes.ts";
import { keyName, sign } from "../../shared/signing.ts";
import type { Rotation } from "../../shared/types.gen.ts";
import type { Act } from "../model/act.ts";
import { localMoment } from "../platform/clock.ts";
import { newIdentifier } from "../platform/identifiers.ts";
import type { Identity } from "../store/identity.ts";
import { commitRotation, outboxStatus, readOutboxStatus } from "../store/outbox.ts";
import { type NewKey, testedKey } from "./new_key.ts";
import { signAlone, type Signed, signNext } from "./sign.ts";

export type Renewed = Signed | {
  ok: false; code: "unsent_first" | "browser_unsuited"; detail: string;
};

/**
 * Let a new key follow. Not while something waits: what the old key signed would be kept aside if
 * it came after this.
 */
export async function renewKey(): Promise<Renewed> {
  return signAlone<Renewed>("key.rotated/1", async (me) => {
    await readOutboxStatus();
    if (outboxStatus.value.waiting > 0) return { ok: false, code: "unsent_first", detail: "" };
    const next = await testedKey("renewing");
    if (next === null) return { ok: false, code: "browser_unsuited", detail: "" };
    const renewed = await renewedIdentity(me, next);
    return signNext(me, await rotationTo(me, next),
      (entry, head) => commitRotation(entry, head, renewed));
  });
}

async function rotationTo(me: Identity, { keys, spki }: NewKey): Promise<Act> {
  const words = utf8(`verbatim/rotate/1\n${me.logbook}\n${me.key}\n${spki}`);
  const rotation: Rotation = { spki, proof: toBase64Url(await sign(keys.privateKey, words)) };
  return { kind: "key.rotated/1", subject: newIdentifier(), follows: [], parts: { rotation } };
}

async function renewedIdentity(me: Identity, { keys, spki }: NewKey): Promise<Identity> {
  const key = await keyName(fromBase64Url(spki) ?? new Uint8Array());
  return { ...me, key, keys, formerKeys: [...me.formerKeys ?? [], me.key],
    keySince: localMoment() };
}
