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
