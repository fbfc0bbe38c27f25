// A moment of the trail with its day, by this device's clock; the exact text on hover and under
// "technical". A trail is read years later, so the day is never left out.

import type { JSX } from "preact";

import { fullText } from "../i18n/dates.ts";

export function Moment({ at }: { at: string }): JSX.Element {
  const when = new Date(at);
  return (
    <time dateTime={at} title={at}>
      {Number.isNaN(when.getTime()) ? at : fullText(when)}
    </time>
  );
}
