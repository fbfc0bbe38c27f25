// Notes: signed by the pinned key or nothing.

import { beforeAll, expect, it } from "vitest";

import { fingerprintOf, parseNote, parseVerifierKey, verifyNote } from
  "../../src/shared/checkpoint.ts";
import { Logbook } from "../support/logbook.ts";

let logbook: Logbook;
let note: string;

beforeAll(async () => {
  logbook = await Logbook.open();
  note = await logbook.note();
});

it("reads a note of the pinned key", async () => {
  expect(await verifyNote(note, logbook.checkpointKey)).toEqual({
    logbook: logbook.logbook, epoch: 1, size: 1, root: expect.stringMatching(/^[\w-]{43}$/),
  });
});

it("takes a later epoch of the same key, and no earlier one", async () => {
  logbook.epoch = 2;
  const later = await logbook.note();
  logbook.epoch = 1;
  expect((await verifyNote(later, logbook.checkpointKey))?.epoch).toBe(2);
  const second = logbook.verifierKey(`${logbook.logbook}/2`);
  expect((await verifyNote(later, second))?.epoch).toBe(2);
  expect(await verifyNote(note, second)).toBeNull();
});

it("believes no other key, no changed byte, no other form", async () => {
  const other = await Logbook.open();
  expect(await verifyNote(note, other.checkpointKey)).toBeNull();
  expect(await verifyNote(await logbook.forgedNote(other),
    logbook.checkpointKey)).toBeNull();
  const [origin = "", size = "", root = ""] = note.split("\n");
  for (const bent of [
    note.replace(`\n${size}\n`, "\n2\n"), note.replace(root, root.replace(/^./, "!")),
    note.replace(`\n${size}\n`, "\n01\n"), note.slice(0, -1), `${note}\n`,
    note.replace("\n\n", "\nextension\n\n"), note.replace(`— ${origin}`, `- ${origin}`), "",
  ]) expect(await verifyNote(bent, logbook.checkpointKey)).toBeNull();
});

it("takes the right signature among others", async () => {
  const line = note.trimEnd().split("\n").at(-1) ?? "";
  const foreign = line.replace(`— ${logbook.logbook}/1`, "— witness.example/w1");
  expect(parseNote(`${note}${foreign}\n`)?.signatures).toHaveLength(2);
  expect(await verifyNote(`${note}${foreign}\n`, logbook.checkpointKey)).not.toBeNull();
});

it("reads a verifier key only with its own key id", async () => {
  const key = logbook.checkpointKey;
  expect(await parseVerifierKey(key)).toMatchObject({ logbook: logbook.logbook, epoch: 1 });
  expect(await parseVerifierKey(key.replace(/\+[0-9a-f]{8}\+/, "+00000000+"))).toBeNull();
  expect(await parseVerifierKey(key.replace("/1+", "/2+"))).toBeNull();
  expect(await parseVerifierKey("nonsense")).toBeNull();
  expect(await fingerprintOf(key)).toMatch(/^([0-9a-f]{4} ){5}[0-9a-f]{4}$/);
});
