/** For those with one computer and no phone: why a second browser profile is needed, and how. */
import type { JSX } from "preact";
import { t } from "../../../i18n/text.ts";
import { Notice } from "../../../ui/notice.tsx";
import { me } from "../frame/known.ts";
import { CopyLink } from "./copy_link.tsx";

export function PhoneHere({ link, open }: { link: string; open: boolean }): JSX.Element {
  return (
    <details class="more" open={open}>
      <summary>{t("admin.phone_here.title")}</summary>
      <div class="stack">
        <p>{t("admin.phone_here.why", { me: me().name })}</p>
        <ol class="numbered">
          <li>{t("admin.phone_here.step_profile")}</li>
          <li>{t("admin.phone_here.step_link")}</li>
        </ol>
        <CopyLink link={link} />
        <Notice
          tone="loud"
          title={t("admin.phone_here.private")}
          next={t("admin.phone_here.private_next")}
        />
      </div>
    </details>
  );
}
