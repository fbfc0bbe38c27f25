// Verifies an evidence bundle as audit/verify.py does: the same twelve checks in the same order,
// and the same report. Formats: docs/protocol.md.

import { type Bytes, toHex } from "../shared/bytes.ts";
import { sha256 } from "../shared/digest.ts";
import {
  allOf, type Bundle, counted, type Entry, type Note, type Stamp, type State, states,
} from "./bundle.ts";
import { type Document, Failed, memberOr, present } from "./checking.ts";
import { checkCheckpoint, type VerifierKey } from "./checkpoint.ts";
import { checkContainer, checkTexts } from "./container.ts";
import { checkInclusion } from "./inclusion.ts";
import { checkKeys, checkSignatures } from "./keys.ts";
import { checkLeaves } from "./leaf.ts";
import { checkDisclosure, checkManifest, checkSeal } from "./manifest.ts";
import { addNotes } from "./notes.ts";
import { checkAnchors, checkOrder } from "./order.ts";
import { checkParts } from "./parts.ts";

export type Described = Stamp & {
  position: number; kind: string; signed_by: string; id: string; subject: string;
  follows: string[]; not_before: string; claimed: string;
  not_after: string; parts: Record<string, Document>; missing: Record<string, State>;
};

export type Failure = {
  bundle_sha256: string; verdict: "FAILED"; check: string; file: string; reason: string;
};

export type Success = {
  bundle_sha256: string;
  verdict: "VERIFIED" | "VERIFIED WITH NOTES" | "CONSISTENT, TRUST NOT ESTABLISHED";
  logbook: string; size: number; disclosure: Document; disclosed_by: string; notes: Note[];
  entries: Described[];
  /** What else is enclosed with its parts: registry, keys, erasures. */
  context: Described[];
};

/** Run all checks. Without a key nothing is verified, only found consistent. */
export async function verify(data: Bytes, trusted: VerifierKey[]): Promise<Success | Failure> {
  const bundle_sha256 = toHex(await sha256(data));
  try {
    const bundle = await runChecks(data, trusted);
    const verdict = bundle.notes.length > 0 ? "VERIFIED WITH NOTES" : "VERIFIED";
    return {
      bundle_sha256,
      verdict: trusted.length > 0 ? verdict : "CONSISTENT, TRUST NOT ESTABLISHED",
      logbook: bundle.logbook,
      size: bundle.size,
      disclosure: bundle.disclosure,
      disclosed_by: signerOf(bundle, present(bundle.entries.get(bundle.made))),
      notes: bundle.notes,
      entries: bundle.listed.map((entry) => describe(bundle, entry)),
      context: allOf(bundle).filter((entry) => entry.parts.size > 0
        && !bundle.listed.includes(entry)).map((entry) => describe(bundle, entry)),
    };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { check, file, reason } = error;
    return { bundle_sha256, verdict: "FAILED", check, file, reason };
  }
}

async function runChecks(data: Bytes, trusted: VerifierKey[]): Promise<Bundle> {
  const bundle = await checkContainer(data);
  await checkTexts(bundle);
  await checkCheckpoint(bundle, trusted);
  await checkLeaves(bundle);
  await checkInclusion(bundle);
  await checkParts(bundle);
  await checkKeys(bundle);
  await checkSignatures(bundle);
  await checkOrder(bundle);
  await checkAnchors(bundle);
  await checkManifest(bundle);
  await checkSeal(bundle);
  await checkDisclosure(bundle);
  addNotes(bundle);
  return bundle;
}

function describe(bundle: Bundle, entry: Entry): Described {
  const missing = [...states(bundle, entry)].filter(([, state]) => state !== "disclosed");
  return {
    position: entry.position,
    kind: entry.header.kind,
    signed_by: signerOf(bundle, entry),
    id: entry.id,
    subject: entry.header.subject,
    follows: entry.header.follows,
    not_before: entry.notBefore,
    claimed: entry.header.at,
    ...entry.stamp,
    not_after: notAfter(bundle, entry),
    parts: Object.fromEntries(entry.parts),
    missing: Object.fromEntries(missing),
  };
}

/** Return when the server had the first entry of another browser that knew this one. */
function notAfter(bundle: Bundle, entry: Entry): string {
  const silent = [entry.browser, bundle.entries.get(0)?.browser];
  const knew = allOf(bundle).find(({ browser, header, notBefore }) =>
    !silent.includes(browser) && notBefore !== "" && header.anchor.size > entry.position);
  return knew?.stamp.received ?? "";
}

/** Return the name of the person to whom the key was given, as it stood at that position. */
function signerOf(bundle: Bundle, entry: Entry): string {
  const enrolment = bundle.keys.get(entry.browser)?.enrolment;
  const person = memberOr(enrolment?.parts.get("enrolment"), "person");
  const named = allOf(bundle).filter((earlier) => earlier.position < entry.position
    && counted(earlier) && earlier.header.subject === person && earlier.parts.has("person"));
  const name = memberOr(named.at(-1)?.parts.get("person"), "name");
  return typeof name === "string" ? name : `key ${entry.header.key}`;
}
