/** The invite: from the address, scanned, pasted as a link, or typed as number and code. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { listedLogbooks } from "../../sync/installation.ts";
import { type Invite, parseInvite } from "../../sync/invite.ts";
import { Button } from "../../ui/buttons.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import { lazy } from "../../ui/lazy.tsx";
import { Notice } from "../../ui/notice.tsx";

type InviteProps = { invite: Invite | null; onInvite: (invite: Invite | null) => void };

const Scan = lazy<{ onText: (text: string) => boolean; onClose: () => void }>(
  () => import("./scan.tsx"),
);

export function inviteOfAddress(hash: string): Invite | null {
  return hash.startsWith("#/join?") ? parseInvite(hash) : null;
}

export function InviteInput({ invite, onInvite }: InviteProps): JSX.Element {
  const [scanning, setScanning] = useState(false);
  if (invite?.secret) return <Given invite={invite} onForget={() => onInvite(null)} />;
  const take = (text: string): boolean => {
    const found = parseInvite(text);
    if (found) onInvite(found);
    if (found) setScanning(false);
    return found !== null;
  };
  return (
    <section class="card" aria-label={t("phone.invite")}>
      {scanning ? (
        <Scan onText={take} onClose={() => setScanning(false)} />
      ) : (
        <Button kind={invite ? "quiet" : "primary"} block onPress={() => setScanning(true)}>
          {t("phone.scan")}
        </Button>
      )}
      <Typed onInvite={onInvite} />
      <Pasted onText={take} />
    </section>
  );
}

function Given({ invite, onForget }: { invite: Invite; onForget: () => void }): JSX.Element {
  return (
    <Notice tone="good" shape="received" title={t("phone.invite_no", { n: invite.number })}>
      <Button kind="plain" onPress={onForget}>
        {t("phone.other_invite")}
      </Button>
    </Notice>
  );
}

/** The code says nothing about the logbook: with several on the server, the person says which. */
function Typed({ onInvite }: Pick<InviteProps, "onInvite">): JSX.Element {
  const [number, setNumber] = useState("");
  const [code, setCode] = useState("");
  const [logbook, setLogbook] = useState("");
  const logbooks = listedLogbooks();
  const tell = (n: string, c: string, book: string): void => {
    const typed = parseInvite(`${n} ${c}`);
    const chosen =
      logbooks.length === 1 ? logbooks[0] : logbooks.find((one) => one.logbook === book);
    const pinned = chosen && { logbook: chosen.logbook, checkpointKey: chosen.checkpoint_key };
    onInvite(typed && { ...typed, ...pinned });
  };
  return (
    <fieldset class="stack">
      <legend class="soft small">{t("phone.or_type")}</legend>
      <TextField
        verbatim
        label={t("phone.invite_number")}
        inputMode="numeric"
        value={number}
        onInput={(value) => (setNumber(value), tell(value, code, logbook))}
      />
      <TextField
        verbatim
        label={t("phone.invite_code")}
        hint={t("phone.invite_code_hint")}
        value={code}
        onInput={(value) => (setCode(value), tell(number, value, logbook))}
      />
      {logbooks.length > 1 && (
        <SelectField
          label={t("phone.logbook")}
          value={logbook}
          options={logbooks.map((one) => ({ value: one.logbook, text: one.name }))}
          onChoose={(value) => (setLogbook(value), tell(number, code, value))}
        />
      )}
    </fieldset>
  );
}

function Pasted({ onText }: { onText: (text: string) => boolean }): JSX.Element {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <details class="more">
      <summary>{t("phone.paste")}</summary>
      <TextField
        verbatim
        label={t("phone.paste_label")}
        value={text}
        maxLength={1000}
        error={wrong ? t("phone.not_an_invite") : undefined}
        onInput={(value) => {
          setText(value);
          setWrong(value !== "" && !onText(value));
        }}
      />
    </details>
  );
}
