"""What a route answers when it does not do what it was asked (RFC 9457)."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import answer
from schemas.problems import PROBLEMS

TYPE = "/problems#"


@answer
class ProblemDocument(TypedDict):
    """`application/problem+json`: what went wrong, in a code, in a sentence, and what to do."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
    """The place on the page of problems that is about this code, seen from the address asked."""
    code: str
    """Stable for ever; new ones may come. A text and no closed list for that reason."""
    title: str
    """A sentence that an officer understands."""
    next_step: str
    """What to do."""
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    """For whoever wrote the client: which field, which rule. Holds no personal data."""
    incident: str
    """What the operator finds the error by in the server's log; empty where nothing failed."""


def problem_document(code: str, detail: str = "", incident: str = "") -> ProblemDocument:
    """Return the document of a problem of the registry."""
    found = PROBLEMS[code]
    return {
        "type": TYPE + code,
        "code": code,
        "title": found.sentence,
        "next_step": found.next_step,
        "status": found.status,
        "detail": detail,
        "incident": incident,
    }
