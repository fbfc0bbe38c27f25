// The registry as a server answers it, and as an older server has answered it into this browser.

import { beforeEach, expect, it } from "vitest";

import { columns } from "../../src/page/screens/administration/instruments/instruments.tsx";
import { loadRegistry, refreshRegistry, registry } from "../../src/page/store/registry.ts";
import { askRegistry, learnNames } from "../../src/page/sync/registry.ts";
import { writeMeta } from "../../src/page/store/database.ts";
import { identity } from "../../src/page/store/identity.ts";
import { type InstrumentRow, NO_REGISTRY } from "../../src/page/model/registry.ts";
import { newIdentifier } from "../../src/page/platform/identifiers.ts";
import { pullNew } from "../../src/page/sync/pull.ts";
import { enrolledBrowser } from "../support/browser.ts";
import type { Logbook } from "../support/logbook.ts";

let logbook: Logbook;

beforeEach(async () => {
  logbook = await enrolledBrowser();
  registry.value = NO_REGISTRY;
});

const instrument = newIdentifier();

/** As `GET /registry` answers it (tests/api/test_reading.py), with this state of the instrument. */
const answer = (state: unknown): object => ({
  units: [], people: [], keys: [], territories: [],
  instruments: [{
    instrument, profile: "trunarc", manufacturer: "Thermo", model: "TruNarc", serial: "1",
    technique: "raman", regime: "bulk", unit: newIdentifier(), entry: "A".repeat(43), state,
  }],
});

function answerWith(state: unknown): void {
  logbook.bend = (request, given) => request.path.endsWith("/registry")
    ? Promise.resolve(Response.json(answer(state))) : given();
}

const states = (): InstrumentRow["state"][] =>
  registry.value.instruments.map((row) => row.state);

function cellsOf(row: InstrumentRow): unknown[] {
  return columns(() => undefined).map(({ cell }) => cell(row));
}

const NOT_STATED = { now: null, before: {} };

it.each(Object.entries(NOT_STATED))(
  "lists an instrument of which no state was stated (%s)", async (_, state) => {
    answerWith(state);
    expect((await askRegistry()).ok).toBe(true);
    expect(states()).toEqual([null]);
    expect(registry.value.instruments.map(cellsOf)[0]?.slice(2, 6)).toEqual(["–", "–", "–", "–"]);
  });

it("reads what an older app has kept", async () => {
  await writeMeta("known", answer({}));
  await loadRegistry();
  expect(states()).toEqual([null]);
  await writeMeta("registry", answer({}));
  await refreshRegistry();
  expect(states()).toEqual([null]);
});

it("shows a desk without a key the same", async () => {
  answerWith({});
  identity.value = null;
  await learnNames();
  expect(states()).toEqual([null]);
});

it("keeps the state that was stated", async () => {
  const state = { since: "2026-11-22", firmware: "2.1", library: "", in_service: false,
    entry: "B".repeat(43) };
  answerWith(state);
  await askRegistry();
  expect(states()).toEqual([state]);
  await logbook.state("instrument.state.stated/1", instrument, "state",
    { since: "2026-11-23", in_service: true });
  await pullNew();
  expect(states()).toMatchObject([{ since: "2026-11-23", firmware: "", in_service: true }]);
});
