/** A link with a button that copies it; where copying is forbidden the text can be selected. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { Button } from "../../parts/buttons.tsx";

export function CopyLink({ link }: { link: string }): JSX.Element {
  const outcome = useSignal<"" | "copied" | "copy_failed">("");
  const id = useId();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      outcome.value = "copied";
    } catch {
      outcome.value = "copy_failed"; // permission denied, or no clipboard: the link is selected
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
    }
  };
  return (
    <div class="copy">
      <input
        id={id}
        class="input verbatim-input notranslate"
        aria-label={t("admin.invites.link")}
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onPress={() => void copy()}>{t("admin.invites.copy")}</Button>
      <span class="small" role="status">
        {outcome.value && t(`admin.invites.${outcome.value}`)}
      </span>
    </div>
  );
}
