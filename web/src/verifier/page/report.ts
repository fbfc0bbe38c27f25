// A report for people: the verdict first, then what has to be known, then the entries.

import { memberOr } from "../checking.ts";
import type { Note } from "../bundle.ts";
import type { Described, Failure, Success } from "../verify.ts";
import { el, facts, verbatim } from "./elements.ts";
import { displayedView, partView } from "./parts.ts";
import { type Key, t, tOr } from "./texts.ts";

/** `why` is the end of a key below `verifier.unchecked`. */
export type Unchecked = { verdict: "NOT CHECKED"; why: "bundle" | "file" | "key" };
export type Outcome = Success | Failure | Unchecked;

const CHECKS = [
  "container", "texts", "checkpoint", "leaf", "inclusion", "parts", "keys", "signature", "order",
  "anchor", "manifest", "disclosure",
];

const NAMES = {
  "VERIFIED": "verified", "VERIFIED WITH NOTES": "noted", "FAILED": "failed",
  "CONSISTENT, TRUST NOT ESTABLISHED": "untrusted", "NOT CHECKED": "unchecked",
} as const;

export function reportView(outcome: Outcome, keys: string[]): HTMLElement {
  const name = NAMES[outcome.verdict];
  return el("section", { class: "report", "aria-labelledby": "verdict" },
    el("div", { class: `verdict ${name}` },
      el("h2", { id: "verdict", tabindex: "-1" }, t(`verifier.verdict.${name}`)),
      el("p", { class: "code", lang: "en" }, outcome.verdict),
      el("p", {}, outcome.verdict === "NOT CHECKED" ? t(`verifier.unchecked.${outcome.why}`)
        : t(`verifier.verdict.${name}_means` as Key))),
    ...(outcome.verdict === "NOT CHECKED" ? [] : bodyOf(outcome, keys)));
}

function bodyOf(report: Success | Failure, keys: string[]): Node[] {
  const views = report.verdict === "FAILED" ? [failureView(report)] : foundViews(report);
  return [comparedView(report, keys), ...views, jsonView(report)];
}

/** What the reader holds against the authority's publication, and against the file. */
function comparedView(report: Success | Failure, keys: string[]): HTMLElement {
  const used = keys.map((key) => el("div", {}, el("code", {}, verbatim(key))));
  return facts(
    [t("verifier.key_used"), used.length > 0 ? used : t("verifier.key_used_none")],
    [t("verifier.sha256"), el("code", {}, report.bundle_sha256)]);
}

function failureView({ check, file, reason }: Failure): HTMLElement {
  const number = CHECKS.indexOf(check) + 1;
  return el("section", { class: "card" },
    el("h3", {}, t("verifier.failed_at", { number, check })),
    facts(
      [t("verifier.failed_file"), file ? verbatim(file) : t("verifier.whole")],
      [t("verifier.failed_reason"), el("span", { lang: "en" }, verbatim(reason))],
    ));
}

function foundViews(report: Success): HTMLElement[] {
  return [
    ...(report.notes.length > 0 ? [notesView(report.notes)] : []),
    disclosureView(report),
    el("section", { class: "stack" },
      el("h3", {}, t("verifier.entries")),
      ...report.entries.map(entryView)),
    el("details", { class: "stack" },
      el("summary", {}, t("verifier.context")),
      ...report.context.map(entryView)),
  ];
}

function notesView(notes: Note[]): HTMLElement {
  return el("section", { class: "card notes" },
    el("h3", {}, t("verifier.notes")),
    el("ul", {}, ...notes.map(({ code, position, text }) => el("li", {},
      el("strong", {}, position < 0 ? t("verifier.note_bundle")
        : t("verifier.note_entry", { n: position })),
      ` ${tOr(`verifier.note.${code}`, text)} `,
      el("code", {}, code)))));
}

function disclosureView({ disclosure, disclosed_by: by, logbook, size }: Success): HTMLElement {
  const said = (name: string): HTMLElement => verbatim(String(memberOr(disclosure, name) ?? ""));
  const withheld = memberOr(disclosure, "withheld");
  const names = Array.isArray(withheld) ? withheld.map(String).join(", ") : "";
  return el("section", { class: "card" },
    el("h3", {}, t("verifier.disclosure")),
    facts(
      [t("verifier.recipient"), said("recipient")],
      [t("verifier.basis"), said("basis")],
      [t("verifier.disclosed_by"), verbatim(by)],
      [t("verifier.withheld"), names ? verbatim(names) : t("verifier.withheld_none")],
      [t("verifier.logbook"), el("code", {}, logbook)],
      [t("verifier.size"), String(size)],
    ));
}

function entryView(entry: Described): HTMLElement {
  const reading = entry.parts["reading"];
  return el("article", { class: "card" },
    el("h3", {}, t("verifier.entry", { n: entry.position, kind: kindOf(entry.kind) })),
    factsOf(entry),
    reading ? displayedView(reading) : null,
    ...Object.entries(entry.parts).map(([name, part]) => partView(name, part)),
    ...Object.entries(entry.missing).map(([name, state]) =>
      el("p", { class: "missing" },
        t(state === "erased" ? "verifier.missing.erased" : "verifier.missing.withheld",
          { name }))));
}

function factsOf(entry: Described): HTMLElement {
  const stood = entry.verdict === "accepted" ? t("verifier.stood_accepted")
    : t("verifier.stood_quarantined", { code: entry.code });
  return facts(
    [t("verifier.signed_by"), verbatim(entry.signed_by)],
    [t("verifier.not_before"), entry.not_before ? momentView(entry.not_before)
      : t("verifier.not_before_unknown")],
    [t("verifier.claimed"), momentView(entry.claimed)],
    [t("verifier.received"), [momentView(entry.received), `, ${stood}`]],
    [t("verifier.not_after"), entry.not_after ? momentView(entry.not_after)
      : t("verifier.not_after_unknown")],
  );
}

/** Day and time as they were signed, with their own offset: no clock of the reader comes in. */
function momentView(moment: string): HTMLElement {
  const [, year, month, day, time, offset] =
    /^(\d{4})-(\d\d)-(\d\d)T([\d:]{8})\.\d{3}(.{6})$/.exec(moment) ?? [];
  return el("time", { datetime: moment, title: moment },
    `${day}.${month}.${year}. ${time} (UTC${offset})`);
}

function kindOf(kind: string): string {
  const [name = ""] = kind.split("/");
  return tOr(`verifier.kind.${name.replaceAll(".", "_")}`, kind);
}

function jsonView(report: Success | Failure): HTMLElement {
  const area = el("textarea", { id: "json", readonly: true, rows: "12", spellcheck: "false" });
  area.value = JSON.stringify(report, null, 2);
  const said = el("p", { role: "status", class: "small" });
  const button = el("button", { type: "button" }, t("verifier.copy"));
  button.addEventListener("click", () => {
    area.select();
    void navigator.clipboard.writeText(area.value)
      .then(() => t("verifier.copied"), () => t("verifier.copy_by_hand"))
      .then((text) => said.replaceChildren(text));
  });
  return el("details", { class: "card" },
    el("summary", {}, t("verifier.json")),
    el("label", { for: "json", class: "small" }, t("verifier.json_hint")),
    area, button, said);
}
