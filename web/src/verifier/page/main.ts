// verify.html: checks an evidence bundle in a browser, from a file, without a network.

import "./style.css";

import { type Bytes, textOf } from "../../shared/bytes.ts";
import { readKey, type VerifierKey } from "../checkpoint.ts";
import { startsWith } from "../encoding.ts";
import { verify } from "../verify.ts";
import { el } from "./elements.ts";
import { type Outcome, reportView } from "./report.ts";
import { type Key, LANGUAGES, speak, spoken, t } from "./texts.ts";

const ZIP = Uint8Array.of(0x50, 0x4b);

/** What the reader gave. */
const given: { name: string; bundle: Bytes | null; key: string } = {
  name: "", bundle: null, key: "",
};
/** What was found of it, and the keys that it was found with. */
let answer: { outcome: Outcome; keys: string[] } | null = null;
/** Grows with whatever is given or asked: the answer to an earlier question is not shown. */
let asked = 0;

/** Draw the whole page anew; what was given and found stays. */
function draw(): void {
  document.documentElement.lang = spoken();
  document.title = `${t("verifier.title")} – Verbatim`;
  const result = el("div", { id: "result", "aria-live": "polite" },
    answer && reportView(answer.outcome, answer.keys));
  document.body.replaceChildren(
    header(), el("main", {}, form(), result, limits()));
}

function header(): HTMLElement {
  const buttons = LANGUAGES.map(([language, name]) => {
    const chosen = String(language === spoken());
    const button = el("button", { type: "button", lang: language, "aria-pressed": chosen }, name);
    button.addEventListener("click", () => {
      speak(language);
      draw();
      document.querySelector<HTMLElement>(`button[lang="${language}"]`)?.focus();
    });
    return button;
  });
  return el("header", {},
    el("p", { class: "brand" }, "Verbatim"),
    el("div", { class: "languages", role: "group", "aria-label": t("verifier.language") },
      ...buttons),
    el("h1", {}, t("verifier.title")),
    el("p", {}, t("verifier.offline")));
}

function form(): HTMLElement {
  const made = el("form", { class: "stack", novalidate: true },
    bundleField(), keyField(),
    crypto.subtle === undefined ? el("p", { role: "alert" }, t("verifier.unable"))
      : el("button", { type: "submit", class: "primary" }, t("verifier.check")));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  return made;
}

function bundleField(): HTMLElement {
  const size = given.bundle?.length ?? 0;
  return el("section", { class: "card" },
    el("h2", {}, t("verifier.bundle")),
    el("p", { class: "small soft", id: "bundle-hint" }, t("verifier.bundle_hint")),
    picker("bundle", "verifier.bundle_choose", ".zip", "bundle-hint"),
    el("p", { class: "chosen" }, given.bundle
      ? t("verifier.bundle_chosen", { name: given.name, size }) : t("verifier.bundle_none")));
}

function keyField(): HTMLElement {
  const area = el("textarea", {
    id: "key", rows: "4", spellcheck: "false", autocomplete: "off", "aria-describedby": "key-hint",
  });
  area.value = given.key;
  area.addEventListener("input", () => {
    given.key = area.value;
    forget(); // the page is not drawn anew while a field is being typed in
  });
  return el("section", { class: "card" },
    el("h2", {}, t("verifier.key")),
    el("p", { class: "small soft", id: "key-hint" }, t("verifier.key_hint")),
    el("label", { for: "key" }, t("verifier.key_label")), area,
    picker("key-file", "verifier.key_choose", ".txt,.key,text/plain", "key-hint"));
}

function picker(id: string, label: Key, accept: string, hint: string): HTMLElement {
  const input = el("input", { type: "file", id, accept, "aria-describedby": hint });
  input.addEventListener("change", () => void take([...(input.files ?? [])]));
  return el("label", { class: "picker", for: id }, t(label), input);
}

type Read = { name: string; bytes: Bytes | null };

async function take(files: File[]): Promise<void> {
  forget();
  const read = await Promise.all(files.map(async (file): Promise<Read> =>
    ({ name: file.name, bytes: await bytesOf(file) })));
  forget(); // what was asked meanwhile was asked of what was given before
  read.forEach(keep);
  draw();
}

/** Keep a file as what it is: a bundle begins as every ZIP does, all else is a key. */
function keep({ name, bytes }: Read): void {
  if (bytes === null) {
    answer = { outcome: { verdict: "NOT CHECKED", why: "file" }, keys: [] };
  } else if (startsWith(bytes, ZIP) || name.endsWith(".zip")) {
    Object.assign(given, { name, bundle: bytes });
  } else {
    given.key = (textOf(bytes) ?? "").trim();
  }
}

async function bytesOf(file: File): Promise<Bytes | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null; // it was moved or changed since it was chosen
  }
}

/** A verdict is about one bundle and the keys given: it goes when any of them changes. */
function forget(): void {
  asked += 1;
  answer = null;
  document.querySelector("#result")?.replaceChildren();
}

async function check(): Promise<void> {
  forget();
  const question = asked;
  document.querySelector("#result")?.replaceChildren(t("verifier.checking"));
  const texts = given.key.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const outcome = await outcomeOf(given.bundle, texts);
  if (question !== asked) return;
  answer = { outcome, keys: texts };
  draw();
  document.querySelector<HTMLElement>("#verdict")?.focus();
}

async function outcomeOf(bundle: Bytes | null, texts: string[]): Promise<Outcome> {
  if (bundle === null) return { verdict: "NOT CHECKED", why: "bundle" };
  const keys = await keysOf(texts);
  return keys === null ? { verdict: "NOT CHECKED", why: "key" } : verify(bundle, keys);
}

/** Return the keys that were given; null when one of them is none. */
async function keysOf(texts: string[]): Promise<VerifierKey[] | null> {
  try {
    return await Promise.all(texts.map(readKey));
  } catch {
    return null; // which is how `readKey` says that a text is no key
  }
}

function limits(): HTMLElement {
  const keys = ["display", "hand", "complete", "page"] as const;
  return el("section", { class: "card limits" },
    el("h2", {}, t("verifier.limits")),
    el("ul", {}, ...keys.map((key) => el("li", {}, t(`verifier.limit.${key}`)))));
}

document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  void take([...(event.dataTransfer?.files ?? [])]);
});
draw();
