// One record as a page sees it: read again whenever stored data changed, because a receipt
// arrived or another window signed.

import { useEffect, useState } from "preact/hooks";

import { revision } from "../store/changes.ts";
import { showLatest } from "../ui/latest.ts";
import { type LoadAnswer, loadRecord } from "./load.ts";

export function useRecord(subject: string): [LoadAnswer | undefined, () => void] {
  const [answer, setAnswer] = useState<LoadAnswer>();
  const [round, setRound] = useState(0);
  const changed = revision.value;
  useEffect(() => showLatest(loadRecord(subject), setAnswer), [subject, round, changed]);
  return [answer, () => setRound((past) => past + 1)];
}
