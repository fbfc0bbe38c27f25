// Requests with problems as values: no call here throws, whatever the network or the server does.

import { identity } from "../store/identity.ts";
import { noteAnswer, noteSilence } from "./contact.ts";

/** `code` is one of the registry's, or `unreachable`, or `answer_unreadable`. */
export type Problem = {
  code: string; status: number; detail: string; incident?: string; retryAfterMs?: number;
};

export type Called<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

export type Answer = { status: number; text: string; etag: string; retryAfterMs: number };

export type Method = "GET" | "POST" | "DELETE";

type Sending = { method: Method; body?: BodyInit; headers?: Record<string, string> };

const TIMEOUT_MS = 60_000;

let signedInto = "none";

/** Say which logbook a browser without a key reads, because its person has signed in. */
export function readLogbook(logbook: string): void {
  signedInto = logbook;
}

/** Return an address below the enrolled logbook (or the one named, or the one signed in to). */
export function logbookPath(path: string, logbook?: string): string {
  return `/api/logbooks/${logbook ?? identity.value?.logbook ?? signedInto}/${path}`;
}

/** Ask and return the JSON value of the answer, or the problem. */
export async function call<Value>(
  method: Method, path: string, body?: unknown,
): Promise<Called<Value>> {
  const sent = await send(path, {
    method,
    ...(body === undefined ? {} : {
      body: JSON.stringify(body), headers: { "content-type": "application/json" },
    }),
  });
  if (!sent.ok) return sent;
  const { value: answer } = sent;
  if (answer.status < 200 || answer.status > 299) {
    return { ok: false, problem: problemOf(answer) };
  }
  const value = parsed(answer.text);
  if (value === undefined && answer.text !== "") return unreadable(answer);
  return { ok: true, value: value as Value };
}

/** Send and return whatever HTTP answer came; `unreachable` only when none did. */
export async function send(path: string, sending: Sending): Promise<Called<Answer>> {
  const asked = Date.now();
  try {
    const answer = await fetch(path, {
      ...sending, headers: { ...sending.headers, "x-verbatim": "1" },
      credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    noteAnswer(answer.headers.get("date"), asked, Date.now());
    return { ok: true, value: {
      status: answer.status, text, etag: answer.headers.get("etag") ?? "",
      retryAfterMs: retryAfterOf(answer.headers.get("retry-after")),
    } };
  } catch (error) {
    // fetch throws alike for no network, a time-out and a connection cut half-way.
    noteSilence();
    return { ok: false, problem: { code: "unreachable", status: 0, detail: String(error) } };
  }
}

/** Ask for a file and return its bytes, or the problem. */
export async function fetchBytes(path: string): Promise<Called<Uint8Array<ArrayBuffer>>> {
  try {
    const answer = await fetch(path, {
      headers: { "x-verbatim": "1" }, credentials: "same-origin", cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) return { ok: true, value: new Uint8Array(await answer.arrayBuffer()) };
    const { status } = answer;
    const text = await answer.text();
    return { ok: false, problem: problemOf({ status, text, etag: "", retryAfterMs: 0 }) };
  } catch (error) {
    noteSilence(); // as in `send`
    return { ok: false, problem: { code: "unreachable", status: 0, detail: String(error) } };
  }
}

export function problemOf(answer: Answer): Problem {
  const value = parsed(answer.text) as Partial<Record<string, unknown>> | undefined;
  const { code, detail, incident } = value ?? {};
  return {
    code: typeof code === "string" ? code : "answer_unreadable",
    status: answer.status,
    detail: typeof detail === "string" ? detail : "",
    ...(typeof incident === "string" ? { incident } : {}),
    ...(answer.retryAfterMs > 0 ? { retryAfterMs: answer.retryAfterMs } : {}),
  };
}

export function unreadable(answer: Answer): { ok: false; problem: Problem } {
  const { status, text } = answer;
  return { ok: false, problem: { code: "answer_unreadable", status, detail: text.slice(0, 200) } };
}

/** Return the value of a JSON text; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function retryAfterOf(header: string | null): number {
  const seconds = Number(header ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
