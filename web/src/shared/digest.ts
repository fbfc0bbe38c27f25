// SHA-256, the only hash of the protocol.

import { type Bytes, toBase64Url } from "./bytes.ts";

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function sha256Text(bytes: Bytes): Promise<string> {
  return toBase64Url(await sha256(bytes));
}
