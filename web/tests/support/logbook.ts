// A server of one logbook in memory: real signatures, real tree, real notes. Tests bend its
// answers through `bend`, and kill, restore or split its log by changing `log`.

import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import {
  type Bytes, concat, fromBase64Url, randomBytes, toBase64, toBase64Url, utf8,
} from "../../src/shared/bytes.ts";
import {
  buildHeader, buildPart, EMPTY_ROOT, entryId, fromLine, leafBytes, partHash, readBody,
  readHeader, signedBytes, type WireEntry,
} from "../../src/shared/entry.ts";
import { generateKey, keyName, sign, spkiOf } from "../../src/shared/signing.ts";
import type { PushResult, Receipt } from "../../src/shared/types.gen.ts";
import { consistency, hash, hashLeaf, inclusion, rootOf } from "./tree.ts";

export type Logged = { id: string; entry: WireEntry; stamp: string; leaf: Bytes };
export type Request = { method: string; path: string; text: string; headers: Headers };
/** Return an answer to give instead, or null to let the server answer. */
export type Bend = (request: Request, answer: () => Promise<Response>) => Promise<Response> | null;

type NoteKey = { keys: CryptoKeyPair; raw: Bytes };
type EntryKey = { keys: CryptoKeyPair; spki: string; name: string };

const AT = "2026-11-22T08:15:23.001+00:00";
const NONE = "A".repeat(43);

export class Logbook {
  readonly logbook = newIdentifier();
  log: Logged[] = [];
  epoch = 1;
  requests: Request[] = [];
  bend: Bend | null = null;
  known = new Set<string>();
  /** Keys that another followed. */
  ended = new Set<string>();
  /** The verdict for entries of this kind, instead of accepted. */
  quarantine = new Map<string, string>();
  malformed = new Map<string, string>();
  /** Entries of which a pull says that they were released. */
  released = new Set<string>();
  invite = { number: "4711", secret: toBase64Url(randomBytes(16)) };
  person = { person: newIdentifier(), name: "M. Petrović", unit: newIdentifier(),
    roles: ["officer"] };

  /** Who signs notes, the newest last. */
  signers: NoteKey[];
  /** Where the rotations of the server's own keys stand. */
  rotated: number[] = [];
  /** Where the chain of the entry key begins: its rotation. */
  begun = NONE;

  private constructor(notes: NoteKey, public entry: EntryKey) {
    this.signers = [notes];
  }

  static async open(): Promise<Logbook> {
    const made = new Logbook(await noteKey(), await entryKey());
    await made.state("logbook.opened/1", made.logbook, "opening", {
      name: "Practice", purpose: "practice", epoch: 1, entry_key: made.entry.spki,
      checkpoint_key: made.checkpointKey,
    });
    return made;
  }

  get checkpointKey(): string {
    return this.verifierKey(`${this.logbook}/1`);
  }

  get address(): string {
    const { number, secret } = this.invite;
    return `http://localhost:8000/#/join?l=${this.logbook}&k=${this.checkpointKey}`
      + `&i=${number}&s=${secret}`;
  }

  verifierKey(name: string, { raw } = this.signers.at(-1) as NoteKey): string {
    const id = Buffer.from(keyId(name, raw)).toString("hex");
    return `${name}+${id}+${toBase64(concat(Uint8Array.of(1), raw))}`;
  }

  async note(leaves = this.leaves(), signers = this.signers): Promise<string> {
    const name = `${this.logbook}/${this.epoch}`;
    const text = `${name}\n${leaves.length}\n${toBase64(rootOf(leaves))}\n`;
    const lines = await Promise.all(signers.map(async ({ keys, raw }) => {
      const signed = await signNote(keys, text);
      return `— ${name} ${toBase64(concat(keyId(name, raw), signed))}\n`;
    }));
    return `${text}\n${lines.join("")}`;
  }

  /** Sign a note with another logbook's key, in the name of this one's. */
  async forgedNote(by: Logbook): Promise<string> {
    const { raw } = this.signers[0] as NoteKey;
    return this.note(this.leaves(), by.signers.map(({ keys }) => ({ keys, raw })));
  }

  /** Let another key sign the server's entries from now on. */
  async rotateEntry(claimed: object = {}): Promise<void> {
    const [old, next] = [this.entry, await entryKey()];
    const words = utf8(`verbatim/rotate/1\n${this.logbook}\n${old.name}\n${next.spki}`);
    const proof = toBase64Url(await sign(next.keys.privateKey, words));
    await this.rotate("key.rotated/1", newIdentifier(), { spki: next.spki, proof, ...claimed });
    [this.entry, this.begun] = [next, this.log.at(-1)?.id ?? NONE];
  }

  /** Let another key sign notes too. `claimed` stands in place of what is true. */
  async rotateCheckpoint(claimed: object = {}): Promise<void> {
    const name = `${this.logbook}/1`;
    const [before, after] = [this.signers.at(-1) as NoteKey, await noteKey()];
    const [old, next] = [this.verifierKey(name, before), this.verifierKey(name, after)];
    const words = `verbatim/rotate/1\n${old}\n${next}`;
    const [byOld, byNew] = [await signNote(before.keys, words), await signNote(after.keys, words)];
    await this.rotate("checkpoint.key.rotated/1", this.logbook, { old, new: next,
      by_old: toBase64Url(byOld), by_new: toBase64Url(byNew), ...claimed });
    this.signers.push(after);
  }

  private async rotate(kind: string, subject: string, part: object): Promise<void> {
    this.rotated.push(this.log.length);
    await this.state(kind, subject, "rotation", part);
  }

  leaves(): Bytes[] {
    return this.log.map((one) => hashLeaf(one.leaf));
  }

  /** Sign and log a statement of the server's own. */
  async state(
    kind: string, subject: string, part: string, content: object, follows: string[] = [],
  ): Promise<WireEntry> {
    const salt = randomBytes(16);
    const body = buildPart(content, salt) as { body: string; salt: string };
    const own = this.log.filter((one) => readHeader(one.entry.header)?.key === this.entry.name);
    const header = buildHeader({
      v: 1, logbook: this.logbook, kind, subject, follows, key: this.entry.name,
      seq: own.length + 1, prev: own.at(-1)?.id ?? this.begun, at: AT, boot: "AAAAAAAAAAA", mono: 0,
      anchor: { epoch: 1, size: 0, root: EMPTY_ROOT }, app: NONE,
      parts: { [part]: await partHash(part, salt, utf8(body.body)) },
    }) as Bytes;
    const sig = toBase64Url(await sign(this.entry.keys.privateKey, signedBytes(header)));
    const entry = { header: new TextDecoder().decode(header), parts: { [part]: body }, sig };
    await this.append(entry, "");
    return entry;
  }

  async append(entry: WireEntry, code: string): Promise<Logged> {
    const verdict = code === "" ? "accepted" : "quarantined";
    const stamp = JSON.stringify({ code, received: AT, verdict });
    const header = utf8(entry.header);
    const leaf = leafBytes(header, fromBase64Url(entry.sig) ?? new Uint8Array(), utf8(stamp));
    const logged = { id: await entryId(header), entry, stamp, leaf };
    this.log.push(logged);
    return logged;
  }

  async enrol(spki: string, browser: string): Promise<WireEntry> {
    const enrolled = await this.state("key.enrolled/1", newIdentifier(), "enrolment",
      { spki, person: this.person.person, browser, roles: ["officer"] });
    this.known.add(await keyName(fromBase64Url(spki) ?? new Uint8Array()));
    return enrolled;
  }

  async receive(lines: string[]): Promise<Receipt> {
    const results: PushResult[] = [];
    for (const line of lines) results.push(await this.receiveOne(line));
    return this.receipt(results);
  }

  async receiveOne(line: string): Promise<PushResult> {
    const entry = fromLine(line) as WireEntry;
    const header = readHeader(entry.header);
    const id = await entryId(entry.header);
    const refused = (code: string): PushResult =>
      ({ id: "", verdict: "malformed", code, position: -1, stamp: "", flags: [], proof: [] });
    const at = this.log.findIndex((one) => one.id === id);
    const enrols = header?.kind === "key.enrolled/1";
    if (!enrols && !this.known.has(header?.key ?? "")) return refused("key_unknown");
    const code = this.malformed.get(header?.kind ?? "");
    if (code) return refused(code);
    const ended = this.ended.has(header?.key ?? "") ? "key_revoked" : "";
    const logged = this.log[at] ?? await this.append(entry,
      (this.quarantine.get(header?.kind ?? "") ?? ended));
    const spki = readBody(Object.values(entry.parts)[0]?.body ?? "")?.["spki"] as string;
    if (enrols || header?.kind === "key.rotated/1") {
      this.known.add(await keyName(fromBase64Url(spki) ?? new Uint8Array()));
      if (!enrols) this.ended.add(header?.key ?? "");
    }
    const stamp = JSON.parse(logged.stamp) as { verdict: "accepted"; code: string };
    return { id, verdict: at < 0 ? stamp.verdict : "duplicate", code: at < 0 ? stamp.code : "",
      position: this.log.indexOf(logged), stamp: logged.stamp, flags: [], proof: [] };
  }

  async receipt(results: PushResult[]): Promise<Receipt> {
    const leaves = this.leaves();
    const nodes: string[] = [];
    const index = (node: Bytes): number => {
      const text = toBase64Url(node);
      if (!nodes.includes(text)) nodes.push(text);
      return nodes.indexOf(text);
    };
    const proven = results.map((one) => one.position < 0 ? one
      : { ...one, proof: inclusion(one.position, leaves).map(index) });
    const logged = proven.some((one) => one.position >= 0);
    return { logbook: this.logbook, results: proven, nodes,
      checkpoint: logged ? await this.note() : "" };
  }

  /** The server's end of `fetch`. */
  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const bytes = init.body ? await new Response(init.body).arrayBuffer() : new ArrayBuffer(0);
    const headers = new Headers(init.headers);
    const text = headers.get("content-encoding") === "gzip"
      ? await new Response(new Blob([bytes]).stream()
        .pipeThrough(new DecompressionStream("gzip"))).text()
      : new TextDecoder().decode(bytes);
    const request = { method: init.method ?? "GET", path, text, headers };
    this.requests.push(request);
    const answer = (): Promise<Response> => this.answer(request);
    return this.bend?.(request, answer) ?? answer();
  };

  async answer({ path, text }: Request): Promise<Response> {
    if (path === "/build.json") return Response.json({ app: toBase64Url(hash(utf8("build"))) });
    if (path === "/api/installation") return Response.json(this.installation());
    if (path === "/api/session") return Response.json(this.session());
    if (path.endsWith("/push")) {
      return Response.json(await this.receive(text.split("\n").filter((line) => line !== "")));
    }
    if (path.endsWith("/rotations")) return Response.json(await this.rotations());
    if (path.endsWith("/join")) return this.joined(JSON.parse(text) as { spki: string });
    if (path.includes("/pull?")) return this.page(new URL(path, "http://x").searchParams);
    if (path.includes("/consistency?")) {
      const from = Number(new URL(path, "http://x").searchParams.get("from"));
      return Response.json({ nodes: consistency(from, this.leaves()).map(toBase64Url),
        checkpoint: await this.note() });
    }
    return Response.json({ code: "not_found" }, { status: 404 });
  }

  installation(): object {
    return { public_url: "http://localhost:8000", now: AT, app: NONE, logbooks: [{
      logbook: this.logbook, name: "Practice", purpose: "practice",
      checkpoint_key: this.checkpointKey,
    }] };
  }

  session(): object {
    return { sort: "phone", logbook: this.logbook, person: this.person,
      expires: "2126-11-22T08:15:23.001+00:00" };
  }

  async joined({ spki }: { spki: string }): Promise<Response> {
    const before = this.log.length;
    await this.enrol(spki, "phone");
    const receipt = await this.proved([0, before, ...this.rotated]);
    return Response.json({ person: this.person, genesis: this.wire(0),
      enrolled: this.wire(before), rotations: this.rotated.map((at) => this.wire(at)), receipt });
  }

  async rotations(): Promise<object> {
    return { genesis: this.wire(0), rotations: this.rotated.map((at) => this.wire(at)),
      receipt: await this.proved([0, ...this.rotated]) };
  }

  wire(at: number): object {
    return { ...this.log[at]?.entry, position: at, stamp: this.log[at]?.stamp };
  }

  async proved(positions: number[]): Promise<Receipt> {
    return this.receipt(positions.map((position) => {
      const { id, stamp } = this.log[position] as Logged;
      return { id, position, verdict: "accepted", code: "", stamp, flags: [], proof: [] };
    }));
  }

  /** Two entries a page; the cursor is `position:size of the tree it was issued for`. */
  async page(query: URLSearchParams): Promise<Response> {
    const [from = 0, size = 0] = (query.get("cursor") ?? "0:0").split(":").map(Number);
    if (from > this.log.length) return Response.json({ code: "cursor_invalid" }, { status: 400 });
    const rows = this.log.slice(from, from + 2).map((one, at) =>
      JSON.stringify({ ...one.entry, position: from + at, stamp: one.stamp,
        ...(this.released.has(one.id) && { released: true }) }));
    const to = from + rows.length;
    const control = { control: "page", cursor: `${to}:${this.log.length}`,
      more: to < this.log.length, checkpoint: await this.note(),
      consistency: size === 0 ? [] : consistency(size, this.leaves()).map(toBase64Url) };
    return new Response([...rows, JSON.stringify(control), ""].join("\n"));
  }
}

async function noteKey(): Promise<NoteKey> {
  const keys = (await crypto.subtle.generateKey({ name: "Ed25519" }, true,
    ["sign", "verify"])) as CryptoKeyPair;
  return { keys, raw: new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey)) };
}

async function entryKey(): Promise<EntryKey> {
  const keys = await generateKey();
  const spki = await spkiOf(keys.publicKey);
  return { keys, spki: toBase64Url(spki), name: await keyName(spki) };
}

function keyId(name: string, raw: Bytes): Bytes {
  return hash(utf8(`${name}\n`), Uint8Array.of(1), raw).slice(0, 4);
}

async function signNote({ privateKey }: CryptoKeyPair, text: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, privateKey, utf8(text)));
}
