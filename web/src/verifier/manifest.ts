// 11 manifest: it says what the verified bytes say, no file stands beside them, and it is sealed.
// 12 disclosure: the signed list of what was disclosed is complete.

import { concat, equal, utf8 } from "../shared/bytes.ts";
import {
  allOf, type Bundle, counted, eight, type Entry, erasedPart, numbered, states,
} from "./bundle.ts";
import {
  checking, comparable, type Document, each, member, present, require, text,
} from "./checking.ts";
import { TEXT_FILES } from "./container.ts";
import { ed25519Verifies } from "./ed25519.ts";
import { readJson, toJson } from "./encoding.ts";

export async function checkManifest(bundle: Bundle): Promise<void> {
  await checking("manifest", "manifest.json", () => {
    bundle.erased = new Set(allOf(bundle).flatMap(erasures));
    const data = present(bundle.files.get("manifest.json"));
    const made = member(readJson(data), "disclosure");
    const right = equal(toJson({ ...contentsOf(bundle), disclosure: made }), data);
    require(right && typeof made === "number", "it does not say what is here");
    bundle.made = made;
  });
  const expected = expectedFiles(bundle);
  for (const name of bundle.files.keys()) {
    await checking("manifest", name, () => {
      require(expected.has(name), "a file that belongs to nothing here");
    });
  }
}

/** 11 manifest, its seal: nothing that was enclosed has been taken out since. */
export async function checkSeal(bundle: Bundle): Promise<void> {
  await checking("manifest", "manifest.sig", async () => {
    const manifest = present(bundle.files.get("manifest.json"));
    const message = concat(utf8("verbatim/bundle/1\n"), manifest);
    const seals = present(bundle.files.get("manifest.sig"));
    const { signers } = bundle;
    require(seals.length === 64 * signers.length, "not one seal for each signature of the head");
    const sealed = await Promise.all(signers.map((key, at) =>
      ed25519Verifies(key, seals.slice(64 * at, 64 * at + 64), message)));
    require(sealed.every(Boolean), "not sealed by all keys that signed the head");
  });
}

function contentsOf(bundle: Bundle): Document {
  const entries = allOf(bundle).map((entry) =>
    ({ parts: Object.fromEntries(states(bundle, entry)), position: entry.position }));
  const { logbook, size } = bundle;
  return { anchors: sizesOf(bundle), entries, format: "verbatim/bundle/1", logbook, size };
}

function sizesOf(bundle: Bundle): number[] {
  return numbered(bundle.files, "anchors/", ".consistency").map(([size]) => size);
}

function expectedFiles(bundle: Bundle): Set<string> {
  const anchors = sizesOf(bundle).map((size) => `anchors/${eight(size)}.consistency`);
  return new Set([
    "manifest.json", "manifest.sig", "checkpoint.txt", ...TEXT_FILES, ...anchors,
    ...allOf(bundle).flatMap(filesOf),
  ]);
}

function filesOf({ position, parts }: Entry): string[] {
  const names = [...parts.keys()].map((name) => `parts/${eight(position)}.${name}`);
  const entry = `entries/${eight(position)}`;
  return [`${entry}.leaf`, `${entry}.tlog-proof`, ...names];
}

function erasures(entry: Entry): string[] {
  const erases = entry.byServer && entry.header.kind === "part.erased/1";
  if (!erases || entry.parts.size === 0) return [];
  const stated = present(entry.parts.get("erasure"));
  const [id, names] = [member(stated, "entry"), each(member(stated, "parts"))];
  return names.map((name) => erasedPart(comparable(id), comparable(name)));
}

export async function checkDisclosure(bundle: Bundle): Promise<void> {
  const [made, entries, withheld] = await checking("disclosure", "manifest.json", () => {
    const named = present(bundle.entries.get(bundle.made));
    const stated = named.parts.get("disclosure");
    const right = named.header.kind === "disclosure.made/1" && counted(named) && stated;
    require(right, "it names no disclosure that counted");
    bundle.disclosure = right;
    const lists = [each(member(right, "entries")), each(member(right, "withheld"))] as const;
    return [named, ...lists] as const;
  });
  for (const listed of entries) {
    const entry = await checking("disclosure", made.file, () => {
      const found = bundle.byId.get(text(listed));
      require(found, `a disclosed entry is missing: ${text(listed)}`);
      return found;
    });
    await checking("disclosure", entry.file, () => {
      for (const [name, state] of states(bundle, entry)) {
        require(state !== "withheld" || withheld.includes(name), `its part ${name} is missing`);
      }
    });
    bundle.listed.push(entry);
  }
  bundle.listed.sort((one, other) => one.position - other.position);
}
