// What stands beside a record in the list: versions beside each other are one thing, two entries
// at one place of a chain are another.

import { beforeEach, expect, it } from "vitest";

import { loadOwn, loadUnit } from "../../../src/page/screens/capture/list_rows.ts";
import { signEntry } from "../../../src/page/signing/sign.ts";
import { writing } from "../../../src/page/store/database.ts";
import { changeEntries, ownEntries } from "../../../src/page/store/outbox.ts";
import { pullNew } from "../../../src/page/sync/pull.ts";
import { pushWaiting } from "../../../src/page/sync/push.ts";
import { enrolledBrowser, screening } from "../../support/browser.ts";

beforeEach(async () => {
  await enrolledBrowser();
  await signEntry(screening());
});

async function correct(text: string): Promise<void> {
  const [first] = await ownEntries();
  await signEntry({ kind: "screening.amended/1", subject: first?.subject ?? "",
    follows: [first?.id ?? ""], parts: { reading: { banner: { text, capture: "typed" },
      findings: [] }, reason: { code: "typing" } } });
}

it("calls two corrections of one version a conflict, of one's own and of the unit", async () => {
  await correct("ONE");
  expect((await loadOwn(5))[0]?.flags).toEqual([]);
  await correct("OTHER");
  await pushWaiting();
  await pullNew();
  expect((await loadOwn(5))[0]?.flags).toEqual(["conflict"]);
  expect((await loadUnit(5))[0]?.flags).toEqual(["conflict"]);
});

it("calls a fork what the receipt names so", async () => {
  await pushWaiting();
  const [{ id } = { id: "" }] = await ownEntries();
  await writing(["outbox"], (tx) => changeEntries(tx, [{ id, flags: ["fork"] }]));
  expect((await loadOwn(5))[0]?.flags).toEqual(["fork"]);
});
