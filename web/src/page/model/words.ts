// Where the catalogue keeps a vocabulary word, written `list.word`.

const PLACES: Readonly<Record<string, string>> = {
  item_outcome: "outcome.item.",
  finding_outcome: "outcome.finding.",
  report_status: "lab.report_status.",
  examined: "lab.examined.",
  scope: "lab.scope.",
  finding_status: "lab.finding_status.",
};

export function wordKey(listed: string): string {
  const [list = "", word = ""] = listed.split(".");
  return `${PLACES[list] ?? `view.word.${list}.`}${word}`;
}

// In Serbian "amber" is žuto-narandžasta, as it looks on the screen: žuta (yellow) would be another
// reading, and ćilibarna is a word that people would have to look up.

/** The closed vocabularies that people choose from, in the order they are offered. */
export const VOCABULARY = {
  form: [
    "powder", "crystal", "tablet", "capsule", "paste", "rock", "resin", "herbal", "liquid", "oil",
    "blotter", "impregnated", "residue", "vapour", "edible", "mixed", "other",
  ],
  colour: ["red", "amber", "green", "blue", "grey", "white", "other"],
  field_state: ["recorded", "pending", "not_shown", "not_recorded"],
  confidence: ["shown", "device_shows_none", "shown_not_recorded"],
  outcome_state: ["completed", "aborted", "device_error", "invalid_test"],
  reference_kind: [
    "seizure", "receipt", "police", "prosecutor", "customs", "provisional", "other",
  ],
  correction: [
    "typing", "wrong_field", "wrong_item", "wrong_instrument", "read_again", "reference_assigned",
    "other",
  ],
  concern: [
    "amended", "voided", "conflict", "quarantined", "gap", "fork", "anchor_foreign",
    "at_before_anchor", "at_after_receipt", "at_regression", "mono_mismatch", "late_sync",
  ],
  review_decision: ["explained", "noted", "escalated"],
  voiding: ["entered_twice", "test_entry", "wrong_item", "wrong_instrument", "other"],
  report_status: ["preliminary", "final", "amended", "withdrawn"],
  examined: [
    "examined", "insufficient", "not_selected", "case_closed", "not_submitted", "destroyed", "lost",
    "declined", "other",
  ],
  scope: ["general_unknown", "target_list"],
  finding_status: [
    "identified", "indicated", "trace", "not_detected", "inconclusive", "not_tested",
  ],
  item_outcome: [
    "agree", "agree_plus_additional", "partly_agree", "other_controlled_found",
    "other_noncontrolled_found", "nothing_found", "field_none_lab_found", "field_none_lab_none",
    "field_inconclusive_lab_found", "field_inconclusive_lab_none", "lab_inconclusive",
    "not_analysed", "link_disputed",
  ],
  erasure_basis: [
    "retention_ended", "request_of_the_person", "order_of_a_court", "recorded_unlawfully", "other",
  ],
  part: [
    "reading", "item", "place", "references", "note", "reason", "result", "signatories", "decision",
    "review", "hold", "lifting", "order", "approval", "erasure", "person",
  ],
  finding_outcome: [
    "lab_same", "lab_same_substance_other_form", "lab_same_class_only", "lab_not_detected",
    "lab_not_looked_for", "below_lab_scope", "not_comparable",
  ],
} as const;
