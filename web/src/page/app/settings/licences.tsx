/** The licences of what this app carries, as the build collected them. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";

export function Licences(): JSX.Element {
  const [text, setText] = useState("");
  const read = async (): Promise<void> => {
    const answer = await fetch("/licences.txt").catch(() => null);
    setText(answer?.ok ? await answer.text() : t("phone.licences_missing"));
  };
  return (
    <section class="card">
      <details class="more" onToggle={(event) => event.currentTarget.open && void read()}>
        <summary>{t("phone.licences")}</summary>
        <p class="small soft">{t("phone.licences_text")}</p>
        <pre class="raw-text">{text}</pre>
      </details>
    </section>
  );
}
