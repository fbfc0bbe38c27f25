// Versions that stand beside each other, and the choice between them by a supervisor who wrote
// none. What differs is shown side by side before anything is signed.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { LIMITS, type Reason } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { NoKeyNotice } from "../../forms/no_key.tsx";
import { type Because, ReasonFields, reasonGiven, reasonMissing } from "../../forms/reason.tsx";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { fullText } from "../../i18n/dates.ts";
import { t } from "../../i18n/text.ts";
import { differenceOf } from "../../model/difference.ts";
import { resolveConflict } from "../../model/kinds/screening.ts";
import { headsOf, itemOf, type Version } from "../../model/versions.ts";
import type { Loaded } from "../../shown/load.ts";
import { wordText } from "../../shown/values.tsx";
import { has, viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { ChangeTable } from "./compare.tsx";

type Chosen = Because & { readonly version: string };

export function ChooseOffer(props: {
  loaded: Loaded;
  onChoose: () => void;
}): JSX.Element | null {
  const { history, authors } = props.loaded;
  const who = viewer();
  if (!history.conflict || !has(who, "supervisor")) return null;
  const own = headsOf(history.versions).some(
    (version) => authors[version.line.key]?.person === who.person,
  );
  if (own) return <p class="small soft">{t("record.choose_own")}</p>;
  if (!who.signs) return <NoKeyNotice />;
  return (
    <div class="row">
      <Button kind="primary" id="choose" onPress={props.onChoose}>
        {t("record.choose")}
      </Button>
    </div>
  );
}

export function Choose(props: { loaded: Loaded; onDone: () => void }): JSX.Element | null {
  const { history } = props.loaded;
  const key = `choose:${history.subject}`;
  const draft = useDraft<Chosen>(key, { version: "", code: "", text: "" });
  const [tried, setTried] = useState(false);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const heads = headsOf(history.versions).slice(0, LIMITS.followed_entries);
  const chosen = draft.value;
  if (!chosen) return null;
  const standing = heads.find((version) => version.line.id === chosen.version);
  const press = (): void => {
    setTried(true);
    if (!standing || !reasonGiven(chosen)) return;
    const others = heads.filter((version) => version !== standing);
    setRequest({ ...requestFor(history.subject, standing, others, chosen), draftKey: key,
      onSigned: props.onDone });
  };
  return (
    <section class="stack" aria-label={t("record.choose")}>
      <h2>{t("record.choose")}</h2>
      <p>{t("record.choose_means")}</p>
      <Differences heads={heads} />
      <ChoiceGroup id="choose-version" label={t("record.choose_which")} value={chosen.version}
        options={heads.map((version) => optionOf(version, props.loaded))}
        error={tried && !standing ? t("record.choose_missing") : ""}
        onChoose={(version) => draft.keep({ ...chosen, version })} />
      <ReasonFields list="correction" {...chosen}
        error={tried && !reasonGiven(chosen) ? reasonMissing() : ""}
        onChange={(reason) => draft.keep({ ...chosen, ...reason })} />
      <div class="row">
        <Button kind="primary" id="choose-save" onPress={press}>
          {t("record.choose_sign")}
        </Button>
        <Button onPress={() => void draft.drop().then(props.onDone)}>
          {t("record.choose_later")}
        </Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

/** The first beside each of the others. */
function Differences({ heads }: { heads: readonly Version[] }): JSX.Element {
  const [first, ...others] = heads;
  return (
    <>
      {first && others.map((other) => (
        <ChangeTable key={other.line.id} from={first.number} to={other.number}
          changes={differenceOf(first.parts, other.parts).filter((each) => each.sort !== "same")} />
      ))}
    </>
  );
}

function optionOf(version: Version, { authors }: Loaded): { value: string; text: string } {
  const who = authors[version.line.key]?.name ?? t("view.somebody");
  const at = fullText(new Date(version.line.at));
  return {
    value: version.line.id, text: t("record.version_by", { number: version.number, who, at }),
  };
}

function requestFor(
  subject: string, standing: Version, others: readonly Version[], { code, text }: Because,
): Omit<SignRequest, "onSigned"> {
  const follows = [standing, ...others].map((version) => version.line.id);
  const reason = { code, ...(text && { text }) } as Reason;
  return {
    act: resolveConflict(subject, follows, reason),
    about: subject,
    sentence: t("record.sentence_choose", {
      who: viewer().name,
      item: itemOf(standing)?.number ?? "",
      version: standing.number,
      others: others.map((version) => version.number).join(", "),
      reason: wordText(`reason.${code}`),
    }),
    details: text ? <p class="own-words">{text}</p> : undefined,
  };
}
