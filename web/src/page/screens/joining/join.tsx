/** Enrolling this browser: an invite, whom it is for, whose server it is, one button. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { isInstalled, isIos } from "../../platform/platform.ts";
import { replaceRoute, route } from "../../platform/router.ts";
import { identity } from "../../store/identity.ts";
import { looksPrivate } from "../../store/quota.ts";
import { askInstallation, installation } from "../../sync/installation.ts";
import type { Invite } from "../../sync/invite.ts";
import { Button, ButtonLink } from "../../ui/buttons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { IosPage } from "./ios.tsx";
import { JoinWith } from "./join_form.tsx";
import { inviteOfAddress, InviteInput } from "./join_invite.tsx";

export default function Join(): JSX.Element {
  const [invite, setInvite] = useState<Invite | null>(() => inviteOfAddress(location.hash));
  useEffect(() => {
    void askInstallation();
    const found = inviteOfAddress(location.hash);
    if (found) setInvite(found);
    if (found && location.hash.includes("?")) replaceRoute("/join"); // the secret leaves the bar
  }, [route.value]);
  if (isIos() && !isInstalled()) return <IosPage />;
  if (identity.value) return <AlreadyHere />;
  return (
    <div class="stack">
      <div class="hero">
        <h1 tabIndex={-1}>{t("phone.join_title")}</h1>
        <p class="soft">{t("phone.join_lead")}</p>
      </div>
      {looksPrivate() && (
        <Notice tone="loud" title={t("phone.private")} next={t("phone.private_next")} />
      )}
      <NoServer />
      <InviteInput invite={invite} onInvite={setInvite} />
      {invite && <JoinWith key={nameOf(invite)} invite={invite} />}
      <p class="small soft">{t("phone.private_note")}</p>
      <ButtonLink kind="plain" to="/sign-in">
        {t("phone.sign_in_instead")}
      </ButtonLink>
    </div>
  );
}

/** Another text is another invite: nothing seen of the one is shown with the other. */
function nameOf({ logbook, number, secret, code }: Invite): string {
  return [logbook, number, secret, code].join(" ");
}

function AlreadyHere(): JSX.Element {
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("phone.joined_title")}</h1>
      <Notice
        shape="received"
        title={t("phone.joined", { name: identity.value?.person.name ?? "" })}
        next={t("phone.joined_next")}
      />
      <ButtonLink kind="primary" to="/">
        {t("shell.home")}
      </ButtonLink>
    </div>
  );
}

function NoServer(): JSX.Element | null {
  const known = installation.value;
  if (!known || "logbooks" in known) return null;
  return (
    <Notice live="polite" title={t("phone.no_server")} next={t("phone.no_server_next")}>
      <Button onPress={() => void askInstallation()}>{t("phone.ask_again")}</Button>
    </Notice>
  );
}
