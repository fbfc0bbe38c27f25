/** What the entries of a subject state, read again whenever stored data changed. */
import { useEffect, useState } from "preact/hooks";
import type { Stated } from "../model/copied.ts";
import { revision } from "../store/changes.ts";
import { statedOf } from "../sync/erased_drafts.ts";
import { showLatest } from "../ui/latest.ts";

export function useStated(subject: string): readonly Stated[] {
  const [stated, setStated] = useState<readonly Stated[]>([]);
  const changed = revision.value;
  useEffect(() => showLatest(statedOf(subject), setStated), [subject, changed]);
  return stated;
}
