"""Serves the built app: the page, its worker, and assets whose names change with their content."""

import re
from pathlib import Path

import orjson
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_EVER = "public, max-age=31536000, immutable"
_VERIFIER = "verify.html"
"""Stands alone, with script and style in it; the policy it carries allows these two."""
_POLICY = re.compile(rb'<meta http-equiv="content-security-policy" content="([^"<>]+)"')


class Pages(StaticFiles):
    """The files of the app. Routes of the app stand behind `#`, so there is one page."""

    def __init__(self, directory: Path) -> None:
        """Serve a directory; a missing one is noticed at start, not at every request."""
        super().__init__(directory=directory, html=True, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, telling browsers to keep assets and to ask again for the rest."""
        answer = await super().get_response(path, scope)
        kept = path.startswith("assets/") and answer.status_code in (200, 304)
        headers = MutableHeaders(raw=answer.raw_headers)
        headers["cache-control"] = _FOR_EVER if kept else "no-cache"
        if path == _VERIFIER:
            await to_thread.run_sync(self._allow_verifier, headers)
        return answer

    def _allow_verifier(self, headers: MutableHeaders) -> None:
        """Send the page's own policy; the app's would stop it. Without one the app's stands."""
        try:
            found = _POLICY.search(Path(str(self.directory), _VERIFIER).read_bytes())
        except OSError:
            found = None
        if found is not None:
            policy = found[1].decode("ascii") + "; frame-ancestors 'none'"
            headers["content-security-policy"] = policy


def read_build(directory: Path) -> str:
    """Return the hash of the build that is served, as entries name it; empty if there is none."""
    try:
        document = orjson.loads((directory / "build.json").read_bytes())
    except (OSError, ValueError):
        return ""
    return str(document.get("app", "")) if isinstance(document, dict) else ""
