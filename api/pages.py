"""Serves the built app: the page, its worker, and assets whose names change with their content."""

from pathlib import Path

import orjson
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_EVER = "public, max-age=31536000, immutable"


class Pages(StaticFiles):
    """The files of the app. Routes of the app stand behind `#`, so there is one page."""

    def __init__(self, directory: Path) -> None:
        """Serve a directory; a missing one is noticed at start, not at every request."""
        super().__init__(directory=directory, html=True, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, telling browsers to keep assets and to ask again for the rest."""
        answer = await super().get_response(path, scope)
        kept = path.startswith("assets/") and answer.status_code in (200, 304)
        MutableHeaders(raw=answer.raw_headers)["cache-control"] = _FOR_EVER if kept else "no-cache"
        return answer


def read_build(directory: Path) -> str:
    """Return the hash of the build that is served, as entries name it; empty if there is none."""
    try:
        document = orjson.loads((directory / "build.json").read_bytes())
    except (OSError, ValueError):
        return ""
    return str(document.get("app", "")) if isinstance(document, dict) else ""
