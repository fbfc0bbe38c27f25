/** Every other text in this language; arrives with the first screen that is opened later. */
import { merge, type Fragment } from "../merge.ts";

export default merge(
  import.meta.glob<Fragment>(
    [
      "../../../../locales/sr-Cyrl/*.json",
      "!../../../../locales/sr-Cyrl/{entry,parts,shell,state,verifier,word}.json",
    ],
    { eager: true, import: "default" },
  ),
);
