/** The last resort: a screen that failed says so, and that what was typed is kept. */
import { Component, type ComponentChildren } from "preact";
import { t } from "../i18n/text.ts";
import { Button, ButtonLink } from "../ui/buttons.tsx";
import { Notice } from "../ui/notice.tsx";

type Failed = { failure: string };

export class ErrorBoundary extends Component<{ children: ComponentChildren }, Failed> {
  override state: Failed = { failure: "" };

  override componentDidCatch(error: unknown): void {
    this.setState({ failure: error instanceof Error ? error.message : String(error) });
  }

  override render(): ComponentChildren {
    if (!this.state.failure) return this.props.children;
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{t("shell.failed_title")}</h1>
        <Notice tone="loud" title={t("shell.failed")} next={t("parts.kept")} live="assertive" />
        <p class="small soft">
          {t("parts.code")} <code>{this.state.failure}</code>
        </p>
        <div class="row">
          <Button kind="primary" onPress={() => location.reload()}>
            {t("shell.reload")}
          </Button>
          <ButtonLink to="/settings">{t("shell.settings")}</ButtonLink>
        </div>
      </div>
    );
  }
}
