// What is kept of a record whatever happens, and what of it has gone: by whose order, and when.
// Supervisors and administrators act here; what they may do is decided by the server.

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { fullText } from "../../i18n/dates.ts";
import { t } from "../../i18n/text.ts";
import { type Held, holdsOf, type Ordered, ordersOf } from "../../model/kinds/retention.ts";
import type { Loaded } from "../../shown/load.ts";
import { partNames } from "../../shown/values.tsx";
import { has, viewer } from "../../sync/viewer.ts";
import { Button } from "../../ui/buttons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { EraseForm } from "./erase_form.tsx";
import { ConsentForm, HoldForm, LiftForm } from "./retention_forms.tsx";

type Open =
  | { readonly form: "hold" | "erase" }
  | { readonly form: "lift"; readonly held: Held }
  | { readonly form: "approve"; readonly ordered: Ordered };

/** `role` is the one that may act: supervisors on screenings, administrators on the registry. */
export function Retention(props: {
  role: "supervisor" | "administrator"; loaded: Loaded; reload: () => void;
}): JSX.Element | null {
  const { lines } = props.loaded.history;
  const [open, setOpen] = useState<Open | null>(null);
  const [holds, orders] = [holdsOf(lines), ordersOf(lines)];
  const acts = has(viewer(), props.role) && viewer().signs;
  if (!acts && holds.length === 0 && orders.length === 0) return null;
  const close = (): void => {
    setOpen(null);
    props.reload();
  };
  return (
    <section class="stack" aria-label={t("retention.title")}>
      <h2>{t("retention.title")}</h2>
      {holds.map((held) => (
        <HoldNotice key={held.line.id} held={held} loaded={props.loaded}
          onLift={acts ? () => setOpen({ form: "lift", held }) : undefined} />
      ))}
      {orders.map((ordered) => (
        <OrderNotice key={ordered.line.id} ordered={ordered} loaded={props.loaded}
          onApprove={acts ? () => setOpen({ form: "approve", ordered }) : undefined} />
      ))}
      {open && <OpenForm open={open} loaded={props.loaded} onDone={close} />}
      {acts && !open && (
        <div class="row">
          <Button id="hold" onPress={() => setOpen({ form: "hold" })}>
            {t("retention.hold")}
          </Button>
          <Button id="erase" kind="danger" onPress={() => setOpen({ form: "erase" })}>
            {t("retention.order")}
          </Button>
        </div>
      )}
    </section>
  );
}

function OpenForm(props: { open: Open; loaded: Loaded; onDone: () => void }): JSX.Element {
  const { open, onDone } = props;
  const { history } = props.loaded;
  switch (open.form) {
    case "hold":
      return <HoldForm record={history.subject} onDone={onDone} />;
    case "lift":
      return <LiftForm held={open.held} record={history.subject} onDone={onDone} />;
    case "approve":
      return <ConsentForm ordered={open.ordered} record={history.subject} onDone={onDone} />;
    case "erase":
      return <EraseForm history={history} onDone={onDone} />;
  }
}

/** Nobody takes back alone what they have put on a record alone. */
function isOwn(loaded: Loaded, key: string): boolean {
  return loaded.authors[key]?.person === viewer().person;
}

function HoldNotice(props: {
  held: Held; loaded: Loaded; onLift: (() => void) | undefined;
}): JSX.Element {
  const { held, loaded, onLift } = props;
  return (
    <Notice title={t("retention.held")}
      next={t("retention.held_by", { authority: held.hold.authority })}>
      {onLift && !isOwn(loaded, held.line.key) && (
        <Button id={`lift-${held.line.id.slice(0, 8)}`} onPress={onLift}>
          {t("retention.lift")}
        </Button>
      )}
    </Notice>
  );
}

function OrderNotice(props: {
  ordered: Ordered; loaded: Loaded; onApprove: (() => void) | undefined;
}): JSX.Element {
  const { ordered, loaded, onApprove } = props;
  const { line, approval, erased } = ordered;
  const parts = partNames(ordered.order.parts);
  if (erased) return <ErasedNotice {...{ ordered, loaded, parts, at: erased.received }} />;
  if (approval) {
    const title = t("retention.approved", { parts });
    return <Notice title={title} next={t("retention.approved_next")} />;
  }
  return (
    <Notice title={t("retention.waiting", { parts })}>
      {onApprove && !isOwn(loaded, line.key) && (
        <Button id={`approve-${line.id.slice(0, 8)}`} kind="danger" onPress={onApprove}>
          {t("retention.approve")}
        </Button>
      )}
    </Notice>
  );
}

function ErasedNotice(props: {
  ordered: Ordered; loaded: Loaded; parts: string; at: string;
}): JSX.Element {
  const { ordered, loaded, parts } = props;
  const name = (key = ""): string => loaded.authors[key]?.name || t("view.somebody");
  const by = { who: name(ordered.line.key), other: name(ordered.approval?.key) };
  return (
    <Notice title={t("retention.erased", { at: fullText(new Date(props.at)), parts })}
      next={t("retention.erased_by", by)} />
  );
}
