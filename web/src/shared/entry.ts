// The signed header of an entry, its parts, its leaf and the line it travels in
// (docs/protocol.md 2 to 5).

import { type Bytes, concat, fromBase64Url, toBase64Url, utf8 } from "./bytes.ts";
import { Flaw, type Json, parseText, serialise, serialiseText } from "./canonical.ts";
import { sha256, sha256Text } from "./digest.ts";
import type { Header, WireEntry, WirePart } from "./types.gen.ts";

export type { Anchor, Header, WireEntry, WirePart } from "./types.gen.ts";

const ENTRY = utf8("verbatim/entry/1\n");
const LEAF = utf8("verbatim/leaf/1\n");
const PART = "verbatim/part/1\n";
const MAX_HEADER = 4 * 1024;
const MAX_BODY = 16 * 1024;

/** The root of the empty tree, and the anchor of a browser that has verified nothing yet. */
export const EMPTY_ROOT = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

/** Return the header's exact bytes, or what keeps it from having any. */
export function buildHeader(header: Header): Bytes | Flaw {
  const bytes = serialise(header);
  return !(bytes instanceof Flaw) && bytes.length > MAX_HEADER ? new Flaw("text") : bytes;
}

/** Return a header's members; null when the text is not a canonical header. */
export function readHeader(text: string): Header | null {
  const value = parseText(text);
  return isObject(value) && value["v"] === 1 ? (value as unknown as Header) : null;
}

/** Return a part's content; null when its text is not canonical. */
export function readBody(text: string): Record<string, Json> | null {
  const value = parseText(text);
  return isObject(value) ? value : null;
}

export async function entryId(header: Bytes | string): Promise<string> {
  return sha256Text(typeof header === "string" ? utf8(header) : header);
}

/** Return the bytes that an entry's signature is made over. */
export function signedBytes(header: Bytes): Bytes {
  return concat(ENTRY, header);
}

export async function partHash(name: string, salt: Bytes, body: Bytes): Promise<string> {
  return toBase64Url(await sha256(concat(utf8(`${PART}${name}\n`), salt, body)));
}

/** Return a part as it travels, or what keeps its content from being signed. */
export function buildPart(content: object, salt: Bytes): WirePart | Flaw {
  const body = serialiseText(content);
  if (body instanceof Flaw) return body;
  return utf8(body).length > MAX_BODY ? new Flaw("text") : { body, salt: toBase64Url(salt) };
}

/** Say whether every part that travels with the header has the hash the header names. */
export async function partsFit(header: Header, parts: WireEntry["parts"]): Promise<boolean> {
  for (const [name, part] of Object.entries(parts)) {
    const salt = fromBase64Url(part.salt);
    if (salt === null || salt.length !== 16) return false;
    if ((await partHash(name, salt, utf8(part.body))) !== header.parts[name]) return false;
  }
  return true;
}

export function leafBytes(header: Bytes, signature: Bytes, stamp: Bytes): Bytes {
  const length = Uint8Array.of(header.length >> 8, header.length & 0xff);
  return concat(LEAF, length, header, signature, stamp);
}

/** Return the line that push and the rescue file carry; position and stamp stay behind. */
export function toLine(entry: WireEntry): string {
  return JSON.stringify({ header: entry.header, parts: entry.parts, sig: entry.sig });
}

/** Return the entry of a line of push, pull or rescue file; null when it is not one. */
export function fromLine(line: string): WireEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return isWireEntry(value) ? value : null;
}

export function isWireEntry(value: unknown): value is WireEntry {
  if (!isObject(value)) return false;
  const { header, parts, sig } = value;
  return typeof header === "string" && typeof sig === "string" && isObject(parts)
    && Object.values(parts).every(isWirePart);
}

function isWirePart(value: unknown): value is WirePart {
  return isObject(value) && typeof value["body"] === "string" && typeof value["salt"] === "string";
}

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    && !(value instanceof Flaw);
}
