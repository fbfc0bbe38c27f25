// The rows of the browser's own database that more than one file of the store reads and writes.

import type { Checkpoint } from "../../shared/checkpoint.ts";

/** docs/protocol.md 8. */
export type OwnState =
  | "on_this_phone" | "sent" | "received" | "kept_aside" | "unreadable" | "receipt_not_believed";

export type OwnEntry = {
  id: string;
  seq: number;
  kind: string;
  subject: string;
  /** The push line, byte for byte as it was signed, but for parts that have been erased. */
  line: string;
  at: string;
  state: OwnState;
  /** Why: of a quarantine, a malformed answer, a receipt not believed, a failed sending. */
  code: string;
  /** -1 until a receipt was believed. */
  position: number;
  stamp: string;
  flags: string[];
  checkedAt: string;
  /** Counts this browser's own screenings from 1; other entries bear their screening's, or 0. */
  number: number;
};

export type StoredEntry = OwnEntry & {
  key: string;
  order: number;
  /** The audit path and the note that were believed, so that the proof can be shown again. */
  proof: string[];
  note: string;
  /** The build whose push was called malformed; another build tries again. */
  triedBy: string;
};

export type KeptCheckpoint = Checkpoint & {
  note: string;
  verifiedAt: string;
  /** Whether it was proven to continue the checkpoints before it, not only to be signed. */
  proven: boolean;
  /** Of a log that the server no longer has; kept as evidence, and compared with nothing. */
  abandoned?: boolean;
};

export type AlarmCode =
  | "checkpoint_not_continued" | "log_shrank" | "checkpoint_invalid" | "other_server";

/** `ours` and `theirs` are notes, or verifier keys for `other_server`. */
export type Alarm = { code: AlarmCode; at: string; ours: string; theirs: string };
