// 3 checkpoint: three lines, signed by one of the trusted keys (C2SP signed note; protocol 4).

import { type Bytes, concat, equal, toHex, utf8 } from "../shared/bytes.ts";
import { sha256 } from "../shared/digest.ts";
import type { Bundle } from "./bundle.ts";
import { checking, present, require } from "./checking.ts";
import { ed25519Verifies } from "./ed25519.ts";
import { fromB64, utf8Text } from "./encoding.ts";

/** A published checkpoint key. */
export type VerifierKey = { logbook: string; epoch: number; key: Bytes };

const KEY = /^([0-9a-f-]{36})\/([1-9]\d{0,6})\+([0-9a-f]{8})\+([^ \t\n\r\f\v]+)$/u;
const NOTE = new RegExp(
  "^(([0-9a-f-]{36})/([1-9]\\d{0,6})\\n(0|[1-9]\\d{0,14})\\n([^ \\t\\n\\r\\f\\v]{44})\\n)\\n"
  + "((?:\u2014 \\2/\\3 [A-Za-z0-9+/=]{92}\\n){1,2})$", "u",
);

/** Return the key of its text form. */
export async function readKey(text: string): Promise<VerifierKey> {
  const match = KEY.exec(text);
  require(match, "not a checkpoint key: LOGBOOK/EPOCH+ID+BASE64");
  const [, logbook = "", epoch = "", identity = "", encoded = ""] = match;
  const data = fromB64(encoded);
  const fits = toHex(await keyId(`${logbook}/${epoch}`, data.slice(1))) === identity;
  require(data[0] === 1 && data.length === 33 && fits, "not a key with its own id");
  return { logbook, epoch: Number(epoch), key: data.slice(1) };
}

async function keyId(name: string, key: Bytes): Promise<Bytes> {
  return (await sha256(concat(utf8(`${name}\n\u0001`), key))).slice(0, 4);
}

export async function checkCheckpoint(bundle: Bundle, trusted: VerifierKey[]): Promise<void> {
  await checking("checkpoint", "checkpoint.txt", async () => {
    bundle.note = present(bundle.files.get("checkpoint.txt"));
    const match = NOTE.exec(utf8Text(bundle.note));
    require(match, "not a signed checkpoint");
    const [, text = "", logbook = "", epoch = "", size, root = "", lines = ""] = match;
    Object.assign(bundle, {
      head: utf8(text), logbook, epoch: Number(epoch), size: Number(size), root: fromB64(root),
    });
    bundle.signed = lines.slice(0, -1).split("\n").map((line) =>
      fromB64(line.split(" ")[2] ?? ""));
    const holds = trusted.length === 0 || await signedByOne(bundle, trusted);
    require(holds, "not signed by the key that was given");
  });
}

async function signedByOne(bundle: Bundle, trusted: VerifierKey[]): Promise<boolean> {
  const fitting = trusted.filter((one) =>
    one.logbook === bundle.logbook && one.epoch <= bundle.epoch);
  for (const { key } of fitting) {
    for (const data of bundle.signed) if (await hasSigned(bundle, key, data)) return true;
  }
  return false;
}

/** Say whether one of the head's signatures is that of a key. */
export async function hasSigned(bundle: Bundle, key: Bytes, data: Bytes): Promise<boolean> {
  const named = equal(data.slice(0, 4), await keyId(`${bundle.logbook}/${bundle.epoch}`, key));
  return named && ed25519Verifies(key, data.slice(4), bundle.head);
}
