/** Whose server this is: the identity to be pinned, for comparing with the administrator. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fingerprintOf } from "../../shared/checkpoint.ts";
import { t } from "../i18n/text.ts";
import { listedLogbooks } from "../sync/installation.ts";
import type { Invite } from "../sync/invite.ts";
import { showLatest } from "../ui/latest.ts";
import { Verbatim } from "../ui/verbatim.tsx";

/** The invite pins one key and the server shows another: this is not the server of the invite. */
export function wrongServer(invite: Invite): boolean {
  const listed = listedLogbooks();
  if (!invite.logbook || !invite.checkpointKey || listed.length === 0) return false;
  return !listed.some(
    (one) => one.logbook === invite.logbook && one.checkpoint_key === invite.checkpointKey,
  );
}

export function ServerIdentity({ invite }: { invite: Invite }): JSX.Element {
  const listed = listedLogbooks().find((one) => one.logbook === invite.logbook);
  return (
    <dl class="card facts">
      {listed && (
        <>
          <dt>{t("phone.logbook")}</dt>
          <dd>
            <strong>
              <Verbatim text={listed.name} />
            </strong>
          </dd>
          <dt>{t("phone.purpose")}</dt>
          <dd>{t(`phone.purpose_${listed.purpose}`)}</dd>
        </>
      )}
      <dt>{t("phone.server_identity")}</dt>
      <dd>
        <Fingerprint pinned={invite.checkpointKey ?? ""} />
        <p class="small soft">
          {invite.secret ? t("phone.pinned_by_invite") : t("phone.pinned_when_typed")}
        </p>
      </dd>
    </dl>
  );
}

export function Fingerprint({ pinned }: { pinned: string }): JSX.Element {
  const [text, setText] = useState("");
  useEffect(
    () => showLatest(fingerprintOf(pinned), (found) => setText(found ?? "")),
    [pinned],
  );
  return (
    <span class="fingerprint">
      <Verbatim text={text || "…"} />
    </span>
  );
}
