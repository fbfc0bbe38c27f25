// What the log shows around the time that an entry claims (docs/protocol.md 13), as the record
// page says it. The server derives it from the log; nothing of it is signed by itself.

import type { Times } from "../../shared/answers.gen.ts";
import type { Line } from "./lines.ts";

export type { Times };

/** One row of the bracket: the text that names it, and its moment or the text that says why not. */
export type Bound = { readonly name: string; readonly at: string; readonly lacking: string };

/** The moments in the order in which they must lie. What the log has not told has no row. */
export function bracketOf(line: Line, times: Times | undefined): Bound[] {
  const claimed = bound("view.by_that_clock", line.at);
  const received = bound("view.by_the_server", line.received);
  if (!times) return line.received ? [claimed, received] : [claimed];
  return [
    bound("record.time.not_before", times.not_before, "record.time.no_earliest"),
    claimed,
    received,
    bound("record.time.not_after", times.not_after, "record.time.no_witness"),
  ];
}

function bound(name: string, at: string, lacking = ""): Bound {
  return { name, at, lacking };
}
