// The way out without a network: unsent records as a file of push lines, which anybody can bring
// to the server. The authors stay who they are, because the lines are signed.

import { localMoment } from "../platform/clock.ts";
import { beginning, identity } from "../store/identity.ts";
import { unreceivedEntries } from "../store/outbox.ts";

export type Rescue = { name: string; text: string; count: number };

/** Return every record without a believed receipt, behind this key's own enrolment. */
export async function rescueFile(): Promise<Rescue> {
  const rows = await unreceivedEntries();
  const me = identity.value;
  const lines = [...(me ? beginning(me) : []), ...rows.map((row) => row.line)];
  const at = localMoment().slice(0, 16).replace("T", "-").replace(":", "");
  return { name: `verbatim-${at}.ndjson`, text: `${lines.join("\n")}\n`, count: rows.length };
}

/** Hand the file to the browser's own saving. Says nothing of where the person puts it. */
export async function saveRescueFile(): Promise<Rescue> {
  const file = await rescueFile();
  saveFile(file.name, new Blob([file.text], { type: "application/x-ndjson" }));
  return file;
}

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Revoking at once would cut off a browser that reads the file only after asking where to.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
