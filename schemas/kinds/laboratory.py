"""Parts of laboratory results and of the human decisions that relate them to screenings."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.types import Closed, Count, Day, Identifier, Line, Text, Word, word


class ReportStatus(Word):
    """Where a report stands in its own life."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


class Examined(Word):
    """Whether the laboratory examined the item, or why it did not."""

    EXAMINED = "examined"
    INSUFFICIENT = "insufficient"
    NOT_SELECTED = "not_selected"
    CASE_CLOSED = "case_closed"
    NOT_SUBMITTED = "not_submitted"
    DESTROYED = "destroyed"
    LOST = "lost"
    DECLINED = "declined"
    OTHER = "other"


class Scope(Word):
    """What a method could have found."""

    GENERAL_UNKNOWN = "general_unknown"
    TARGET_LIST = "target_list"


class Method(Closed):
    """A laboratory method with its scope; `list_name` names the target list."""

    name: Line
    scope: Annotated[Scope, word(Scope)]
    list_name: Line = ""


class FindingStatus(Word):
    """The laboratory's own status of a substance (its vocabulary, not the field's)."""

    IDENTIFIED = "identified"
    INDICATED = "indicated"
    TRACE = "trace"
    NOT_DETECTED = "not_detected"
    INCONCLUSIVE = "inconclusive"
    NOT_TESTED = "not_tested"


class LabFinding(Closed):
    """One substance of a laboratory result; amounts are texts, exactly as reported."""

    name: Line
    status: Annotated[FindingStatus, word(FindingStatus)]
    form: Line = ""
    amount: Line = ""
    unit: Line = ""
    uncertainty: Line = ""


class LabResult(Closed):
    """One version of a laboratory's report on one item."""

    item: Identifier
    laboratory: Identifier
    laboratory_number: Line
    report_number: Line
    version: Annotated[int, Field(ge=1, le=999)]
    status: Annotated[ReportStatus, word(ReportStatus)]
    examined: Annotated[Examined, word(Examined)]
    examined_words: Line = ""
    methods: Annotated[list[Method], Field(max_length=20)]
    findings: Annotated[list[LabFinding], Field(max_length=40)]
    statement: Text
    issued_on: Day
    saw_field_reading: bool


class Signatories(Closed):
    """Who analysed and who reviewed, as named on the report."""

    analyst: Line
    reviewer: Line = ""


class ItemOutcome(Word):
    """How a laboratory result relates to a screening: a person's decision, never computed."""

    AGREE = "agree"
    AGREE_PLUS_ADDITIONAL = "agree_plus_additional"
    PARTLY_AGREE = "partly_agree"
    OTHER_CONTROLLED_FOUND = "other_controlled_found"
    OTHER_NONCONTROLLED_FOUND = "other_noncontrolled_found"
    NOTHING_FOUND = "nothing_found"
    FIELD_NONE_LAB_FOUND = "field_none_lab_found"
    FIELD_NONE_LAB_NONE = "field_none_lab_none"
    FIELD_INCONCLUSIVE_LAB_FOUND = "field_inconclusive_lab_found"
    FIELD_INCONCLUSIVE_LAB_NONE = "field_inconclusive_lab_none"
    LAB_INCONCLUSIVE = "lab_inconclusive"
    NOT_ANALYSED = "not_analysed"
    LINK_DISPUTED = "link_disputed"


class FindingOutcome(Word):
    """How one displayed finding fared in the laboratory."""

    LAB_SAME = "lab_same"
    LAB_SAME_SUBSTANCE_OTHER_FORM = "lab_same_substance_other_form"
    LAB_SAME_CLASS_ONLY = "lab_same_class_only"
    LAB_NOT_DETECTED = "lab_not_detected"
    LAB_NOT_LOOKED_FOR = "lab_not_looked_for"
    BELOW_LAB_SCOPE = "below_lab_scope"
    NOT_COMPARABLE = "not_comparable"


class FindingDecision(Closed):
    """The outcome for the finding at `rank` (from 0) of the reading."""

    rank: Count
    outcome: Annotated[FindingOutcome, word(FindingOutcome)]


class Decision(Closed):
    """Relates the exact screening version and result version that the entry follows."""

    screening: Identifier
    result: Identifier
    outcome: Annotated[ItemOutcome, word(ItemOutcome)]
    findings: Annotated[list[FindingDecision], Field(max_length=20)]
    reason: Text
    cause: Line | Literal[""] = ""
