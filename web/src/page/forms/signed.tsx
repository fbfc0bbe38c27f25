// After a signature: what was signed, whether the server has it and as which number, and the one
// next step. It follows the entry until the page is left.

import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { t, tOr } from "../i18n/text.ts";
import { revision } from "../store/changes.ts";
import { ownEntriesOf } from "../store/outbox.ts";
import type { OwnEntry } from "../store/rows.ts";
import { showLatest } from "../ui/latest.ts";
import { Notice } from "../ui/notice.tsx";

type Signed = { about: string; entry: OwnEntry; sentence: ComponentChildren };

const last = signal<Signed | null>(null);

export function noteSigned(about: string, entry: OwnEntry, sentence: ComponentChildren): void {
  last.value = { about, entry, sentence };
}

export function JustSigned(props: {
  about: string;
  children?: ComponentChildren;
  /** What is offered for the entry beside the children. */
  offer?: (entry: OwnEntry) => ComponentChildren;
}): JSX.Element | null {
  const section = useRef<HTMLElement>(null);
  useFollowing();
  useEffect(() => () => void (last.value = null), []);
  const signed = last.value;
  // It is at the top of the page, and the reader is at the bottom of a long form.
  useEffect(() => section.current?.focus(), [signed?.entry.id]);
  if (signed?.about !== props.about) return null;
  const { state, position, code } = signed.entry;
  const tone = { received: "good", receipt_not_believed: "loud" }[state as "received"] ?? "plain";
  return (
    <section class="signed" ref={section} tabIndex={-1} aria-label={t("record.signed")}>
      <Notice tone={tone as "plain"} shape={state} live="polite"
        title={t(`record.signed_${state}`, { n: position })} next={nextText(state, code)}>
        <p class="own-words signed-sentence">{signed.sentence}</p>
        {props.children}
        {props.offer?.(signed.entry)}
      </Notice>
    </section>
  );
}

function nextText(state: OwnEntry["state"], code: string): string | undefined {
  if (state === "received") return undefined;
  const waiting = state === "on_this_phone" || state === "sent";
  const why = code ? tOr(`problem.${code}`, code) : "";
  return t(`record.signed_${waiting ? "waiting" : state}_next`, { why });
}

function useFollowing(): void {
  const changed = revision.value;
  useEffect(() => {
    const now = last.peek();
    if (now === null) return undefined;
    return showLatest(ownEntriesOf(now.entry.subject), (entries) => {
      const entry = entries.find((one) => one.id === now.entry.id);
      if (entry && last.peek() === now) last.value = { ...now, entry };
    });
  }, [changed]);
}
