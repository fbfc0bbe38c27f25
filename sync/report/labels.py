"""What each member of a part is called in the report, and which of them hold words of a vocabulary.

A member that is not listed is printed under its own name, so that nothing is left out because a
newer program wrote it.
"""

_FIELD = {
    "reading": {
        "instrument": "instrument",
        "method": "method",
        "outcome": "outcome",
        "banner": "banner",
        "colour.state": "colour_state",
        "colour.colour": "colour",
        "colour.words": "colour_words",
        "findings": "finding",
        "findings.name": "finding",
        "findings.extra": "finding_extra",
        "findings.confidence.state": "finding_confidence_state",
        "findings.confidence.text": "finding_confidence",
        "findings.confidence.label": "finding_confidence_label",
        "confidence.state": "confidence_state",
        "confidence.text": "confidence",
        "confidence.label": "confidence_label",
        "compared_with_screen": "compared",
        "message": "message",
        "scan_number": "scan_number",
        "instrument_clock": "instrument_clock",
        "instrument_language": "instrument_language",
        "presentation": "presentation",
        "attempt": "attempt",
    },
    "item": {
        "number": "item_number",
        "form": "form",
        "form_words": "form_words",
        "description": "description",
        "bag": "bag",
    },
    "place": {
        "state": "place_state",
        "unit": "place_unit",
        "words": "place_words",
        "coordinates.latitude": "latitude",
        "coordinates.longitude": "longitude",
        "coordinates.accuracy": "accuracy",
        "coordinates.fixed_at": "fixed_at",
    },
    "references": {
        "state": "references_state",
        "references": "reference",
        "references.kind": "reference_kind",
        "references.text": "reference",
        "references.issuer": "reference_issuer",
    },
    "note": {"text": "note", "second_person": "second_person"},
    "result": {
        "laboratory": "laboratory",
        "laboratory_number": "laboratory_number",
        "report_number": "report_number",
        "version": "report_version",
        "status": "report_status",
        "examined": "examined",
        "examined_words": "examined_words",
        "methods": "lab_method",
        "methods.name": "lab_method",
        "methods.scope": "lab_scope",
        "methods.list_name": "lab_list",
        "findings": "lab_finding",
        "findings.name": "lab_finding",
        "findings.status": "lab_status",
        "findings.form": "lab_form",
        "findings.amount": "amount",
        "findings.unit": "amount_unit",
        "findings.uncertainty": "uncertainty",
        "statement": "statement",
        "issued_on": "issued_on",
        "saw_field_reading": "saw_field_reading",
    },
    "signatories": {"analyst": "analyst", "reviewer": "reviewer"},
}

LABELS = {
    **{
        f"{part}.{member}": f"view.field.{name}"
        for part, members in _FIELD.items()
        for member, name in members.items()
    },
    "reading.profile.id": "report.field.profile",
    "reading.profile.version": "report.field.profile_version",
    "reading.instrument_state": "report.field.instrument_state",
    "item.item": "report.field.item",
    "result.item": "report.field.item",
    "reason.code": "record.reason",
    "reason.text": "record.reason_text",
    "decision.screening": "report.field.screening",
    "decision.result": "report.field.result",
    "decision.outcome": "outcome.for_item",
    "decision.findings": "report.field.line",
    "decision.findings.outcome": "report.field.line",
    "decision.reason": "outcome.reason",
    "decision.cause": "outcome.cause_signed",
    "disclosure.recipient": "report.recipient",
    "disclosure.basis": "report.basis",
    "disclosure.entries": "report.field.entries",
    "disclosure.withheld": "report.withheld",
}
"""Path of a member, without numbers, to the key of its name."""

VOCABULARIES = {
    "reading.outcome": "view.word.outcome_state",
    "reading.colour.state": "view.word.field_state",
    "reading.colour.colour": "view.word.colour",
    "reading.findings.confidence.state": "view.word.confidence",
    "reading.confidence.state": "view.word.confidence",
    "item.form": "view.word.form",
    "place.state": "view.word.field_state",
    "references.state": "view.word.field_state",
    "references.references.kind": "view.word.reference_kind",
    "reason.code": "view.word.reason",
    "result.status": "lab.report_status",
    "result.examined": "lab.examined",
    "result.methods.scope": "lab.scope",
    "result.findings.status": "lab.finding_status",
    "decision.outcome": "outcome.item",
    "decision.findings.outcome": "outcome.finding",
}
"""Path of a member to the beginning of the keys of its words."""
