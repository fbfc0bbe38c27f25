// What was pulled, as lines to read. All of it can be pulled again; nothing here is the only copy.

import { type PulledLine, readLines } from "../model/pulled.ts";
import { beginningWith, reading } from "./database.ts";

export async function linesOf(subject: string): Promise<PulledLine[]> {
  return readLines(await reading((db) => db.getAllFromIndex("line", "subject", subject)));
}

/** Return every pulled entry whose kind begins so, in the order of the log. */
export async function allLines(kindPrefix: string): Promise<PulledLine[]> {
  const found = await reading((db) =>
    db.getAllFromIndex("line", "kind", beginningWith(kindPrefix)));
  return readLines(found.sort((left, right) => left.position - right.position));
}

/** Say whether a release that was pulled lets a quarantined entry count. */
export async function isReleased(id: string, subject: string): Promise<boolean> {
  return (await linesOf(subject)).some((line) => line.kind.startsWith("quarantine.released/")
    && line.stamp?.verdict === "accepted" && line.header.follows[0] === id);
}
