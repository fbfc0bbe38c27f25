/** Instruments: list, add, and their states by date; a state once stated stays. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Instrument } from "../../../../shared/types.gen.ts";
import { SignedForm } from "../../../forms/form.tsx";
import { type Saver, useSaving } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { plainDay } from "../../../i18n/dates.ts";
import { t } from "../../../i18n/text.ts";
import { registerInstrument, stateInstrument } from "../../../model/kinds/organisation.ts";
import { newIdentifier } from "../../../platform/identifiers.ts";
import { unitName } from "../../../store/registry.ts";
import { Button } from "../../../ui/buttons.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Verbatim } from "../../../ui/verbatim.tsx";
import {
  type InstrumentRow, known, mayAdminister, mayOverseeUnit, maySign, me, servable,
} from "../frame/known.ts";
import { Listing, type Told } from "../frame/listing.tsx";
import { Panel, Section } from "../frame/section.tsx";
import { serviceText } from "../frame/words.ts";
import {
  completeInstrument, InstrumentFields, type InstrumentText, newInstrument, newState, StateFields,
  type StateText,
} from "./instrument_fields.tsx";
import { PastStates } from "./past_states.tsx";

export default function Instruments(): JSX.Element {
  const open = useSignal<InstrumentRow | "new" | null>(null);
  const saver = useSaving();
  const { instruments } = known();
  const start = (row: InstrumentRow | "new"): void => {
    saver.forget();
    open.value = row;
  };
  const add = mayAdminister() && maySign() && (
    <Button kind="primary" onPress={() => start("new")}>{t("admin.instruments.add")}</Button>
  );
  return (
    <Section
      name="instruments"
      action={add}
      verdict={<Verdict saving={saver.saving} />}
      panel={open.value && panelOf(open.value, saver, () => (open.value = null))}
    >
      <Listing
        caption={t("admin.instruments.title")}
        rows={instruments}
        keyOf={(row) => row.instrument}
        columns={columns(start)}
        empty={{ title: "admin.instruments.empty", next: "admin.instruments.empty_next" }}
        search={{
          label: "admin.instruments.search",
          texts: (row) => [row.model, row.serial, unitName(row.unit)],
        }}
      />
    </Section>
  );
}

function panelOf(row: InstrumentRow | "new", saver: Saver, close: () => void): JSX.Element {
  if (row === "new") return <AddInstrument key="new" {...{ saver, close }} />;
  return <StateForm key={row.instrument} {...{ row, saver, close }} />;
}

export function columns(open: (row: InstrumentRow) => void): Told<InstrumentRow>[] {
  return [
    { key: "model", head: t("admin.instruments.instrument"), cell: nameCell },
    { key: "unit", head: t("admin.instruments.unit"), cell: (row) => unitName(row.unit) },
    {
      key: "state", head: t("admin.instruments.state"),
      cell: (row) => (row.state ? serviceText(row.state.in_service) : "–"),
    },
    ...(["firmware", "library"] as const).map((key) => ({
      key, head: t(`admin.instruments.${key}`), cell: (row: InstrumentRow) => shown(row, key),
    })),
    {
      key: "since", head: t("admin.instruments.since"),
      cell: (row) => (row.state ? plainDay(row.state.since) : "–"),
    },
    {
      key: "state_new", head: "",
      cell: (row) => maySign() && mayOverseeUnit(row.unit) && (
        <Button onPress={() => open(row)} label={`${t("admin.change")}: ${row.serial}`}>
          {t("admin.change")}
        </Button>
      ),
    },
  ];
}

function nameCell(row: InstrumentRow): JSX.Element {
  return (
    <>
      {row.model}
      <span class="under">
        <Verbatim text={row.serial} />
      </span>
    </>
  );
}

function shown(row: InstrumentRow, name: "firmware" | "library"): JSX.Element | string {
  const text = row.state?.[name];
  return text ? <Verbatim text={text} /> : "–";
}

type AddProps = { saver: Saver; close: () => void };
type AddText = InstrumentText & Pick<StateText, "firmware" | "library" | "since">;

function AddInstrument({ saver, close }: AddProps): JSX.Element {
  const subject = useMemo(newIdentifier, []);
  const typed = useTyped<AddText>("admin.instrument.new", useMemo(newInstrumentText, []));
  const { firmware, library, since, ...text } = typed.value;
  const state: StateText = { ...newState(), firmware, library, since };
  const instrument = since ? completeInstrument(text) : null;
  const sign = async (): Promise<void> => {
    if (!instrument) return;
    const acts = [registerInstrument(subject, instrument), stateInstrument(subject, "", state)];
    if (await saver.save(acts, typed.key)) close();
  };
  return (
    <Panel title={t("admin.instruments.add_title")}>
      {!known().units.some(servable) && <Notice title={t("admin.instruments.unit_first")} />}
      <SignedForm
        typed={typed}
        sentence={instrument ? instrumentSentence(instrument, state) : ""}
        busy={saver.saving.state === "signing"}
        onSign={() => void sign()}
        onLeave={close}
      >
        {(tried) => (
          <>
            <InstrumentFields text={text} set={typed.set} tried={tried} />
            <StateFields text={state} set={typed.set} tried={tried} first />
          </>
        )}
      </SignedForm>
    </Panel>
  );
}

/** Where only one unit could keep it, that unit is filled in. */
function newInstrumentText(): AddText {
  const units = known().units.filter(servable);
  const { firmware, library, since } = newState();
  return { ...newInstrument(units.length === 1 ? units[0]?.unit : ""), firmware, library, since };
}

export function instrumentSentence(
  instrument: Instrument, state: StateText, unit = unitName(instrument.unit),
): string {
  const { model, serial } = instrument;
  const fresh = t("admin.signs.instrument_new", { me: me().name, model, serial, unit });
  return `${fresh}\n${stateSentence(instrument, state)}`;
}

function stateSentence(
  { model, serial }: { model: string; serial: string }, state: StateText,
): string {
  const firmware = state.firmware || t("admin.instruments.not_shown");
  const library = state.library || t("admin.instruments.not_shown");
  const service = serviceText(state.in_service).toLowerCase();
  const day = plainDay(state.since);
  const facts = { me: me().name, model, serial, day, firmware, library, service };
  return t("admin.signs.state_new", facts);
}

type StateProps = { row: InstrumentRow; saver: Saver; close: () => void };

function StateForm({ row, saver, close }: StateProps): JSX.Element {
  const beginning = useMemo(() => stateAfter(row), []);
  const typed = useTyped<StateText>(`admin.state.${row.instrument}`, beginning);
  const state = typed.value;
  const sign = async (): Promise<void> => {
    const act = stateInstrument(row.instrument, row.state?.entry ?? row.entry, state);
    if (await saver.save([act], typed.key)) close();
  };
  return (
    <Panel title={t("admin.instruments.state_title", { name: `${row.model} ${row.serial}` })}>
      <SignedForm
        typed={typed}
        sentence={state.since ? stateSentence(row, state) : ""}
        busy={saver.saving.state === "signing"}
        onSign={() => void sign()}
        onLeave={close}
      >
        {(tried) => <StateFields text={state} set={typed.set} tried={tried} />}
      </SignedForm>
      <PastStates instrument={row.instrument} />
    </Panel>
  );
}

/** Today, with what was displayed last: most new states change one word of it. */
function stateAfter(row: InstrumentRow): StateText {
  const { firmware = "", library = "", in_service = true } = row.state ?? {};
  return { ...newState(), firmware, library, in_service };
}
