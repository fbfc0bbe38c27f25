/** Whom an invite is for, so that no person joins under another's name. */
import type { JSX } from "preact";
import type { Welcome } from "../../../shared/answers.gen.ts";
import { t } from "../../i18n/text.ts";
import { TimeText } from "../../ui/time.tsx";

export function WelcomeFacts({ welcome }: { welcome: Welcome }): JSX.Element {
  const { name, unit, roles, browser, expires } = welcome;
  return (
    <section class="card">
      <h2>{name ? t("phone.welcome", { name }) : t("phone.welcome_founder")}</h2>
      <dl class="facts">
        {unit && <Fact word={t("phone.unit")}>{unit}</Fact>}
        <Fact word={t("phone.roles")}>{roles.map((role) => t(`role.${role}`)).join(", ")}</Fact>
        {browser && <Fact word={t("phone.browser_is")}>{t(`phone.as_${browser}`)}</Fact>}
        <Fact word={t("phone.open_until")}>
          <TimeText at={expires} />
        </Fact>
      </dl>
      {name && <p class="small soft">{t("phone.not_you", { name })}</p>}
    </section>
  );
}

function Fact(props: { word: string; children: JSX.Element | string }): JSX.Element {
  return (
    <>
      <dt>{props.word}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
