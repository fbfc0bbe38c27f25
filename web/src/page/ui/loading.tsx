/** Nothing for a second, then a sentence with a count, so that a quick page never blinks. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";

export function Loading({ count }: { count?: number | undefined }): JSX.Element {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((past) => past + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const text =
    count === undefined
      ? t("parts.loading", { n: seconds })
      : t("parts.loading_count", { n: count });
  return (
    <p class="empty soft" role="status">
      {seconds > 0 ? text : ""}
    </p>
  );
}
