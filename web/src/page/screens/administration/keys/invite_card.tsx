/** One invite in large: QR and typed form while its secret is known, time left, how it ended. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { InviteRow, NewInvite } from "../../../../shared/answers.gen.ts";
import { t } from "../../../i18n/text.ts";
import { identity } from "../../../store/identity.ts";
import type { Called } from "../../../sync/http.ts";
import { codeText } from "../../../sync/invite.ts";
import {
  approveInvite, cancelInvite, makeInvite, renewInvite,
} from "../../../sync/invites.ts";
import { Button, ButtonLink } from "../../../ui/buttons.tsx";
import { Notice, ProblemNotice } from "../../../ui/notice.tsx";
import { QrCode } from "../../../ui/qr.tsx";
import { known, me } from "../frame/known.ts";
import { CopyLink } from "./copy_link.tsx";
import { clockText, keepMade, made, readInvites, useTimeLeft } from "./invite_list.ts";
import { PhoneHere } from "./phone_here.tsx";

type Asking = { busy: boolean; problem: { code: string; detail: string } | null };

/** `onNew`: a cancelled invite stays cancelled, and renewing makes one with another number. */
type CardProps = { row: InviteRow; onNew: (number: string) => void };

export function InviteCard({ row, onNew }: CardProps): JSX.Element {
  const asking = useSignal<Asking>({ busy: false, problem: null });
  const left = useTimeLeft(row.expires);
  const state = row.state === "open" && left === 0 ? "expired" : row.state;
  const again = (): void => void ask(renewed(row, onNew));
  const ask = async (question: Promise<Called<unknown>>): Promise<void> => {
    asking.value = { busy: true, problem: null };
    const answer = await question;
    asking.value = { busy: false, problem: answer.ok ? null : answer.problem };
    await readInvites();
  };
  return (
    <div class="stack" data-invite={row.number}>
      {state === "open" && <Open row={row} left={left} />}
      {state === "locked" && <Compare row={row} ask={ask} />}
      {state !== "open" && state !== "locked" && <Ended row={row} state={state} />}
      {asking.value.problem && <ProblemNotice problem={asking.value.problem} />}
      {state !== "used" && <Changes {...{ row, state, ask, again }} busy={asking.value.busy} />}
    </div>
  );
}

type Ask = (question: Promise<Called<unknown>>) => Promise<void>;

function Changes(props: {
  row: InviteRow; state: InviteRow["state"]; ask: Ask; again: () => void; busy: boolean;
}): JSX.Element {
  const { row, state, ask, again, busy } = props;
  const over = isOver(state);
  return (
    <div class="row">
      {mayRenew(row) && (
        <Button kind={over ? "primary" : "quiet"} busy={busy} onPress={again}>
          {t("admin.invites.renew")}
        </Button>
      )}
      {state === "open" && (
        <Button kind="plain" busy={busy} onPress={() => void ask(cancelInvite(row.number))}>
          {t("admin.invites.cancel")}
        </Button>
      )}
    </div>
  );
}

export function isOver(state: InviteRow["state"]): boolean {
  return state === "expired" || state === "cancelled";
}

/** A cancelled invite is made anew, which only a registered person can be given. */
export function mayRenew(row: InviteRow): boolean {
  if (row.state === "used") return false;
  return row.state !== "cancelled" || known().people.some((one) => one.person === row.person);
}

export async function renewed(
  row: InviteRow, onNew: (number: string) => void,
): Promise<Called<NewInvite>> {
  const anew = row.state === "cancelled";
  const answer = await (anew ? makeInvite(row.person, row.browser) : renewInvite(row.number));
  if (!answer.ok) return answer;
  keepMade(answer.value);
  if (anew) await readInvites();
  onNew(answer.value.number);
  return answer;
}

function Open({ row, left }: { row: InviteRow; left: number }): JSX.Element {
  const secret = made.value[row.number];
  return (
    <>
      <p class="time-left" role="timer">
        {t("admin.invites.counting", { left: clockText(left) })}
      </p>
      {secret && <Secret row={row} invite={secret} />}
      {!secret && <Notice title={t("admin.invites.not_shown")} />}
    </>
  );
}

function Secret({ row, invite }: { row: InviteRow; invite: NewInvite }): JSX.Element {
  const { name } = row;
  const onlyHere = leadsHereAlone(invite.address);
  return (
    <>
      <div class="invite">
        {row.browser === "phone" && (
          <figure class="stack">
            <QrCode text={invite.address} label={t("admin.invites.qr_alt", { name })} />
            <figcaption class="small">{t("admin.invites.scan")}</figcaption>
          </figure>
        )}
        <TypedForm invite={invite} />
      </div>
      <p class="small soft">{t("admin.invites.once")}</p>
      {row.browser === "phone" && onlyHere && (
        <Notice title={t("admin.invites.only_here")} next={t("admin.invites.only_here_next")} />
      )}
      {row.browser === "phone" ? (
        <PhoneHere link={invite.address} open={onlyHere} />
      ) : (
        <CopyLink link={invite.address} />
      )}
      {row.browser === "desk" && row.person === me().person && <OpenHere link={invite.address} />}
    </>
  );
}

/** A phone that scans such an address looks for the server in itself. */
function leadsHereAlone(address: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(address).hostname);
}

/** An administrator who signed in with a password alone gets a key for this very browser. */
function OpenHere({ link }: { link: string }): JSX.Element | null {
  const [address = "", path = ""] = link.split("#", 2);
  if (identity.value !== null || !address.startsWith(location.origin)) return null;
  return (
    <div class="row">
      <ButtonLink kind="primary" to={path}>{t("admin.invites.open_here")}</ButtonLink>
    </div>
  );
}

function TypedForm({ invite }: { invite: NewInvite }): JSX.Element {
  const address = invite.address.split("#", 1)[0] ?? "";
  return (
    <div class="stack typed-form">
      <p>{t("admin.invites.typed", { address })}</p>
      <dl class="facts">
        <dt>{t("admin.invites.typed_number")}</dt>
        <dd class="secret notranslate" translate={false}>
          {invite.number}
        </dd>
        <dt>{t("admin.invites.typed_code")}</dt>
        <dd class="secret notranslate" translate={false}>
          {codeText(invite.code)}
        </dd>
      </dl>
    </div>
  );
}

function Ended({ row, state }: { row: InviteRow; state: InviteRow["state"] }): JSX.Element {
  if (state === "used") {
    const next = t("admin.invites.joined_next");
    return (
      <Notice tone="good" shape="received" live="polite"
        title={t("admin.invites.joined", { name: row.name })} next={next} />
    );
  }
  if (state === "cancelled") {
    const next = mayRenew(row) ? t("admin.invites.cancelled_next") : undefined;
    return <Notice title={t("admin.invites.cancelled_now")} next={next} />;
  }
  return (
    <Notice shape="clock" title={t("admin.invites.gone")} next={t("admin.invites.gone_next")} />
  );
}

/** After five wrong codes two people decide, by comparing what both screens show. */
function Compare({ row, ask }: { row: InviteRow; ask: Ask }): JSX.Element {
  const { fingerprint: digits, number, name } = row;
  return (
    <div class="stack" role="status">
      <Notice title={t("admin.invites.compare_title")}
        next={t("admin.invites.compare_text", { name })} />
      {digits ? (
        <>
          <p class="digits">{`${digits.slice(0, 3)} ${digits.slice(3)}`}</p>
          <div class="row">
            <Button kind="primary" onPress={() => void ask(approveInvite(number, digits))}>
              {t("admin.invites.same")}
            </Button>
            <Button kind="danger" onPress={() => void ask(cancelInvite(number))}>
              {t("admin.invites.different")}
            </Button>
          </div>
        </>
      ) : (
        <p>{t("admin.invites.compare_wait")}</p>
      )}
    </div>
  );
}
