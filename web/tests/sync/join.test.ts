// Enrolment: pinned from the invite, checked whole, kept only then.

import { beforeEach, expect, it, vi } from "vitest";

import { localMoment } from "../../src/page/platform/clock.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { anchorCheckpoint } from "../../src/page/store/checkpoints.ts";
import { identity } from "../../src/page/store/identity.ts";
import { readHead } from "../../src/page/store/outbox.ts";
import { type Invite, parseInvite } from "../../src/page/sync/invite.ts";
import { join, type Joined } from "../../src/page/sync/join.ts";
import type * as answers from "../../src/shared/answers.gen.ts";
import { fromLine } from "../../src/shared/entry.ts";
import { emptyBrowser, enrolledBrowser, reopenBrowser } from "../support/browser.ts";
import { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  await emptyBrowser();
  logbook = await Logbook.open();
  vi.stubGlobal("fetch", logbook.fetch);
});

const enrol = (invite: Invite | null): Promise<Joined> =>
  join(invite ?? { number: "" }, { browser: "phone" });

function bendJoin(change: (answer: answers.Joined) => void): void {
  logbook.bend = (request, answer) => request.path.endsWith("/join")
    ? (async () => {
      const value = (await (await answer()).json()) as answers.Joined;
      change(value);
      return Response.json(value);
    })() : null;
}

it("keeps person, key, logbook and checkpoint of a checked enrolment", async () => {
  expect(await enrol(parseInvite(logbook.address))).toEqual({ ok: true });
  await reopenBrowser();
  expect(identity.value).toMatchObject({ logbook: logbook.logbook, logbookName: "Practice",
    purpose: "practice", checkpointKey: logbook.checkpointKey, person: logbook.person });
  expect(fromLine(identity.value?.enrolledLine ?? "")?.position).toBe(1);
  expect((await readHead(identity.value?.key ?? ""))?.seq).toBe(0);
  expect(await anchorCheckpoint()).toMatchObject({ epoch: 1, size: 2, proven: true });
  const sent = JSON.parse(logbook.requests.at(-1)?.text ?? "") as Record<string, string>;
  expect(Object.keys(sent).sort()).toEqual(["browser", "number", "proof", "secret", "spki"]);
});

it("reads addresses with their verifier key, hashes alone and typed codes", () => {
  const { logbook: id, checkpointKey, invite } = logbook;
  const whole = { ...invite, logbook: id, checkpointKey };
  expect(parseInvite(logbook.address)).toEqual(whole);
  expect(parseInvite(logbook.address.replace(/^[^#]*/, ""))).toEqual(whole);
  const encoded = logbook.address.replace(checkpointKey, encodeURIComponent(checkpointKey));
  expect(parseInvite(encoded)).toEqual(whole);
  expect(parseInvite(" 4711 abcd-efoi ")).toEqual({ number: "4711", code: "ABCDEF01" });
  expect(parseInvite("#/join?l=x")).toBeNull();
  expect(parseInvite("hello")).toBeNull();
});

it("takes a typed invite's logbook and key from the one logbook of the server", async () => {
  expect(await enrol({ number: "4711", code: "ABCDEFGH" })).toEqual({ ok: true });
  expect(identity.value?.checkpointKey).toBe(logbook.checkpointKey);
});

it("refuses a server that does not hold the pinned key", async () => {
  const code = "enrolment_receipt_invalid";
  const other = await Logbook.open();
  const invite = parseInvite(logbook.address.replace(logbook.checkpointKey, other.checkpointKey));
  expect(await enrol(invite)).toMatchObject({ ok: false, problem: { code } });
  expect(identity.value).toBeNull();
});

it("refuses an enrolment of another key, a changed part or a foreign genesis", async () => {
  bendJoin((answer) => {
    answer.person.person = newIdentifier();
  });
  const invite = parseInvite(logbook.address);
  expect(await enrol(invite)).toMatchObject({ problem: { code: "enrolment_entry_invalid" } });
  bendJoin((answer) => {
    const { opening } = answer.genesis.parts;
    if (opening) opening.body = opening.body.replace("Practice", "Practise");
  });
  expect(await enrol(invite)).toMatchObject({ problem: { code: "enrolment_genesis_invalid" } });
  bendJoin((answer) => {
    answer.genesis = answer.enrolled;
  });
  expect(await enrol(invite)).toMatchObject({ problem: { code: "enrolment_receipt_invalid" } });
  expect(identity.value).toBeNull();
  logbook.bend = null;
  expect(await enrol(invite)).toEqual({ ok: true });
});

it("shows the same six digits at every try of a locked invite", async () => {
  logbook.bend = (request) => request.path.endsWith("/join")
    ? Promise.resolve(Response.json({ code: "invite_locked" }, { status: 403 })) : null;
  const first = await enrol({ number: "4711", code: "ABCDEFGH" });
  await reopenBrowser();
  const second = await enrol({ number: "4711", code: "ABCDEFGH" });
  expect(first).toMatchObject({ ok: false, fingerprint: expect.stringMatching(/^\d{6}$/) });
  expect(second).toEqual(first);
});

it("does not enrol twice", async () => {
  await enrolledBrowser();
  expect(await enrol(parseInvite(logbook.address))).toMatchObject(
    { problem: { code: "already_enrolled" } });
});

it("states moments with milliseconds and offset, and makes ordered identifiers", () => {
  expect(localMoment()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  const now = new Date();
  expect(Date.parse(localMoment(now))).toBe(now.getTime());
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const made = [1, 2 ** 40, Date.now()].map((at) => newIdentifier(at));
  for (const one of made) expect(one).toMatch(pattern);
  expect([...made].sort()).toEqual(made);
  expect(parseInt((made[2] ?? "").replace("-", "").slice(0, 12), 16)).toBeGreaterThan(1.7e12);
});
