/** On iOS outside the installed app there is nothing to do but install: a tab loses its records
 *  after some idle days, and the installed app would not see what was enrolled here. */
import type { JSX } from "preact";
import { t } from "../../i18n/text.ts";
import { Notice } from "../../ui/notice.tsx";

export function IosPage(): JSX.Element {
  const steps = ["phone.ios_1", "phone.ios_2", "phone.ios_3", "phone.ios_4"] as const;
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{t("phone.ios_title")}</h1>
      <Notice title={t("phone.ios")} next={t("phone.ios_next")} />
      <ol class="card steps">
        {steps.map((step, index) => (
          <li class="step" key={step}>
            <span class="step-number">{index + 1}</span>
            <div>{t(step)}</div>
          </li>
        ))}
      </ol>
    </div>
  );
}
