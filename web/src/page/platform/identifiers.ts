// UUIDv7 (RFC 9562 5.7): 48 bits of time, so that identifiers sort, and 74 random bits. Its time
// is never evidence.

import { randomBytes, toHex } from "../../shared/bytes.ts";

export function newIdentifier(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  new DataView(bytes.buffer).setUint16(0, Math.floor(now / 2 ** 32));
  new DataView(bytes.buffer).setUint32(2, now % 2 ** 32);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
