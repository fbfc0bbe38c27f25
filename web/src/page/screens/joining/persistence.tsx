/** Asking the browser to keep its data, and what its answer means. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { askPersistence, storage, type Persistence } from "../../store/quota.ts";
import { Button } from "../../ui/buttons.tsx";

export function AskPersistence(): JSX.Element {
  const [answer, setAnswer] = useState<Persistence | "">("");
  const [asking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    setAnswer(await askPersistence());
    setAsking(false);
  };
  return (
    <>
      {!storage.value.persistent && (
        <Button busy={asking} onPress={() => void ask()}>
          {t("phone.ask_persistent")}
        </Button>
      )}
      <p role="status" class="small">
        {answer && t(`phone.persistent_${answer}`)}
      </p>
    </>
  );
}
