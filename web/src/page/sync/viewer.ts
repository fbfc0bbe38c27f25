// Who is looking, and what this browser may offer them. The server decides what they may do; this
// only keeps from offering what it would not take.

import { identity, type Person } from "../store/identity.ts";
import { logbookPath } from "./http.ts";
import { session } from "./session.ts";

export type Viewer = {
  readonly person: string;
  readonly name: string;
  readonly unit: string;
  readonly roles: readonly string[];
  /** This browser holds a key of this very person. */
  readonly signs: boolean;
};

export function viewer(): Viewer {
  const key: Person | undefined = identity.value?.person;
  const reader = session.value?.person ?? key;
  return {
    person: reader?.person ?? "",
    name: reader?.name ?? "",
    unit: reader?.unit ?? "",
    roles: reader?.roles ?? [],
    signs: !!key && key.person === reader?.person,
  };
}

export function has(who: Viewer, ...roles: readonly string[]): boolean {
  return roles.some((role) => who.roles.includes(role));
}

/** An address below the logbook; a desk without a key knows the logbook from its session. */
export function pathTo(path: string): string {
  return logbookPath(path, identity.value?.logbook ?? session.value?.logbook);
}
