// Queues and filters of the worklist. The search is sent a moment after the last key, so that
// every key is not a question to the server.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { t } from "../../i18n/text.ts";
import { VOCABULARY } from "../../model/words.ts";
import { wordText } from "../../shown/values.tsx";
import { registry } from "../../store/registry.ts";
import { DateField } from "../../ui/date_field.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import { addressOf, changed, type Filters, isFiltered, QUEUES } from "./queue.ts";

type FilterProps = { filters: Filters; onChange: (filters: Filters) => void };

const PAUSE_MS = 350;

export function FilterBar({ filters, onChange }: FilterProps): JSX.Element {
  return (
    <div class="stack">
      <QueueTabs filters={filters} />
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Search filters={filters} onChange={onChange} />
        <details class="more" open={isFiltered(filters) || matchMedia(WIDE).matches}>
          <summary>{t("desk.filters")}</summary>
          <MoreFilters filters={filters} onChange={onChange} />
        </details>
      </form>
    </div>
  );
}

/** A phone shows the list first; a desk has room for both. */
const WIDE = "(min-width: 48rem)";

function MoreFilters({ filters, onChange }: FilterProps): JSX.Element {
  const lay = (change: Partial<Filters>): void => onChange(changed(filters, change));
  return (
    <div class="filters-more">
      <SelectField label={t("desk.unit")} value={filters.unit} options={units()}
        placeholder={t("desk.any")} onChoose={(unit) => lay({ unit })} />
      <SelectField label={t("desk.instrument")} value={filters.instrument}
        options={instruments()} placeholder={t("desk.any")}
        onChoose={(instrument) => lay({ instrument })} />
      <SelectField label={t("desk.outcome")} value={filters.outcome} options={outcomes()}
        placeholder={t("desk.any")} onChoose={(outcome) => lay({ outcome })} />
      <DateField label={t("desk.from")} value={filters.from}
        onDay={(from) => from !== filters.from && lay({ from })} />
      <DateField label={t("desk.to")} value={filters.to}
        onDay={(to) => to !== filters.to && lay({ to })} />
    </div>
  );
}

function QueueTabs({ filters }: { filters: Filters }): JSX.Element {
  return (
    <nav class="queues" aria-label={t("desk.queues")}>
      {QUEUES.map((queue) => (
        <a
          key={queue}
          href={`#${addressOf(changed(filters, { queue }))}`}
          aria-current={queue === filters.queue ? "page" : undefined}
        >
          {t(`desk.queue_${queue}`)}
        </a>
      ))}
    </nav>
  );
}

function Search({ filters, onChange }: FilterProps): JSX.Element {
  const [typed, setTyped] = useState(filters.find);
  useEffect(() => setTyped(filters.find), [filters.find]);
  useEffect(() => {
    if (typed === filters.find) return undefined;
    const timer = setTimeout(() => onChange(changed(filters, { find: typed })), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      id="desk-search"
      label={t("desk.find")}
      hint={t("desk.find_hint")}
      type="search"
      value={typed}
      onInput={setTyped}
      verbatim
    />
  );
}

type Options = { value: string; text: string }[];

function units(): Options {
  return registry.value.units.map((each) => ({ value: each.unit, text: each.name }));
}

function instruments(): Options {
  return registry.value.instruments.map((each) => ({
    value: each.instrument, text: `${each.model} · ${each.serial}`,
  }));
}

function outcomes(): Options {
  return VOCABULARY.outcome_state.map((word) => ({
    value: word, text: wordText(`outcome_state.${word}`),
  }));
}
