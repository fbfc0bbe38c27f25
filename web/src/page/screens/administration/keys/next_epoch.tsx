/** The way out of read-only: one administrator proposes the next epoch, another one approves. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import type { Proposal } from "../../../../shared/answers.gen.ts";
import type { NextEpoch as Next } from "../../../../shared/types.gen.ts";
import { Sentence } from "../../../forms/form.tsx";
import { type Saver, useSaving } from "../../../forms/saving.ts";
import { useTyped } from "../../../forms/typed.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { t } from "../../../i18n/text.ts";
import { approveEpoch, proposeEpoch } from "../../../model/kinds/epoch.ts";
import { newIdentifier } from "../../../platform/identifiers.ts";
import { readOnly, type WayOut } from "../../../sync/read_only.ts";
import { Button } from "../../../ui/buttons.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/fields.tsx";
import { mayAdminister, maySign, me, personName } from "../frame/known.ts";
import { wanting } from "../frame/words.ts";

/** A proposal to approve, or the wish to make one. */
type Open = Proposal | "new" | null;

export default function NextEpoch(): JSX.Element | null {
  const open = useSignal<Open>(null);
  const saver = useSaving();
  const guard = readOnly.value;
  if (!guard?.next || !mayAdminister() || !maySign()) return null;
  const close = (): void => void (open.value = null);
  return (
    <div class="stack">
      {saver.saving.state === "failed" && <Verdict saving={saver.saving} />}
      <Ways
        guard={guard}
        signed={saver.saving.state === "signed"}
        choose={(one) => (open.value = one)}
      />
      {open.value === "new" && <Propose next={guard.next} saver={saver} close={close} />}
      {open.value && open.value !== "new" && (
        <Approve next={guard.next} proposal={open.value} saver={saver} close={close} />
      )}
    </div>
  );
}

/** An own proposal waits for another administrator; each of another's can be approved. */
function Ways(props: {
  guard: WayOut; signed: boolean; choose: (open: Open) => void;
}): JSX.Element {
  const { guard, signed, choose } = props;
  const mine = guard.proposals.some((one) => one.person === me().person);
  const others = guard.proposals.filter((one) => one.person !== me().person);
  if (mine) return <p role="status">{t("admin.epoch.waiting")}</p>;
  if (signed) return <p role="status">{t("admin.epoch.sent")}</p>;
  return (
    <>
      {others.map((one) => (
        <div key={one.entry} class="stack">
          <p>{t("admin.epoch.proposed", { name: nameOf(one), reason: one.reason })}</p>
          <Button kind="primary" onPress={() => choose(one)}>
            {t("admin.epoch.approve")}
          </Button>
        </div>
      ))}
      {others.length === 0 && (
        <Button kind="primary" onPress={() => choose("new")}>
          {t("admin.epoch.open")}
        </Button>
      )}
    </>
  );
}

function Propose(props: { next: Next; saver: Saver; close: () => void }): JSX.Element {
  const { next, saver, close } = props;
  const typed = useTyped("admin.epoch", { reason: "" });
  const tried = useSignal(false);
  const reason = typed.value.reason.trim();
  const sign = async (): Promise<void> => {
    tried.value = true;
    const act = proposeEpoch(newIdentifier(), next, reason);
    if (reason && (await saver.save([act], typed.key))) close();
  };
  return (
    <EpochDialog
      title={t("admin.epoch.open")}
      button={t("admin.epoch.sign_open")}
      saver={saver}
      close={close}
      sign={() => void sign()}
    >
      <TextField
        label={t("admin.epoch.reason")}
        hint={t("admin.epoch.reason_hint")}
        lines
        value={typed.value.reason}
        onInput={(words) => typed.set({ reason: words })}
        {...wanting(tried.value && !reason, "admin.missing_value")}
      />
      {reason && <Sentence text={t("admin.signs.epoch_open", { ...holes(next), reason })} />}
    </EpochDialog>
  );
}

function Approve(props: {
  next: Next; proposal: Proposal; saver: Saver; close: () => void;
}): JSX.Element {
  const { next, proposal, saver, close } = props;
  const sign = async (): Promise<void> => {
    if (await saver.save([approveEpoch(proposal.subject, proposal.entry, next)])) close();
  };
  const words = { name: nameOf(proposal), reason: proposal.reason };
  return (
    <EpochDialog
      title={t("admin.epoch.approve")}
      button={t("admin.epoch.sign_approve")}
      saver={saver}
      close={close}
      sign={() => void sign()}
    >
      <p>{t("admin.epoch.proposed", words)}</p>
      <Sentence text={t("admin.signs.epoch_approve", { ...holes(next), ...words })} />
    </EpochDialog>
  );
}

function EpochDialog(props: {
  title: string; button: string; saver: Saver; close: () => void; sign: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const action = (
    <Button kind="primary" busy={props.saver.saving.state === "signing"} onPress={props.sign}>
      {props.button}
    </Button>
  );
  return (
    <Dialog title={props.title} open onClose={props.close} actions={action}>
      <p>{t("admin.epoch.means")}</p>
      {props.children}
    </Dialog>
  );
}

function holes(next: Next): { me: string; epoch: number; size: number } {
  return { me: me().name, epoch: next.epoch, size: next.old_size };
}

function nameOf(proposal: Proposal): string {
  return proposal.name || personName(proposal.person);
}
