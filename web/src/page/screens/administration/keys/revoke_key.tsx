/** Asks for the reason of a revocation and shows the exact sentence before it is signed. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { RevocationReason } from "../../../../shared/types.gen.ts";
import { Sentence } from "../../../forms/form.tsx";
import type { Saver } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { t } from "../../../i18n/text.ts";
import { revokeKey } from "../../../model/kinds/keys.ts";
import { identity } from "../../../store/identity.ts";
import { Button } from "../../../ui/buttons.tsx";
import { ChoiceGroup } from "../../../ui/choice.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/fields.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { type KeyRow, known, me, personName, speaks } from "../frame/known.ts";
import { shortKey, wanting } from "../frame/words.ts";

const REASONS: readonly RevocationReason[] = [
  "lost", "stolen", "left", "replaced", "compromised", "other",
];

type Props = { row: KeyRow; saver: Saver; close: () => void };
type Words = { reason: RevocationReason | ""; text: string };

export function RevokeKey({ row, saver, close }: Props): JSX.Element {
  const typed = useTyped<Words>(`admin.revoke.${row.key}`, { reason: "", text: "" });
  const tried = useSignal(false);
  const { reason, text } = typed.value;
  const wordless = reason === "other" && !text.trim();
  const sign = async (): Promise<void> => {
    tried.value = true;
    if (!reason || wordless) return;
    const act = revokeKey(row.person, { key: row.key, reason, text });
    if (await saver.save([act], typed.key)) close();
  };
  const button = (
    <Button kind="danger" busy={saver.saving.state === "signing"} onPress={() => void sign()}>
      {t("admin.keys.sign_revoke")}
    </Button>
  );
  return (
    <Dialog title={t("admin.keys.revoke_title")} open onClose={close} actions={button}>
      <Warning row={row} />
      <ReasonFields words={typed.value} set={typed.set} tried={tried.value} wordless={wordless} />
      {reason && !wordless && <Sentence text={sentenceOf(row, reason, text)} />}
    </Dialog>
  );
}

function Warning({ row }: { row: KeyRow }): JSX.Element {
  const own = row.key === identity.value?.key;
  const next = isLastAdministrator(row) ? t("admin.keys.revoke_last") : undefined;
  return (
    <>
      <p>{t("admin.keys.revoke_means")}</p>
      {own && <Notice tone="loud" title={t("admin.keys.revoke_own")} next={next} />}
      {!own && next && <Notice tone="loud" title={next} />}
    </>
  );
}

/** Whether nobody could administer this logbook from any browser once this key is revoked. */
function isLastAdministrator(row: KeyRow): boolean {
  const { keys, people } = known();
  const administrators = people.filter((one) => one.active && one.roles.includes("administrator"));
  const names = administrators.map((one) => one.person);
  const speaking = keys.filter((key) => speaks(key) && names.includes(key.person));
  return speaking.length === 1 && speaking[0]?.key === row.key;
}

function ReasonFields(props: {
  words: Words; set: (change: Partial<Words>) => void; tried: boolean; wordless: boolean;
}): JSX.Element {
  const { words, set, tried, wordless } = props;
  return (
    <>
      <ChoiceGroup
        label={t("admin.keys.reason")}
        options={REASONS.map((one) => ({ value: one, text: t(`admin.keys.reason.${one}`) }))}
        value={words.reason}
        onChoose={(one) => set({ reason: one as RevocationReason })}
        {...wanting(tried && !words.reason, "admin.missing_choice")}
      />
      <TextField
        label={t("admin.keys.text")}
        {...(words.reason !== "other" && { hint: t("admin.optional") })}
        lines
        value={words.text}
        onInput={(text) => set({ text })}
        {...(tried && wordless && { error: t("admin.keys.text_needed") })}
      />
    </>
  );
}

function sentenceOf(row: KeyRow, reason: RevocationReason, text: string): string {
  const why = [t(`admin.keys.reason.${reason}`), text.trim()].filter(Boolean).join(" – ");
  return t("admin.signs.revoke", {
    me: me().name, key: shortKey(row.key), name: personName(row.person),
    browser: t(`admin.browser.${row.browser}`), reason: why,
  });
}
