/** What became of what was just signed, in words: kept here, accepted, or kept aside and why. */
import type { JSX } from "preact";
import { t, tOr } from "../i18n/text.ts";
import type { OwnEntry } from "../store/rows.ts";
import { Notice } from "../ui/notice.tsx";
import type { Saving } from "./saving.ts";

export function Verdict({ saving }: { saving: Saving }): JSX.Element | null {
  if (saving.state === "idle") return null;
  if (saving.state === "signing") return <p role="status">{t("admin.verdict.signing")}</p>;
  if (saving.state === "failed") return <NotSaved code={saving.code} />;
  return <Answer entry={telling(saving.entries)} />;
}

function NotSaved({ code }: { code: string }): JSX.Element {
  return (
    <Notice
      tone="loud"
      live="assertive"
      title={t("admin.verdict.failed")}
      next={t("admin.verdict.failed_next", { code })}
    />
  );
}

/** The most troubling of the acts signed together, else the last. */
const TROUBLE = ["receipt_not_believed", "unreadable", "kept_aside", "on_this_phone", "sent"];

function telling(entries: readonly OwnEntry[]): OwnEntry | undefined {
  const rank = (entry: OwnEntry): number => TROUBLE.indexOf(entry.state) + 1 || TROUBLE.length + 1;
  return [...entries].reverse().sort((a, b) => rank(a) - rank(b))[0];
}

function Answer({ entry }: { entry: OwnEntry | undefined }): JSX.Element | null {
  if (!entry) return null;
  const reason = reasonText(entry.code);
  switch (entry.state) {
    case "received":
      return good(t("admin.verdict.received", { n: entry.position }));
    case "kept_aside":
      return plain(t("admin.verdict.kept_aside"), t("admin.verdict.kept_aside_next", { reason }));
    case "unreadable":
      return plain(t("admin.verdict.unreadable"), t("admin.verdict.unreadable_next", { reason }));
    case "receipt_not_believed":
      return loud(t("admin.verdict.disbelieved"), t("admin.verdict.disbelieved_next"));
    case "sent":
      return plain(t("admin.verdict.sent"), t("admin.verdict.sent_next"));
    case "on_this_phone":
      return plain(t("admin.verdict.here"), t("admin.verdict.here_next"));
  }
}

function reasonText(code: string): string {
  return tOr(`problem.${code}`, code);
}

function good(title: string): JSX.Element {
  return <Notice tone="good" shape="received" live="polite" title={title} />;
}

function plain(title: string, next: string): JSX.Element {
  return <Notice live="polite" title={title} next={next} />;
}

function loud(title: string, next: string): JSX.Element {
  return <Notice tone="loud" live="assertive" title={title} next={next} />;
}
