// The file of a disclosure: saved at a press, with what its recipient needs to check it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { t, tWith } from "../../i18n/text.ts";
import { identity } from "../../store/identity.ts";
import { type BundleFile, saveBundle } from "../../sync/bundle.ts";
import type { Called } from "../../sync/http.ts";
import { listedLogbooks } from "../../sync/installation.ts";
import { session } from "../../sync/session.ts";
import { has, viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { CopyText } from "../../ui/copy.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";

/** Whether this person may have the files of disclosures. */
export function mayDisclose(): boolean {
  return has(viewer(), "supervisor", "auditor");
}

export function BundleOffer({ entry }: { entry: string }): JSX.Element | null {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Called<BundleFile>>();
  if (!mayDisclose()) return null;
  const save = async (): Promise<void> => {
    setBusy(true);
    setAnswer(await saveBundle(entry));
    setBusy(false);
  };
  return (
    <div class="stack bundle">
      <div class="row">
        <Button busy={busy} onPress={() => void save()}>
          {t("evidence.save")}
        </Button>
      </div>
      {answer && !answer.ok && <ProblemNotice problem={answer.problem} />}
      {answer?.ok && <Saved file={answer.value} />}
    </div>
  );
}

function Saved({ file }: { file: BundleFile }): JSX.Element {
  const page = <a href="/verify.html" download="verify.html">verify.html</a>;
  return (
    <div class="stack" role="status">
      <p class="small">{t("evidence.saved", { name: file.name })}</p>
      <Copied label={t("evidence.sha256")} text={file.hash} />
      <Copied label={t("evidence.key")} text={publishedKey()} />
      <p class="small">{tWith("evidence.check", { page })}</p>
    </div>
  );
}

/** The key that a recipient needs: as pinned here, else as the server names it. */
function publishedKey(): string {
  const read = session.value?.logbook;
  const listed = listedLogbooks().find((one) => one.logbook === read);
  return identity.value?.checkpointKey ?? listed?.checkpoint_key ?? "";
}

function Copied({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    <div>
      <p class="small soft">{label}</p>
      <CopyText label={label} text={text} press={t("evidence.copy")}
        copied={t("evidence.copied")} failed={t("evidence.copy_failed")} />
    </div>
  );
}
