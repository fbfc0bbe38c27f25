// Reads every reading route with types that `openapi-typescript` made of the API's description.
// Compiled and run by test_typescript.py, because the types are only made there.

import { readFileSync } from "node:fs";

import createClient from "openapi-fetch";

import type { paths } from "./schema.js";

/** One more argument than anybody gives, where a value could be anything. */
type Typed<Value> = 0 extends 1 & Value ? [never] : [];

/** Return the document of an answer; throw the problem that came instead. */
function sure<Value>(found: { data?: Value; error?: unknown }, ..._: Typed<Value>): Value {
  if (found.data === undefined) throw new Error(JSON.stringify(found.error));
  return found.data;
}

const [baseUrl = "", logbook = "", subject = "", entry = "", token = "", adminToken = ""] =
  readFileSync(0, "utf-8").split("\n");

const { GET, POST } = createClient<paths>({
  baseUrl, headers: { cookie: `verbatim_phone=${token}` },
});
const admin = createClient<paths>({
  baseUrl, headers: { cookie: `verbatim_phone=${adminToken}` },
});
const below = "/api/logbooks/{logbook}";
const params = { path: { logbook } };

const installation = sure(await GET("/api/installation"));
const alive = sure(await GET("/healthz"));
const ready = sure(await GET("/readyz"));
const session = sure(await GET("/api/session"));
const registry = sure(await GET(`${below}/registry`, { params }));
const worklist = sure(await GET(`${below}/worklist`, {
  params: { ...params, query: { find: "12/23" } },
}));
const record = sure(await GET(`${below}/records/{subject}`, {
  params: { path: { logbook, subject } },
}));
const quarantine = sure(await GET(`${below}/quarantine`, { params }));
const queue = sure(await GET(`${below}/review`, { params }));
const reasons = sure(await GET(`${below}/review/reasons`, { params }));
const invites = sure(await admin.GET(`${below}/invites`, { params }));
const guard = sure(await GET(`${below}/guard`, { params }));
const rotations = sure(await GET(`${below}/rotations`, { params }));
const continuation = sure(await GET(`${below}/consistency`, {
  params: { ...params, query: { from: 1 } },
}));
const growth = sure(await GET(`${below}/proofs/consistency`, {
  params: { ...params, query: { from: 1, to: 2 } },
}));
const inclusion = sure(await GET(`${below}/proofs/inclusion`, {
  params: { ...params, query: { position: 0, size: 2 } },
}));
const note = sure(await GET(`${below}/checkpoint`, { params, parseAs: "text" }));
const lines = sure(await GET(`${below}/pull`, { params, parseAs: "text" }));
const tile = sure(await GET(`${below}/tile/{name}`, {
  params: { path: { logbook, name: "0/000.p/1" } }, parseAs: "arrayBuffer",
}));
const disclosed = { path: { logbook, entry } };
const bundle = sure(await GET(`${below}/disclosures/{entry}/bundle`, {
  params: disclosed, parseAs: "arrayBuffer",
}));
const report = sure(await GET(`${below}/disclosures/{entry}/report`, {
  params: disclosed, parseAs: "arrayBuffer",
}));
const { nonce } = sure(await POST("/api/session/nonce", {
  params: { header: { "X-Verbatim": "1" } },
}));

/** Return the first characters of a file. */
function begins(file: ArrayBuffer, length: number): string {
  return new TextDecoder().decode(file.slice(0, length));
}

console.log(JSON.stringify({
  kinds: installation.kinds,
  alive: alive.alive,
  database: ready.database,
  person: session.person.name,
  firmware: registry.instruments.flatMap((row) => row.state ? [row.state.firmware] : []),
  banners: worklist.rows.map((row) => row.banner),
  why: worklist.rows.map((row) => row.why),
  authors: Object.values(record.authors).map((author) => author.name),
  claimed: Object.values(record.times).length,
  verdicts: record.receipt.results.map((result) => result.verdict),
  kept_aside: quarantine.rows.map((row) => row.code),
  reviewed: queue.rows.flatMap((row) => row.review ? [row.review.decision] : []),
  reasons: reasons.codes.map((row) => row.code),
  invites: invites.invites.map((row) => row.state),
  read_only: guard.read_only,
  rotations: rotations.rotations.length,
  note,
  continued_to: continuation.checkpoint,
  path: growth.nodes.length + inclusion.nodes.length,
  nonce: nonce.length,
  lines: lines.split("\n").length - 1,
  tile: tile.byteLength,
  bundle: begins(bundle, 2),
  report: begins(report, 4),
}));
