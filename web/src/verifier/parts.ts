// 6 parts: context, name, 16 bytes of salt, body; hashed, it is what the header names (protocol 3).

import { toBase64Url, utf8 } from "../shared/bytes.ts";
import { sha256 } from "../shared/digest.ts";
import type { Bundle } from "./bundle.ts";
import { checking, member, present, require } from "./checking.ts";
import { readJson, startsWith } from "./encoding.ts";

const FILE = /^parts\/(\d{8,15})\.([a-z][a-z0-9_]*)$/;

export async function checkParts(bundle: Bundle): Promise<void> {
  for (const file of [...bundle.files.keys()].sort()) {
    const [, position, name = ""] = FILE.exec(file) ?? [];
    if (position === undefined) continue;
    const context = utf8(`verbatim/part/1\n${name}\n`);
    await checking("parts", file, async () => {
      const data = present(bundle.files.get(file));
      const entry = present(bundle.entries.get(Number(position)));
      const hash = toBase64Url(await sha256(data));
      const signed = member(entry.header.parts, name);
      require(startsWith(data, context) && hash === signed, "not the part that was signed");
      entry.parts.set(name, readJson(data.slice(context.length + 16)));
    });
  }
}
