/** Without HTTPS a browser gives no keys, no camera and no offline store: say so, nothing else. */
import type { JSX } from "preact";
import { t } from "../i18n/text.ts";
import { Notice } from "../ui/notice.tsx";
import { Languages } from "./frame.tsx";

export function InsecurePage(): JSX.Element {
  const secure = location.href.replace(/^http:/, "https:");
  return (
    <main class="stack">
      <Languages />
      <h1>{t("shell.insecure_title")}</h1>
      <Notice title={t("shell.insecure")} next={t("shell.insecure_next")} />
      <p>
        <a href={secure}>{secure}</a>
      </p>
      <p class="small soft">{t("shell.insecure_here")}</p>
    </main>
  );
}
