// Which entries are given to whom, on what basis, and which of their parts are withheld.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { LIMITS } from "../../../shared/types.gen.ts";
import { useDraft } from "../../forms/draft.ts";
import { SignDialog, type SignRequest } from "../../forms/sign.tsx";
import { t, tWith } from "../../i18n/text.ts";
import { discloseEntries, enclosable, partsOf } from "../../model/kinds/disclosure.ts";
import type { Line } from "../../model/lines.ts";
import { asideOf, currentOf, itemOf } from "../../model/versions.ts";
import type { Loaded } from "../../shown/load.ts";
import { partNames, wordText } from "../../shown/values.tsx";
import { viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { ChoiceGroup } from "../../ui/choice.tsx";
import { Check, FieldError, TextField } from "../../ui/fields.tsx";

type Wanted = {
  readonly scope: "record" | "item"; readonly recipient: string; readonly basis: string;
  readonly withheld: readonly string[];
};

const NOTHING: Wanted = { scope: "record", recipient: "", basis: "", withheld: [] };

/** What can be given: the subject that the disclosure is about, and the entries. */
type Scope = { readonly subject: string; readonly lines: readonly Line[] };

function scopesOf({ history, known }: Loaded): { record: Scope; item: Scope } {
  const version = currentOf(history.versions) ?? asideOf(history);
  const item = version && itemOf(version)?.item;
  const scope = (subject: string, lines: readonly Line[]): Scope =>
    ({ subject, lines: enclosable(lines, subject) });
  const record = scope(history.subject, history.lines);
  return { record, item: item ? scope(item, known) : record };
}

export function DiscloseForm(props: {
  loaded: Loaded; onDone: () => void;
}): JSX.Element | null {
  const { history } = props.loaded;
  const draftKey = `disclose:${history.subject}`;
  const draft = useDraft<Wanted>(draftKey, NOTHING);
  const [request, setRequest] = useState<SignRequest | null>(null);
  const [missing, setMissing] = useState("");
  const wanted = draft.value;
  if (!wanted) return null;
  const scopes = scopesOf(props.loaded);
  const scope = scopes[wanted.scope];
  const press = (): void => {
    const lacking = lackingOf(wanted, scope);
    setMissing(lacking);
    if (lacking) return;
    const [act, sentence] = [actOf(wanted, scope), sentenceOf(wanted, scope)];
    const about = history.subject;
    setRequest({ act, sentence, draftKey, onSigned: props.onDone, about });
  };
  return (
    <section class="stack" aria-label={t("evidence.export")}>
      <h3>{t("evidence.export")}</h3>
      <Fields {...{ wanted, scopes }} onChange={draft.keep} />
      <FieldError id="disclose-missing" text={missing} />
      <div class="row">
        <Button id="disclose-sign" kind="primary" onPress={press}>
          {t("evidence.press")}
        </Button>
        <Button onPress={() => void draft.drop().then(props.onDone)}>{t("evidence.drop")}</Button>
      </div>
      <SignDialog request={request} onClose={() => setRequest(null)} />
    </section>
  );
}

function Fields(props: {
  wanted: Wanted; scopes: Record<Wanted["scope"], Scope>; onChange: (wanted: Wanted) => void;
}): JSX.Element {
  const { wanted, scopes, onChange } = props;
  const set = (change: Partial<Wanted>): void => onChange({ ...wanted, ...change });
  return (
    <>
      {scopes.item.lines.length > scopes.record.lines.length && (
        <ChoiceGroup label={t("evidence.scope")} value={wanted.scope}
          options={(["record", "item"] as const).map((value) =>
            ({ value, text: scopeText(value, scopes[value]) }))}
          onChoose={(scope) => set({ scope: scope as Wanted["scope"] })} />
      )}
      <TextField id="disclose-recipient" label={t("evidence.recipient")} required
        value={wanted.recipient} onInput={(recipient) => set({ recipient })} />
      <TextField id="disclose-basis" label={t("evidence.basis")} hint={t("evidence.basis_hint")}
        required lines value={wanted.basis} onInput={(basis) => set({ basis })} />
      <Withheld names={partsOf(scopes[wanted.scope].lines)} chosen={wanted.withheld}
        onChange={(withheld) => set({ withheld })} />
    </>
  );
}

function Withheld(props: {
  names: readonly string[]; chosen: readonly string[]; onChange: (names: string[]) => void;
}): JSX.Element {
  const { names, chosen } = props;
  const turn = (name: string, on: boolean): void =>
    props.onChange(names.filter((one) => (one === name ? on : chosen.includes(one))));
  return (
    <fieldset class="stack">
      <legend>{t("evidence.withheld")}</legend>
      <p class="small soft">{t("evidence.withheld_hint")}</p>
      {names.map((name) => (
        <Check key={name} id={`withhold-${name}`} label={wordText(`part.${name}`)}
          checked={chosen.includes(name)} onChange={(on) => turn(name, on)} />
      ))}
    </fieldset>
  );
}

function scopeText(which: Wanted["scope"], { lines }: Scope): string {
  return t(which === "item" ? "evidence.scope_item" : "evidence.scope_record",
    { n: lines.length });
}

/** Say what is missing, or nothing. */
function lackingOf({ recipient, basis, withheld }: Wanted, { lines }: Scope): string {
  if (recipient.trim() === "" || basis.trim() === "") return t("evidence.missing");
  const most = LIMITS.disclosed_entries;
  if (lines.length > most) return t("evidence.too_many", { n: most });
  return withheld.length > LIMITS.parts ? t("evidence.too_many_parts") : "";
}

/** What is withheld of the scope that was chosen last. */
function withheldOf({ withheld }: Wanted, { lines }: Scope): string[] {
  return partsOf(lines).filter((name) => withheld.includes(name));
}

function actOf(wanted: Wanted, scope: Scope): SignRequest["act"] {
  const entries = scope.lines.map((line) => line.id);
  const { recipient, basis } = wanted;
  const withheld = withheldOf(wanted, scope);
  return discloseEntries(scope.subject, { recipient, basis, entries, withheld });
}

function sentenceOf(wanted: Wanted, scope: Scope): SignRequest["sentence"] {
  const withheld = withheldOf(wanted, scope);
  return tWith("evidence.sign", {
    who: <bdi>{viewer().name}</bdi>,
    what: scopeText(wanted.scope, scope),
    recipient: <bdi>{wanted.recipient}</bdi>,
    basis: <bdi>{wanted.basis}</bdi>,
    parts: withheld.length > 0 ? partNames(withheld) : t("evidence.nothing"),
  });
}
