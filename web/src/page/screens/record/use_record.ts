// One record as a page sees it: read again whenever stored data changed, because a receipt
// arrived or another window signed.

import { useEffect, useState } from "preact/hooks";

import { revision } from "../../store/changes.ts";
import { type LoadAnswer, loadRecord } from "./load.ts";

export function useRecord(subject: string): [LoadAnswer | undefined, () => void] {
  const [answer, setAnswer] = useState<LoadAnswer>();
  const [round, setRound] = useState(0);
  const changed = revision.value;
  useEffect(() => {
    let left = false;
    void loadRecord(subject).then((found) => !left && setAnswer(found));
    return () => {
      left = true;
    };
  }, [subject, round, changed]);
  return [answer, () => setRound((past) => past + 1)];
}
