// Bytes, JSON and hashes, as audit/verify.py reads them.

import { type Bytes, fromBase64, fromBase64Url, textOf, toBase64Url } from "../shared/bytes.ts";
import { Flaw, type Json, parse, serialise } from "../shared/canonical.ts";
import { sha256 } from "../shared/digest.ts";
import { type Document, isDocument, present, require, text } from "./checking.ts";

export function fromB64(value: string): Bytes {
  const bytes = fromBase64(value);
  require(bytes !== null, "not canonical base64");
  return bytes;
}

export function fromB64u(value: Json): Bytes {
  const bytes = fromBase64Url(text(value));
  require(bytes !== null, "not canonical base64");
  return bytes;
}

/** Return the name of a key: the hash of its SubjectPublicKeyInfo. */
export async function keyName(spki: Json): Promise<string> {
  return toBase64Url(await sha256(fromB64u(spki)));
}

/** Return the object of restricted JSON (protocol 1): accepted only in its one form. */
export function readJson(bytes: Bytes): Document {
  const value = parse(bytes);
  const holds = !(value instanceof Flaw) && isDocument(value);
  require(holds, "not an object of restricted JSON in its one form");
  return value;
}

export function toJson(value: Document): Bytes {
  const bytes = serialise(value);
  return present(bytes instanceof Flaw ? null : bytes);
}

export function utf8Text(bytes: Bytes): string {
  return present(textOf(bytes));
}

export function asciiText(bytes: Bytes): string {
  return present(bytes.every((byte) => byte < 128) ? utf8Text(bytes) : null);
}

export function startsWith(bytes: Bytes, start: Bytes): boolean {
  return bytes.length >= start.length && start.every((byte, at) => byte === bytes[at]);
}

export function bigEndian(bytes: Bytes): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function littleEndian(bytes: Bytes): bigint {
  return bigEndian(bytes.toReversed());
}

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})([+-])(\d\d):(\d\d)$/;

/** Return milliseconds since 1970. A day that no calendar has is not read. */
export function instant(moment: string): number {
  const found = present(MOMENT.exec(moment));
  const [year, month, day, hour, minute, second, rest] = found.slice(1, 8).map(Number) as Seven;
  const [hours, minutes] = found.slice(9).map(Number) as [number, number];
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  const real = midnight.toISOString().startsWith(moment.slice(0, 10)) && year !== 0;
  const ahead = (hours * 60 + minutes) * (found[8] === "-" ? -1 : 1);
  const passed = ((hour * 60 + minute - ahead) * 60 + second) * 1000 + rest;
  return present(real ? midnight.getTime() + passed : null);
}

type Seven = [number, number, number, number, number, number, number];
