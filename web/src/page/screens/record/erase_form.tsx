// Ordering that parts of one entry be erased: which entry, which parts, on which basis.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { ErasureBasis, Order } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { fullText } from "../../i18n/dates.ts";
import { t } from "../../i18n/text.ts";
import { erasableOf, orderErasure } from "../../model/kinds/retention.ts";
import type { Line } from "../../model/lines.ts";
import type { History } from "../../model/versions.ts";
import { VOCABULARY } from "../../model/words.ts";
import { partNames, wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { Check, FieldError, SelectField, TextField } from "../../ui/fields.tsx";

type Wanted = {
  readonly entry: string; readonly parts: readonly string[]; readonly basis: string;
  readonly text: string;
};

const NOTHING: Wanted = { entry: "", parts: [], basis: "", text: "" };

export function EraseForm(props: { history: History; onDone: () => void }): JSX.Element | null {
  const { history, onDone } = props;
  const draftKey = `erase:${history.subject}`;
  const draft = useDraft<Wanted>(draftKey, NOTHING);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState(false);
  const wanted = draft.value;
  if (!wanted) return null;
  const line = history.lines.find((one) => one.id === wanted.entry);
  const press = (): void => {
    const order = line && orderOf(line, wanted);
    setMissing(!order);
    if (order) {
      const sentence = sentenceOf(order);
      setRequest({ act: orderErasure(order), sentence, draftKey, onSigned: onDone,
        about: history.subject });
    }
  };
  return (
    <section class="stack" aria-label={t("retention.order")}>
      <h3>{t("retention.order")}</h3>
      <p>{t("retention.means")}</p>
      <SelectField id="erase-entry" label={t("retention.which")} value={wanted.entry}
        options={entriesOf(history)}
        onChoose={(entry) => draft.keep({ ...wanted, entry, parts: [] })} />
      {line && <PartChecks {...{ line, wanted }} onChange={draft.keep} />}
      <SelectField id="erase-basis" label={t("retention.basis")} value={wanted.basis}
        options={bases()} onChoose={(basis) => draft.keep({ ...wanted, basis })} />
      <TextField id="erase-text" label={t("retention.text")} hint={t("retention.text_hint")} lines
        value={wanted.text} onInput={(text) => draft.keep({ ...wanted, text })} />
      <FieldError id="erase-missing" text={missing ? t("retention.missing") : ""} />
      <div class="row">
        <Button id="erase-sign" kind="danger" onPress={press}>
          {t("retention.order")}
        </Button>
        <Button onPress={() => void draft.drop().then(onDone)}>{t("retention.drop")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function PartChecks(props: {
  line: Line; wanted: Wanted; onChange: (wanted: Wanted) => void;
}): JSX.Element {
  const { line, wanted, onChange } = props;
  return (
    <fieldset class="stack">
      <legend>{t("retention.parts")}</legend>
      {erasableOf(line).map((name) => (
        <Check key={name} id={`erase-${name}`} label={wordText(`part.${name}`)}
          checked={wanted.parts.includes(name)}
          onChange={(on) => onChange({ ...wanted, parts: withOrWithout(wanted.parts, name, on) })}
        />
      ))}
    </fieldset>
  );
}

function withOrWithout(parts: readonly string[], name: string, on: boolean): string[] {
  const others = parts.filter((one) => one !== name);
  return on ? [...others, name] : others;
}

/** The entries of this record, and the reports on its item, that still have such parts. What the
 *  registry states of a person has no versions: each entry is named by its moment. */
function entriesOf(history: History): { value: string; text: string }[] {
  const own = history.versions.map(({ number, line }) =>
    ({ line, text: t("retention.version", { number }) }));
  const reports = history.reports.flatMap(({ versions }) => versions.map(({ line, parts }) => {
    const number = String(parts["result"]?.["report_number"]);
    return { line, text: t("retention.report", { number }) };
  }));
  const stated = history.lines.filter(({ kind }) => kind.startsWith("person.")).map((line) =>
    ({ line, text: t("retention.stated", { at: fullText(new Date(line.at)) }) }));
  return [...own, ...reports, ...stated]
    .filter(({ line }) => line.position >= 0 && erasableOf(line).length)
    .map(({ line, text }) => ({ value: line.id, text }));
}

function bases(): { value: string; text: string }[] {
  return VOCABULARY.erasure_basis.map((word) =>
    ({ value: word, text: wordText(`erasure_basis.${word}`) }));
}

/** Return the order that was asked for; nothing while a field is empty. */
function orderOf(line: Line, { parts, basis, text }: Wanted): Order | undefined {
  if (parts.length === 0 || basis === "" || text.trim() === "") return undefined;
  const stated = basis as ErasureBasis;
  return { record: line.subject, entry: line.id, parts: [...parts].sort(), basis: stated, text };
}

function sentenceOf(order: Order): string {
  const basis = wordText(`erasure_basis.${order.basis}`);
  return t("retention.sign_order", { who: viewer().name, parts: partNames(order.parts), basis });
}
