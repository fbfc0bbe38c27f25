// What the registry states about a person, as a record: its trail, what of it is held or erased.

import type { JSX } from "preact";

import "../../styles/desk.css";
import { JustSigned } from "../../forms/signed.tsx";
import { t } from "../../i18n/text.ts";
import { PersonName } from "../../shown/names.tsx";
import { useRecord } from "../../shown/use_record.ts";
import { Button } from "../../ui/buttons.tsx";
import { Loading } from "../../ui/loading.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Retention } from "./retention.tsx";
import { Trail } from "./trail.tsx";

export default function PersonPage({ subject }: { subject: string }): JSX.Element {
  const [answer, reload] = useRecord(subject);
  if (!answer) return <Loading />;
  return (
    <div class="stack">
      <JustSigned about={subject} />
      <h1 tabIndex={-1}>
        <PersonName person={subject} />
      </h1>
      {answer.ok ? (
        <>
          <Retention role="administrator" loaded={answer.loaded} reload={reload} />
          <Trail loaded={answer.loaded} />
        </>
      ) : (
        <>
          <ProblemNotice problem={answer.problem} />
          <Button onPress={reload}>{t("record.try_again")}</Button>
        </>
      )}
    </div>
  );
}
