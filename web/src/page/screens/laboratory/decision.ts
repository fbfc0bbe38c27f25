// A reconciliation while it is being decided. Nothing is chosen beforehand: the relation of two
// sets of names is the reader's to judge, under the reader's own name.

import type { Decision, FindingOutcome, ItemOutcome } from "../../../shared/types.gen.ts";

export type DecisionDraft = {
  /** The exact versions the draft is about; another pair asks for another look. */
  readonly screening: string;
  readonly result: string;
  readonly outcome: string;
  readonly findings: readonly string[];
  readonly reason: string;
  readonly cause: string;
};

export function beginDecision(screening: string, result: string): DecisionDraft {
  return { screening, result, outcome: "", findings: [], reason: "", cause: "" };
}

/** What still has to be chosen or written; `findings` is how many the reading displays. */
export function lackingIn(draft: DecisionDraft, findings: number): string[] {
  const ranks = Array.from({ length: findings }, (_, rank) => rank);
  return [
    ...ranks.filter((rank) => !draft.findings[rank]).map((rank) => `d-finding-${rank}`),
    ...(draft.outcome ? [] : ["d-outcome"]),
    ...(draft.reason.trim() ? [] : ["d-reason"]),
  ];
}

export function decisionFrom(
  draft: DecisionDraft, screening: string, result: string, findings: number,
): Decision {
  const outcomes = draft.findings.slice(0, findings);
  return {
    screening,
    result,
    outcome: draft.outcome as ItemOutcome,
    findings: outcomes.map((outcome, rank) => ({ rank, outcome: outcome as FindingOutcome })),
    reason: draft.reason,
    cause: draft.cause,
  };
}
