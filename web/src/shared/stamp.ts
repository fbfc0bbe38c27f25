// Reading the stamp of an entry (docs/protocol.md 4): when the server received it, and its verdict.

import { Flaw, parseText } from "./canonical.ts";
import type { Stamp } from "./types.gen.ts";

const MOMENT = new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"
  + "T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}[+-]([01]\\d|2[0-3]):[0-5]\\d$");

/** Return the server's words about an entry; null when they are not exactly a stamp. */
export function readStamp(text: string): Stamp | null {
  const value = parseText(text);
  if (value instanceof Flaw || typeof value !== "object" || Array.isArray(value)) return null;
  const { code, received, verdict } = value;
  if (Object.keys(value).length !== 3 || typeof code !== "string") return null;
  if (typeof received !== "string" || !MOMENT.test(received)) return null;
  if (verdict !== "accepted" && verdict !== "quarantined") return null;
  return (verdict === "accepted") === (code === "") ? { code, received, verdict } : null;
}
