"""Writes docs/api.md from the description: `python -m api.description.reference`.

A test fails when the page is stale.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from api.description.answers import ITEMS, OR_EMPTY, REF
from api.description.document import describe
from api.routers import api_routes
from schemas.answers.installation import Feature
from schemas.types import (
    Day,
    Digest,
    Identifier,
    KindName,
    Moment,
    Salt,
    SignatureText,
    VerifierKey,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"

_HEAD = """\
# API

Written by `python -m api.description.reference` from the routes: do not edit. A server gives the \
same as OpenAPI 3.1 at `/api/openapi.json`, and a page of all problems at `/problems` \
([problems.md](problems.md))."""

_NAMED = {
    "identifier": Identifier,
    "digest": Digest,
    "salt": Salt,
    "signature": SignatureText,
    "moment": Moment,
    "day": Day,
    "kind": KindName,
    "verifier key": VerifierKey,
}
_FORMS = {TypeAdapter[Any](form).json_schema()["pattern"]: name for name, form in _NAMED.items()}
"""What the page calls a text of this pattern."""

_SESSIONS = """\
**Sessions.** Where a call says *session*, it needs one of two cookies, `verbatim_phone` or \
`verbatim_desk`; what a person then sees is a matter of their roles. A push needs none: the lines \
are signed."""


def reference() -> str:
    """Return the page."""
    document: Any = describe(api_routes())
    pieces = [
        _HEAD,
        document["info"]["description"],
        _SESSIONS,
        "## Calls",
        *_calls(document),
        "## Texts",
        "\n".join(f"- {name}: `{pattern}`" for pattern, name in _FORMS.items()),
        "## Documents",
        *_documents(document["components"]["schemas"]),
    ]
    return "\n\n".join(pieces) + "\n"


def _calls(document: Any) -> Iterator[str]:
    """Yield every call below its feature."""
    listed = [
        (path, method, operation)
        for path, acts in document["paths"].items()
        for method, operation in acts.items()
    ]
    for feature in Feature:
        yield f"### {feature.value}"
        for path, method, operation in listed:
            if operation["tags"][-1] == feature.value:
                yield _call(f"{method.upper()} {path}", operation)


def _call(name: str, operation: Any) -> str:
    session = ", session" if operation["security"] else ""
    rows = [
        f"#### `{name}`",
        "",
        f"{operation['description']} ({operation['operationId']}{session})",
    ]
    rows += ["", *_parameters(operation)]
    for media, body in operation.get("requestBody", {}).get("content", {}).items():
        rows.append(f"- body `{media}`: {_content(body)}")
    rows += [_answer(status, told) for status, told in operation["responses"].items()
             if status < "400"]  # fmt: skip
    codes = [code for told in operation["responses"].values() for code in told.get("x-codes", ())]
    rows.append("- problems: " + ", ".join(f"`{code}`" for code in codes))
    return "\n".join(rows)


def _parameters(operation: Any) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        if "$ref" in parameter:
            yield "- header `X-Verbatim: 1`"
            continue
        schema = parameter["schema"]
        optional = "" if parameter["required"] else ", may be left out"
        told = parameter.get("description", "")
        yield (
            f"- {parameter['in']} `{parameter['name']}`: {_type(schema)}{optional}"
            f"{'. ' + told if told else ''}"
        )


def _answer(status: str, told: Any) -> str:
    headers = "".join(f", header `{name}`" for name in told.get("headers", {}))
    written = "".join(
        f" `{media}`: {_content(one)}" for media, one in told.get("content", {}).items()
    )
    return f"- {status}{written or ' without a body'}{headers}. {told['description']}"


def _content(told: Any) -> str:
    return f"{_type(told[ITEMS])} a line" if ITEMS in told else _type(told["schema"])


def _documents(schemas: Any) -> Iterator[str]:
    for name, schema in schemas.items():
        rows = [f"### {name}", "", schema.get("description", "")]
        if "properties" in schema:
            rows += ["", "| member | type | |", "|---|---|---|"]
            rows += [_member(key, told, schema) for key, told in schema["properties"].items()]
        else:
            rows += ["", _type(schema)]
        yield "\n".join(rows)


def _member(name: str, told: Any, schema: Any) -> str:
    optional = "" if name in schema.get("required", ()) else ", may be left out"
    description = " ".join(told.get("description", "").split())
    return f"| `{name}` | {_type(told)}{optional} | {description} |"


def _type(schema: Any) -> str:
    """Return what a value is, in words that a table takes."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(REF)
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{_word(schema['const'])}`"
    if "enum" in schema:
        return " or ".join(f"`{_word(word)}`" for word in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    return _plain(schema)


def _word(value: str | bool) -> str:
    return (str(value).lower() if isinstance(value, bool) else value) or chr(34) * 2


def _plain(schema: Any) -> str:
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    if kind == "object":
        return f"{_type(schema.get('additionalProperties', {}))} by name"
    pattern = schema.get("pattern", "")
    form = _FORMS.get(pattern.removesuffix(OR_EMPTY))
    if form:
        return f'{form} or `""`' if pattern.endswith(OR_EMPTY) else form
    shape = f"`{pattern.replace('|', chr(92) + '|')}`" if pattern else ""
    formats = [one for one in (schema.get("format", ""), shape) if one]
    return f"{kind} ({', '.join(formats)})" if formats else str(kind)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
