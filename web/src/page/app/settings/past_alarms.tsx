/** The alarms that were ever raised here, with what was known and what was shown: evidence. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { pastAlarms } from "../../store/checkpoints.ts";
import type { Alarm } from "../../store/rows.ts";
import { TimeText } from "../../ui/time.tsx";

export function PastAlarms(): JSX.Element | null {
  const [alarms, setAlarms] = useState<Alarm[]>([]);
  useEffect(() => void pastAlarms().then(setAlarms), []);
  if (alarms.length === 0) return null;
  return (
    <section class="card">
      <h2>{t("phone.past_alarms")}</h2>
      {alarms.toReversed().map((each) => (
        <details class="more" key={each.at}>
          <summary>
            <TimeText at={each.at} /> · {t(`shell.alarm_${each.code}`)}
          </summary>
          <p class="small soft">{t("phone.past_alarm_notes")}</p>
          <pre class="raw-text">{`${each.ours}\n${each.theirs}`}</pre>
        </details>
      ))}
    </section>
  );
}
