// What a key's row says: a key that another followed was renewed, and nobody revoked it.

import { expect, it } from "vitest";

import type { PulledLine } from "../../../src/page/model/pulled.ts";
import { NO_REGISTRY, projectRegistry } from "../../../src/page/model/registry.ts";
import {
  type KeyRow, keyState, speaks,
} from "../../../src/page/screens/administration/frame/known.ts";

const AT = "2026-11-22T08:15:23.001+00:00";

const row = (key: string, revoked = "", revocation = ""): KeyRow => ({
  key, person: "P", browser: "phone", subject: "E", enrolled: AT, revoked, revocation,
  last_contact: "", last_seq: 1,
});

it.each([
  ["valid", row("K")],
  ["revoked", row("K", AT, "lost")],
  ["renewed", row("K", AT, "rotated")],
  ["kept_aside", row("K", AT, "rotation_aside")],
  ["kept_aside", row("K", AT, "enrolment_aside")],
])("says that a key is %s", (state, key) => {
  expect(keyState(key)).toBe(state);
  expect(speaks(key)).toBe(state === "valid");
});

it("says of a revocation why, and leaves a renewed key renewed", () => {
  const revocation = (position: number, key: string): PulledLine => ({
    position, kind: "key.revoked/1", parts: { revocation: { key, reason: "stolen" } },
    stamp: { received: AT, verdict: "accepted", code: "" },
  }) as unknown as PulledLine;
  const base = { ...NO_REGISTRY, keys: [row("OLD", AT, "rotated"), row("NEW")] };
  const { keys } = projectRegistry(base, [revocation(1, "OLD"), revocation(2, "NEW")], []);
  expect(keys).toEqual([row("OLD", AT, "rotated"), row("NEW", AT, "stolen")]);
});
