"""Parameters that several routes have.

A format is described and not checked: what is not there is `not_found`, however it is written.
"""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from api import examples
from schemas.types import MAX_INTEGER

UUID = {"format": "uuid"}

Logbook = Annotated[
    str, Path(description="A logbook's id.", examples=[examples.LOGBOOK], json_schema_extra=UUID)
]
Subject = Annotated[
    str, Path(description="A record's id.", examples=[examples.SUBJECT], json_schema_extra=UUID)
]
Person = Annotated[
    str, Path(description="A person's id.", examples=[examples.PERSON], json_schema_extra=UUID)
]
Entry = Annotated[
    str,
    Path(
        description="An entry's id: SHA-256 of its header, base64url without padding.",
        examples=[examples.ENTRY],
    ),
]
Number = Annotated[str, Path(description="An invite's number.", examples=[examples.NUMBER])]
TileName = Annotated[
    str,
    Path(
        description="LEVEL/INDEX, or entries/INDEX, as C2SP tlog-tiles writes them; the last tile "
        "of a level ends in `.p/WIDTH`.",
        examples=["0/000.p/1", "entries/000.p/1"],
    ),
]

Size = Annotated[int, Query(ge=1, le=MAX_INTEGER, description="Of a tree.", examples=[1])]
Languages = Annotated[
    str, Query(description="Two of en, sr-Latn, sr-Cyrl, el.", examples=["en,sr-Cyrl"])
]

FirstOrLast = Annotated[
    str,
    Field(
        pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        description="A day of the server's clock, inclusive; empty means any.",
        examples=["2026-11-22"],
        json_schema_extra={"format": "date"},
    ),
]
PositionText = Annotated[
    str,
    Field(
        pattern="^[0-9]{0,15}$",
        description="A position that an answer named, or nothing.",
        examples=["17"],
    ),
]
