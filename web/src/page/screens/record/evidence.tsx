// Giving a record, or all about its item, to a recipient outside: by those who may, with a key.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { t } from "../../i18n/text.ts";
import type { Loaded } from "../../shown/load.ts";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { mayDisclose } from "./bundle_file.tsx";
import { DiscloseForm } from "./disclose_form.tsx";

export function Evidence({ loaded, reload }: {
  loaded: Loaded; reload: () => void;
}): JSX.Element | null {
  const [open, setOpen] = useState(false);
  // Without the server it is not known what belongs to the record, nor is there a file.
  if (!mayDisclose() || !viewer().signs || loaded.asOf !== null) return null;
  const close = (): void => {
    setOpen(false);
    reload();
  };
  return (
    <section class="stack" aria-label={t("evidence.title")}>
      <h2>{t("evidence.title")}</h2>
      <p class="small soft">{t("evidence.means")}</p>
      {open && <DiscloseForm loaded={loaded} onDone={close} />}
      {!open && (
        <div class="row">
          <Button id="export" onPress={() => setOpen(true)}>
            {t("evidence.export")}
          </Button>
        </div>
      )}
    </section>
  );
}
