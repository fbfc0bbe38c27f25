// A part as it was signed: every member by its own name, every value to the letter.

import type { Json } from "../../shared/canonical.ts";
import { serialiseText } from "../../shared/canonical.ts";
import { type Document, isDocument, memberOr } from "../checking.ts";
import { el, verbatim } from "./elements.ts";
import { t } from "./texts.ts";

export function partView(name: string, part: Document): HTMLElement {
  const signed = serialiseText(part);
  return el("section", { class: "part" },
    el("h4", {}, t("verifier.part", { name })),
    valueView(part),
    el("details", {},
      el("summary", {}, t("verifier.as_signed")),
      el("pre", {}, verbatim(typeof signed === "string" ? signed : ""))));
}

function valueView(value: Json): Node {
  if (Array.isArray(value)) {
    return el("ol", {}, ...value.map((item) => el("li", {}, valueView(item))));
  }
  if (!isDocument(value)) return verbatim(String(value));
  return el("dl", { class: "members" }, ...Object.entries(value).map(([name, item]) =>
    el("div", {}, el("dt", {}, el("code", {}, name)), el("dd", {}, valueView(item)))));
}

/** What the analyser displayed, in large letters: result line, substance lines, message. */
export function displayedView(reading: Document): HTMLElement {
  const findings = memberOr(reading, "findings");
  const lines = [
    wordsOf(memberOr(reading, "banner")),
    ...(Array.isArray(findings) ? findings.map(nameOf) : []),
    wordsOf(memberOr(reading, "message")),
  ].filter((text) => text !== "");
  return el("figure", { class: "displayed" },
    el("figcaption", {}, t("verifier.displayed")),
    ...lines.map((text) => el("p", {}, verbatim(text))),
    el("p", { class: "soft small" }, t("verifier.presumptive")));
}

function nameOf(finding: Json): string {
  return isDocument(finding) ? wordsOf(memberOr(finding, "name")) : "";
}

/** Return the words of a line, which is a text or has one. */
function wordsOf(line: Json | undefined): string {
  const words = isDocument(line) ? memberOr(line, "text") : line;
  return typeof words === "string" ? words : "";
}
