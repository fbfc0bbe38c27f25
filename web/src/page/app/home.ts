/** Where a person starts, by what this browser is and what the person may do. */
import { route } from "../platform/router.ts";
import { identity } from "../store/identity.ts";
import { registry } from "../store/registry.ts";
import { session } from "../sync/session.ts";

/** The path that is shown: the address's own, or where this person starts. */
export function currentPath(): string {
  return route.value.path === "/" ? homePath() : route.value.path;
}

export function homePath(): string {
  const key = identity.value;
  const person = session.value?.person ?? key?.person;
  if (!person) return "/join";
  if (key?.browser === "phone") return phoneHome(person.roles);
  if (session.value === null) return "/sign-in";
  const own = key?.person.person === person.person;
  return own ? deskHome(person.roles) : readerHome(person.roles);
}

function phoneHome(roles: readonly string[]): string {
  return roles.includes("officer") ? "/entry" : "/list";
}

/** A browser without a key reads; recording and setting up need one. */
function readerHome(roles: readonly string[]): string {
  return roles.some((role) => role !== "administrator") ? "/desk" : "/admin/units";
}

function deskHome(roles: readonly string[]): string {
  const reads = ["analyst", "supervisor", "auditor"].some((role) => roles.includes(role));
  if (roles.includes("administrator") && !reads)
    return stillAlone() ? "/first-run" : "/admin/units";
  return reads ? "/desk" : phoneHome(roles);
}

/** The guided set-up ends with two colleagues; who returns before then goes on there. */
function stillAlone(): boolean {
  return registry.value !== undefined && (registry.value?.people ?? []).length < 2;
}
