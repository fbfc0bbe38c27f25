// Opening a pushed line as the server does, written from docs/protocol.md alone: the second
// implementation that the codes of malformed lines are checked by. The app itself never needs it.

import { type Bytes, textOf, utf8 } from "../../src/shared/bytes.ts";
import { Flaw, parse } from "../../src/shared/canonical.ts";
import { partHash, signedBytes } from "../../src/shared/entry.ts";
import { importSpki, verify } from "../../src/shared/signing.ts";
import { LIMITS, type Header, type WireEntry } from "../../src/shared/types.gen.ts";
import { bytes, type Key } from "./files.ts";

type Check = (value: unknown) => boolean;
type Shape = Record<string, Check>;
type Opened = { header: Header; headerBytes: Bytes; wire: WireEntry };

const matches = (pattern: RegExp): Check => (value) =>
  typeof value === "string" && pattern.test(value);
const within = (low: number, high: number): Check => (value) =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
const letters = (most: number): Check => (value) =>
  typeof value === "string" && [...value].length <= most;

const COUNT = within(0, Number.MAX_SAFE_INTEGER);
const DIGEST = matches(/^[\w-]{42}[AEIMQUYcgkosw048]$/);
const SALT = matches(/^[\w-]{21}[AQgw]$/);
const SIGNATURE = matches(/^[\w-]{85}[AQgw]$/);
const BOOT = matches(/^[\w-]{10}[AEIMQUYcgkosw048]$/);
const UUID7 = matches(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const KIND = matches(/^(?=.{1,60}$)[a-z]+(\.[a-z]+){1,3}\/[1-9]\d{0,3}$/);
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const MOMENT = matches(new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3])"
  + ":[0-5]\\d:[0-5]\\d\\.\\d{3}[+-]([01]\\d|2[0-3]):[0-5]\\d$"));

const PART: Shape = { body: letters(LIMITS.body_bytes), salt: SALT };
const ANCHOR: Shape = { epoch: within(1, 1_000_000), size: COUNT, root: DIGEST };
const LINE: Shape = {
  header: letters(LIMITS.header_bytes), parts: named(0, (part) => fits(part, PART)),
  sig: SIGNATURE,
};
const PULLED: Shape = { position: COUNT, stamp: letters(300) };
const HEADER: Shape = {
  v: (value) => value === 1, logbook: UUID7, kind: KIND, subject: UUID7, follows: distinct,
  key: DIGEST, seq: within(1, Number.MAX_SAFE_INTEGER), prev: DIGEST, at: MOMENT, boot: BOOT,
  mono: COUNT, anchor: (anchor) => fits(anchor, ANCHOR), app: DIGEST, parts: named(1, DIGEST),
};

function distinct(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 8 && value.every(DIGEST)
    && new Set(value).size === value.length;
}

function named(least: number, check: Check): Check {
  return (value) => {
    if (!isObject(value)) return false;
    const members = Object.entries(value);
    return members.length >= least && members.length <= 6
      && members.every(([name, item]) => NAME.test(name) && check(item));
  };
}

function fits(value: unknown, shape: Shape, optional: Shape = {}): boolean {
  if (!isObject(value)) return false;
  const known = { ...shape, ...optional };
  return Object.keys(shape).every((name) => Object.hasOwn(value, name))
    && Object.entries(value).every(([name, item]) =>
      Object.hasOwn(known, name) && known[name]?.(item) === true);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Return the code of a line that cannot be logged, or "" when it can. */
export async function codeOf(line: Bytes, logbook: string, keys: Key[]): Promise<string> {
  const wire = readLine(line);
  if (typeof wire === "string") return wire;
  const headerBytes = utf8(wire.header);
  const header = readHeader(headerBytes);
  if (typeof header === "string") return header;
  if (header.logbook !== logbook) return "logbook_other";
  const code = await partsCode(header, wire);
  return code || signatureCode({ header, headerBytes, wire }, keys);
}

function readLine(line: Bytes): WireEntry | string {
  if (line.length > LIMITS.line_bytes) return "line_too_long";
  const text = textOf(line);
  const value = text === null ? undefined : parsed(text);
  if (text === null || value === undefined || holdsHalfPair(text)) return "line_not_json";
  if (isObject(value) && memberNames(text) !== members(value)) return "line_not_json";
  return fits(value, LINE, PULLED) ? (value as WireEntry) : "line_invalid";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON
  }
}

/** JSON.parse lets an escaped half of a surrogate pair pass; in UTF-8 it cannot be said. */
function holdsHalfPair(text: string): boolean {
  const strings = text.match(/"(?:[^"\\]|\\.)*"/gs) ?? [];
  return strings.some((one) => /\p{Surrogate}/u.test(JSON.parse(one) as string));
}

function memberNames(text: string): number {
  return (text.replace(/"(?:[^"\\]|\\.)*"/gs, "").match(/:/g) ?? []).length;
}

function members(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, item) => sum + members(item), own);
}

function readHeader(data: Bytes): Header | string {
  if (data.length > LIMITS.header_bytes) return "header_invalid";
  const document = parse(data);
  if (document instanceof Flaw || !isObject(document)) return "header_not_canonical";
  return fits(document, HEADER) ? (document as unknown as Header) : "header_invalid";
}

async function partsCode(header: Header, wire: WireEntry): Promise<string> {
  const [promised, there] = [Object.keys(header.parts), Object.keys(wire.parts)];
  if (promised.some((name) => !there.includes(name))) return "part_missing";
  if (there.some((name) => !promised.includes(name))) return "part_unnamed";
  for (const name of there.sort()) {
    const part = wire.parts[name];
    const body = utf8(part?.body ?? "");
    const hash = await partHash(name, bytes(part?.salt), body);
    if (hash !== header.parts[name]) return "part_mismatch";
    const document = parse(body);
    const stated = !(document instanceof Flaw) && isObject(document);
    if (!stated || body.length > LIMITS.body_bytes) return "part_not_canonical";
  }
  return "";
}

async function signatureCode(entry: Opened, keys: Key[]): Promise<string> {
  const known = keys.find(({ key }) => key === entry.header.key);
  const key = known && await importSpki(bytes(known.spki));
  if (!key) return "key_unknown";
  const signature = bytes(entry.wire.sig);
  return await verify(key, signature, signedBytes(entry.headerBytes)) ? "" : "signature_invalid";
}
