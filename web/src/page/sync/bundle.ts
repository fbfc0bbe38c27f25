// The file of a disclosure, as the server packs it: the same bytes each time.

import { type Bytes, toHex } from "../../shared/bytes.ts";
import { sha256 } from "../../shared/digest.ts";
import { identity } from "../store/identity.ts";
import { type Called, fetchBytes, logbookPath } from "./http.ts";
import { saveFile } from "./rescue.ts";
import { session } from "./session.ts";

export type BundleFile = { name: string; hash: string };

/** Ask for the bundle, hand it to the browser's own saving, and return its SHA-256. */
export async function saveBundle(entry: string): Promise<Called<BundleFile>> {
  const logbook = identity.value?.logbook ?? session.value?.logbook;
  const path = logbookPath(`disclosures/${entry}/bundle`, logbook);
  const answer = await fetchBytes(path);
  if (!answer.ok) return answer;
  const bytes: Bytes = answer.value;
  const name = `verbatim-${entry.slice(0, 8)}.zip`;
  saveFile(name, new Blob([bytes], { type: "application/zip" }));
  return { ok: true, value: { name, hash: toHex(await sha256(bytes)) } };
}
