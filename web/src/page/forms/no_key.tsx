// What is shown instead of an action in a browser that holds no key of the reader, and the way to
// one. A session alone reads.

import type { JSX } from "preact";

import { t, tWith } from "../i18n/text.ts";
import { identity } from "../store/identity.ts";
import { has, viewer } from "../sync/viewer.ts";
import { ButtonLink } from "../ui/buttons.tsx";
import { Notice } from "../ui/notice.tsx";

/** In place of a screen that records or keeps records. */
export default function NoKeyPage(): JSX.Element {
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("record.no_key_title")}</h1>
      <NoKeyNotice />
    </div>
  );
}

export function NoKeyNotice(): JSX.Element | null {
  const who = viewer();
  if (who.signs) return null;
  const holder = identity.value?.person.name;
  if (holder !== undefined) {
    const title = t("record.other_key", { name: holder });
    return <Notice title={title} next={t("record.other_key_next")} />;
  }
  if (!has(who, "administrator")) {
    return <Notice title={t("record.no_key")} next={t("record.no_key_next")} />;
  }
  const command = <code>verbatim invite --administrator</code>;
  const next = tWith("record.no_key_administrator", { command });
  return (
    <Notice title={t("record.no_key")} next={next}>
      <ButtonLink to={`/admin/invites?for=${who.person}`}>{t("record.no_key_invite")}</ButtonLink>
    </Notice>
  );
}
