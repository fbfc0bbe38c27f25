// The one dialog in which anything here is signed: it shows the exact sentence, and signs once
// however often it is pressed.

import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import { t } from "../i18n/text.ts";
import type { Act } from "../model/act.ts";
import { type Signed, signEntry } from "../signing/sign.ts";
import { syncNow } from "../sync/status.ts";
import { viewer } from "../sync/viewer.ts";
import { Button } from "../ui/buttons.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ProblemNotice } from "../ui/notice.tsx";
import { noteSigned } from "./signed.tsx";

export type SignRequest = {
  readonly act: Act;
  /** The sentence that is signed, with the values in it. */
  readonly sentence: ComponentChildren;
  readonly details?: ComponentChildren;
  readonly draftKey?: string;
  readonly onSigned: () => void;
  /** The record whose page says afterwards what was signed and what became of it. */
  readonly about: string;
};

type Failure = Extract<Signed, { ok: false }>;

export function SignDialog(props: {
  request: SignRequest | null;
  onClose: () => void;
}): JSX.Element | null {
  const { busy, failure, sign } = useSigning(props.request, props.onClose);
  if (!props.request) return null;
  const action = (
    <Button kind="primary" busy={busy} id="sign-now" onPress={sign}>
      {t("record.sign_as", { name: viewer().name })}
    </Button>
  );
  return (
    <Dialog title={t("record.sign_title")} open onClose={props.onClose} actions={action}>
      <div class="plate sign-sentence" id="sign-sentence">
        {props.request.sentence}
      </div>
      {props.request.details}
      <p class="small soft">{t("record.sign_means")}</p>
      {failure && <ProblemNotice problem={failure} kept />}
    </Dialog>
  );
}

function useSigning(
  request: SignRequest | null, onClose: () => void,
): { busy: boolean; failure: Failure | null; sign: () => void } {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // State is set after the next paint; a second click arrives before it.
  const running = useRef(false);
  const sign = async (): Promise<void> => {
    if (!request || running.current) return;
    running.current = true;
    setBusy(true);
    const signed = await signEntry(request.act, request.draftKey);
    running.current = false;
    setBusy(false);
    setFailure(signed.ok ? null : signed);
    if (!signed.ok) return;
    noteSigned(request.about, signed.entry, request.sentence);
    onClose();
    request.onSigned();
    void syncNow();
  };
  return { busy, failure, sign: () => void sign() };
}
