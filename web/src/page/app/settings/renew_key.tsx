/** Puts another key in the place of this device's own, after the exact sentence was shown. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { renewKey, type Renewed } from "../../signing/renew.ts";
import type { Identity } from "../../store/identity.ts";
import { syncNow } from "../../sync/status.ts";
import { Button } from "../../ui/buttons.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";

type Failure = Extract<Renewed, { ok: false }>;

export function RenewKey({ me }: { me: Identity }): JSX.Element {
  const [open, setOpen] = useState(false);
  const [renewed, setRenewed] = useState(false);
  const close = (): void => setOpen(false);
  const done = (): void => {
    setRenewed(true);
    close();
    void syncNow();
  };
  return (
    <>
      <div class="row">
        <Button onPress={() => setOpen(true)}>{t("phone.renew")}</Button>
      </div>
      {open && <RenewDialog me={me} close={close} done={done} />}
      {renewed && (
        <Notice
          live="polite"
          shape="received"
          title={t("phone.renewed")}
          next={t("phone.renewed_next")}
        />
      )}
    </>
  );
}

function RenewDialog(props: { me: Identity; close: () => void; done: () => void }): JSX.Element {
  const { me, close, done } = props;
  const { busy, failure, renew } = useRenewing(done);
  const action = (
    <Button kind="primary" busy={busy} onPress={renew}>
      {t("record.sign_as", { name: me.person.name })}
    </Button>
  );
  return (
    <Dialog title={t("phone.renew_title")} open onClose={close} actions={action}>
      <p>{t("phone.renew_means")}</p>
      <p class="plate sign-sentence">
        {t("phone.renew_signs", { me: me.person.name, key: me.key.slice(0, 8) })}
      </p>
      {failure && <ProblemNotice problem={failure} />}
    </Dialog>
  );
}

function useRenewing(
  done: () => void,
): { busy: boolean; failure: Failure | null; renew: () => void } {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // State is set after the next paint; a second press arrives before it, and would renew twice.
  const running = useRef(false);
  const renew = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    const answer = await renewKey();
    running.current = false;
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) done();
  };
  return { busy, failure, renew: () => void renew() };
}
