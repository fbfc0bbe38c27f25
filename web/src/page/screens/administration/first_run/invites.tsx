/** Step 6: an invite for each of the two, shown once, and how one computer serves as both. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { t } from "../../../i18n/text.ts";
import { outboxStatus } from "../../../store/outbox.ts";
import type { Problem } from "../../../sync/http.ts";
import { makeInvite } from "../../../sync/invites.ts";
import { syncNow } from "../../../sync/status.ts";
import { Button } from "../../../ui/buttons.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { Loading } from "../../../ui/loading.tsx";
import { Notice, ProblemNotice } from "../../../ui/notice.tsx";
import { InviteCard } from "../keys/invite_card.tsx";
import { keepMade, readInvites, useInvites } from "../keys/invite_list.ts";
import { type Colleague, colleagues } from "./people.tsx";
import type { StepProps } from "./progress.ts";

const BROWSERS = { officer: "phone", chemist: "desk" } as const;

export function StepInvites({ progress, next }: StepProps): JSX.Element {
  const { waiting } = outboxStatus.value;
  const registered = progress.value.done.includes("people");
  return (
    <>
      {waiting > 0 && (
        <Notice live="polite" title={t("first_run.invites.waiting", { n: waiting })}>
          <Button onPress={() => void syncNow()}>{t("admin.try_again")}</Button>
        </Notice>
      )}
      {registered ? (
        <div class="invites">
          {colleagues(progress.value).map((one) => (
            <ColleagueInvite key={one} one={one} progress={progress} />
          ))}
        </div>
      ) : (
        <Empty title={t("first_run.invites.nobody")} next={t("admin.people.empty_next")} />
      )}
      <div class="row">
        <Button kind="primary" onPress={next}>{t("first_run.invites.finish")}</Button>
        <span class="small soft">{t("first_run.invites.finish_hint")}</span>
      </div>
    </>
  );
}

type InviteProps = Pick<StepProps, "progress"> & { one: Colleague };

function ColleagueInvite({ one, progress }: InviteProps): JSX.Element {
  const { name } = progress.value[one];
  const keep = (number: string): void =>
    progress.set({ invites: { ...progress.value.invites, [one]: number } });
  return (
    <section class="card" aria-labelledby={`invite-${one}`}>
      <h2 id={`invite-${one}`}>{t("admin.invites.card_title", { name })}</h2>
      <p class="soft">{t(`first_run.invites.for_${one}`, { name })}</p>
      {progress.value.invites[one] ? (
        <Made number={progress.value.invites[one]} onNew={keep} />
      ) : (
        <Making {...{ one, progress }} />
      )}
    </section>
  );
}

function Made(props: { number: string; onNew: (number: string) => void }): JSX.Element {
  const { number, onNew } = props;
  const { invites, problem } = useInvites();
  const row = invites?.find((invite) => invite.number === number);
  if (row) return <InviteCard key={number} row={row} onNew={onNew} />;
  return problem ? <ProblemNotice problem={problem} /> : <Loading />;
}

function Making({ one, progress }: InviteProps): JSX.Element {
  const asking = useSignal<{ busy: boolean; problem: Problem | null }>({
    busy: false, problem: null,
  });
  const make = async (): Promise<void> => {
    asking.value = { busy: true, problem: null };
    await syncNow();
    const answer = await makeInvite(progress.value.ids[one], BROWSERS[one]);
    asking.value = { busy: false, problem: answer.ok ? null : answer.problem };
    if (!answer.ok) return;
    keepMade(answer.value);
    progress.set({ invites: { ...progress.value.invites, [one]: answer.value.number } });
    await readInvites();
  };
  return (
    <>
      {asking.value.problem && <ProblemNotice problem={asking.value.problem} />}
      <div class="row">
        <Button kind="primary" busy={asking.value.busy} onPress={() => void make()}>
          {t("first_run.invites.make")}
        </Button>
      </div>
    </>
  );
}
