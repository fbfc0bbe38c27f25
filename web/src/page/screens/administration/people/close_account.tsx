/** Closes a person's account with a reason in words; what the person wrote stays theirs. */
import type { JSX } from "preact";
import { SignedForm } from "../../../forms/form.tsx";
import type { Saver } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { t } from "../../../i18n/text.ts";
import { closeAccount } from "../../../model/kinds/organisation.ts";
import { TextField } from "../../../ui/fields.tsx";
import { me, type PersonRow } from "../frame/known.ts";
import { Panel } from "../frame/section.tsx";
import { wanting } from "../frame/words.ts";

type Props = { row: PersonRow; saver: Saver; close: () => void };

export function CloseAccount({ row, saver, close }: Props): JSX.Element {
  const typed = useTyped(`admin.close.${row.person}`, { reason: "" });
  const { reason } = typed.value;
  const { name } = row;
  const sentence = t("admin.signs.person_close", { me: me().name, name, reason });
  const sign = async (): Promise<void> => {
    if (await saver.save([closeAccount(row.person, row.entry, reason)], typed.key)) close();
  };
  return (
    <Panel title={t("admin.people.close_title", { name })}>
      <p>{t("admin.people.close_means", { name })}</p>
      <SignedForm
        typed={typed}
        sentence={reason.trim() ? sentence : ""}
        busy={saver.saving.state === "signing"}
        button={t("admin.people.close_sign")}
        onSign={() => void sign()}
        onLeave={close}
      >
        {(tried) => (
          <TextField
            label={t("admin.people.close_reason")}
            hint={t("admin.people.close_reason_hint")}
            lines
            value={reason}
            onInput={(words) => typed.set({ reason: words })}
            {...wanting(tried && !reason.trim(), "admin.missing_value")}
          />
        )}
      </SignedForm>
    </Panel>
  );
}
