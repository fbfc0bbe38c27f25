/** What capture needs in this language, in one small chunk of the first load. */
import { merge, type Fragment } from "../merge.ts";

export default merge(
  import.meta.glob<Fragment>("../../../../locales/sr-Latn/{entry,parts,shell,state,word}.json", {
    eager: true,
    import: "default",
  }),
);
