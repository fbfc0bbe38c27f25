// Restricted JSON (docs/protocol.md 1): the one form in which anything is signed.

import { type Bytes, textOf, utf8 } from "./bytes.ts";

export type Json = string | number | boolean | Json[] | { [key: string]: Json };

/** Why a value or a text is not restricted JSON. */
export class Flaw {
  constructor(
    readonly flaw: "not_json" | "not_canonical" | "type" | "number" | "text" | "key" | "depth",
  ) {}
}

const MAX_DEPTH = 8;
const KEY = /^[a-z][a-z0-9_]{0,39}$/;
const FORBIDDEN_TEXT = /\0|\p{Surrogate}/u;

/** Return the canonical bytes of a value, or what keeps it from having any. */
export function serialise(value: unknown): Bytes | Flaw {
  const text = serialiseText(value);
  return typeof text === "string" ? utf8(text) : text;
}

export function serialiseText(value: unknown): string | Flaw {
  try {
    return write(value, 0);
  } catch (error) {
    // Thrown as this module's own way out of the recursion; it leaves as a value.
    if (error instanceof Flaw) return error;
    throw error;
  }
}

/** Return the value of canonical bytes; anything else, however slightly off, is a flaw. */
export function parse(bytes: Bytes): Json | Flaw {
  const text = textOf(bytes);
  return text === null ? new Flaw("not_json") : parseText(text);
}

/** As `parse`. Serialising again and comparing finds duplicate keys, spaces, order, exponents. */
export function parseText(text: string): Json | Flaw {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Flaw("not_json");
  }
  const again = serialiseText(value);
  if (typeof again !== "string") return again;
  return again === text ? (value as Json) : new Flaw("not_canonical");
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return writeText(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return writeInteger(value);
  if (typeof value !== "object" || value === null) throw new Flaw("type");
  if (depth === MAX_DEPTH) throw new Flaw("depth");
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  return writeObject(value, depth + 1);
}

function writeText(text: string): string {
  if (FORBIDDEN_TEXT.test(text)) throw new Flaw("text");
  return JSON.stringify(text);
}

function writeInteger(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Flaw("number");
  return String(value);
}

function writeObject(value: object, depth: number): string {
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, item]) => {
    if (!KEY.test(key)) throw new Flaw("key");
    return `"${key}":${write(item, depth)}`;
  }).join(",")}}`;
}
