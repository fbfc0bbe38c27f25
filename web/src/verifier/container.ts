// 1 container, 2 texts. One set of files has one ZIP; a bit that no unpacker looks at counts too.

import { type Bytes, concat, equal, toHex, utf8 } from "../shared/bytes.ts";
import { sha256 } from "../shared/digest.ts";
import { type Bundle, bundleOf, type Files } from "./bundle.ts";
import { checking, present, require } from "./checking.ts";
import { startsWith } from "./encoding.ts";

const LOCAL = Uint8Array.of(0x50, 0x4b, 3, 4);
const NAME = /^([a-z]{1,9}\/)?[A-Za-z0-9]{1,15}\.[a-z0-9_-]{1,40}$/;

/** SHA-256 of the texts that a bundle of this format may hold. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "README.txt": ["2a71f52ec5467aa2c70bf90aaa7533e9c0b02e78fcebb771c20abfd356b14b4a"],
  "STATEMENT.txt": ["9f5df2091bc0dda4f0a1bb675a475294ec5e9161c2d416fc124e5603437f1840"],
};
export const TEXT_FILES = Object.keys(TEXTS);

export async function checkContainer(data: Bytes): Promise<Bundle> {
  const files: Files = new Map();
  let at = 0;
  while (startsWith(data.subarray(at, at + 4), LOCAL) && at + 30 <= data.length) {
    const view = new DataView(data.buffer, data.byteOffset + at, 30);
    const [size, length] = [view.getUint32(22, true), view.getUint16(26, true)];
    at += 30 + length;
    const name = nameOf(data.subarray(at - length, at));
    await checking("container", name, () => {
      require(NAME.test(name), "not the name of a file in a bundle");
      require(!files.has(name), "there are two files of this name");
    });
    files.set(name, data.slice(at, at + size));
    at += size;
  }
  await checking("container", "", () => {
    const whole = files.size > 0 && files.size < 2 ** 16 && equal(pack(files), data);
    require(whole, "not the ZIP that its files make");
  });
  return bundleOf(files);
}

/** A name is ASCII; every other byte is shown as one U+FFFD. */
function nameOf(bytes: Bytes): string {
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : "\ufffd")).join("");
}

/** Return the archive of these files: stored, sorted, without times. */
export function pack(files: Files): Bytes {
  const [body, directory]: [Bytes[], Bytes[]] = [[], []];
  let offset = 0;
  for (const [name, data] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const encoded = utf8(name);
    const common = [
      ...shorts(10, 0, 0, 0, 0x21), ...longs(crc32(data), data.length, data.length),
      ...shorts(encoded.length, 0),
    ];
    directory.push(Uint8Array.of(
      0x50, 0x4b, 1, 2, ...shorts((3 << 8) | 10), ...common, ...shorts(0, 0, 0),
      ...longs(0o100644 * 2 ** 16, offset),
    ), encoded);
    const local = concat(LOCAL, Uint8Array.from(common), encoded);
    body.push(local, data);
    offset += local.length + data.length;
  }
  const listed = concat(...directory);
  const counts = [...shorts(0, 0, files.size, files.size), ...longs(listed.length, offset)];
  return concat(...body, listed, Uint8Array.of(0x50, 0x4b, 5, 6, ...counts, ...shorts(0)));
}

function shorts(...values: number[]): number[] {
  return values.flatMap((value) => [value & 255, value >>> 8]);
}

function longs(...values: number[]): number[] {
  return values.flatMap((value) => [value, value >>> 8, value >>> 16, value >>> 24])
    .map((value) => value & 255);
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(data: Bytes): number {
  let value = 0xffffffff;
  for (const byte of data) value = (value >>> 8) ^ (CRC[(value ^ byte) & 255] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}

export async function checkTexts(bundle: Bundle): Promise<void> {
  for (const [name, known] of Object.entries(TEXTS)) {
    await checking("texts", name, async () => {
      const hash = toHex(await sha256(present(bundle.files.get(name))));
      require(known.includes(hash), "not the text of this format");
    });
  }
}
