/** t(): a text of the catalogue in the reader's language, with its values put in. */
import type { ComponentChildren } from "preact";
import type { Key } from "./keys.ts";
import { catalogue, language } from "./language.ts";
import type { Message } from "./merge.ts";

export type { Key } from "./keys.ts";
export type Values = Readonly<Record<string, string | number>>;

const HOLE = /\{([a-z_]+)\}/;

export function t(key: Key, values: Values = {}): string {
  return tOr(key, key, values);
}

/** For keys made from codes of the server: a code this build does not know has no text. */
export function tOr(key: string, otherwise: string, values: Values = {}): string {
  const message = catalogue.value[key];
  return message === undefined ? otherwise : fill(pick(message, values), values);
}

/** Like t(), with elements in the holes: verbatim values keep their own direction and face. */
export function tWith(key: Key, nodes: Record<string, ComponentChildren>): ComponentChildren[] {
  const pieces = pick(catalogue.value[key] ?? key, {}).split(HOLE);
  return pieces.map((piece, index) => (index % 2 ? (nodes[piece] ?? `{${piece}}`) : piece));
}

function pick(message: Message, values: Values): string {
  if (typeof message === "string") return message;
  const branch = new Intl.PluralRules(language.value).select(Number(values["n"] ?? 0));
  return message[branch] ?? message["other"] ?? "";
}

function fill(text: string, values: Values): string {
  return text.replace(new RegExp(HOLE, "g"), (hole, name: string) => String(values[name] ?? hole));
}
