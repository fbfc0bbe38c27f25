/** The invites as the server last listed them, asked again while a browser may be joining. */
import { type Signal, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InviteRow, NewInvite } from "../../../../shared/answers.gen.ts";
import { server } from "../../../sync/contact.ts";
import type { Problem } from "../../../sync/http.ts";
import { listInvites } from "../../../sync/invites.ts";

/** What the server said last, and why the latest question failed, if it did. */
export type Listed = { invites: InviteRow[] | null; problem: Problem | null };

export const listed: Signal<Listed> = signal({ invites: null, problem: null });

/** Secrets of invites made since this page was loaded, by number: never stored. */
export const made: Signal<Readonly<Record<string, NewInvite>>> = signal({});

const ASK_AGAIN_MS = 3_000;

export async function readInvites(): Promise<void> {
  const answer = await listInvites();
  listed.value = answer.ok
    ? { invites: answer.value, problem: null }
    : { invites: listed.value.invites, problem: answer.problem };
}

export function keepMade(invite: NewInvite): void {
  made.value = { ...made.value, [invite.number]: invite };
}

/** Reads now and again every few seconds while the page is looked at. */
export function useInvites(): Listed {
  useEffect(() => {
    void readInvites();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void readInvites();
    }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return listed.value;
}

/** Milliseconds until a moment of the server's clock; moves every second. */
export function useTimeLeft(expires: string): number {
  const left = useSignal(0);
  useEffect(() => {
    const count = (): void => {
      const now = Date.now() + (server.value.skewMs ?? 0);
      left.value = Math.max(0, new Date(expires).getTime() - now);
    };
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [expires]);
  return left.value;
}

/** Minutes and seconds, as on a kitchen clock. */
export function clockText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
