"""What the routes answer, one module a subject.

An answer is a dictionary whose members have types, and is written as it is: nothing is built,
converted or validated for a request (docs/decisions/0011-answers-are-dictionaries.md). Tests read
the answers of a running server by these types, which allow no member that is not named.

The browser's types (`schemas/generate.py`), the description of the API (`api/description/`) and
docs/api.md are made of them.
"""

from typing import Literal

from pydantic import ConfigDict, with_config

answer = with_config(ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))
"""Says that an answer has these members and no others. Each member's docstring describes it."""

Empty = Literal[""]
"""What stands where there is nothing: a text is never null."""
