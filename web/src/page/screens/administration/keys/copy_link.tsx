/** The link of an invite with a button that copies it. */
import type { JSX } from "preact";
import { t } from "../../../i18n/text.ts";
import { CopyText } from "../../../ui/copy.tsx";

export function CopyLink({ link }: { link: string }): JSX.Element {
  return (
    <CopyText text={link} label={t("admin.invites.link")} press={t("admin.invites.copy")}
      copied={t("admin.invites.copied")} failed={t("admin.invites.copy_failed")} />
  );
}
