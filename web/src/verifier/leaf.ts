// 4 leaf: context, header length, canonical header, 64 bytes of signature, stamp
// (protocol 2 and 4).

import { type Bytes, toBase64Url, utf8 } from "../shared/bytes.ts";
import type { Json } from "../shared/canonical.ts";
import { sha256 } from "../shared/digest.ts";
import { type Bundle, type Entry, type Header, numbered, type Stamp } from "./bundle.ts";
import {
  checking, type Document, each, isDocument, member, present, require, same, setOf, text,
} from "./checking.ts";
import { instant, readJson, startsWith } from "./encoding.ts";

const LEAF = utf8("verbatim/leaf/1\n");
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOMENT =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}[+-]([01]\d|2[0-3]):[0-5]\d$/;
const TEXT_MEMBERS = {
  logbook: UUID, kind: /^[a-z]+(\.[a-z]+){1,3}\/[1-9]\d{0,3}$/, subject: UUID,
  key: DIGEST, prev: DIGEST, at: MOMENT, boot: /^[A-Za-z0-9_-]{11}$/, app: DIGEST,
};
const MEMBERS = ["v", "follows", "seq", "mono", "anchor", "parts", ...Object.keys(TEXT_MEMBERS)];
/** Whether a stamp with this verdict gives a code. */
const VERDICTS: Document = { accepted: false, quarantined: true };

export async function checkLeaves(bundle: Bundle): Promise<void> {
  for (const [position, name] of numbered(bundle.files, "entries/", ".leaf")) {
    const entry = await checking("leaf", name, async () => {
      const read = await readLeaf(position, name, present(bundle.files.get(name)));
      require(read.header.logbook === bundle.logbook, "it is of another logbook");
      require(!bundle.byId.has(read.id), "an entry stands here twice");
      return read;
    });
    bundle.entries.set(position, entry);
    bundle.byId.set(entry.id, entry);
  }
}

async function readLeaf(position: number, file: string, leaf: Bytes): Promise<Entry> {
  const start = LEAF.length + 2;
  const length = leaf.slice(LEAF.length, start).reduce((sum, byte) => sum * 256 + byte, 0);
  const [headerBytes, rest] = [leaf.slice(start, start + length), leaf.slice(start + length)];
  const whole = startsWith(leaf, LEAF) && headerBytes.length === length && rest.length > 64;
  require(whole, "not a leaf");
  const header = checked(readJson(headerBytes));
  const stamp = readStamp(readJson(rest.slice(64)));
  const id = toBase64Url(await sha256(headerBytes));
  return {
    position, file, leaf, headerBytes, header, signature: rest.slice(0, 64), stamp, id,
    parts: new Map(), notBefore: "", browser: "", byServer: false,
  };
}

function readStamp(stamp: Document): Stamp {
  require(same(setOf(stamp), ["code", "received", "verdict"]), "the stamp's members are others");
  const received = text(member(stamp, "received"));
  require(MOMENT.test(received), "the stamp's moment is none");
  instant(received);
  const [code, verdict] = [member(stamp, "code"), text(member(stamp, "verdict"))];
  const fitting = member(VERDICTS, verdict);
  require(typeof code === "string" && (code !== "") === fitting, "its code is none");
  return { code, received, verdict };
}

function checked(header: Document): Header {
  require(same(setOf(header), MEMBERS), "the header does not have the members it must have");
  require(header["v"] === 1, "the header is of another version");
  for (const [name, pattern] of Object.entries(TEXT_MEMBERS)) {
    require(pattern.test(text(header[name])), `the header's ${name} is none`);
  }
  const [anchor, follows, parts] = ["anchor", "follows", "parts"].map((name) =>
    member(header, name)) as [Json, Json, Json];
  require(same(setOf(anchor), ["epoch", "size", "root"]), "the header's anchor is none");
  const named = Object.values(present(isDocument(parts) ? parts : null));
  for (const value of [...each(follows), ...named, member(anchor, "root")]) {
    require(DIGEST.test(text(value)), "the header holds a hash that is none");
  }
  const once = Array.isArray(follows) && new Set(follows).size === follows.length;
  const fewEnough = once && follows.length <= 8 && named.length >= 1 && named.length <= 6;
  require(fewEnough, "it follows an entry twice or too many, or has no part");
  const numbers = [header["seq"], header["mono"], member(anchor, "size"), member(anchor, "epoch")];
  for (const number of numbers) {
    const right = typeof number === "number" && number >= 0;
    require(right, "the header holds a number that is none");
  }
  instant(text(header["at"]));
  return header as unknown as Header;
}
