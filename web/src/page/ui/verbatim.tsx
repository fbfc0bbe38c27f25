/** Text exactly as an instrument, a report or a paper shows it: never translated by the browser,
 *  isolated in its direction, spaces kept, never cut off. */
import type { JSX } from "preact";
import { tOr } from "../i18n/text.ts";

export function Verbatim({ text }: { text: string }): JSX.Element {
  return (
    <bdi class="verbatim notranslate" translate={false}>
      {text}
    </bdi>
  );
}

/** The colour of the instrument's own screen: a word with a swatch, inside the reading only. */
export function DisplayColour({
  colour,
  words,
}: {
  colour: string;
  words?: string | undefined;
}): JSX.Element {
  return (
    <span class="row">
      <span class={`swatch swatch-${colour}`} aria-hidden="true" />
      {colour === "other" && words ? <Verbatim text={words} /> : tOr(`word.${colour}`, colour)}
    </span>
  );
}
