"""Addresses: the one in an invite's QR code, and those of calls that are answered before routing.

What stands after `#` reaches no server's log.
"""

from urllib.parse import quote

from starlette.types import Scope

from api.settings import Settings
from sync.joining.invites import Fresh

_BELOW = "/api/logbooks/"


def address_of(settings: Settings, fresh: Fresh, page: str = "join") -> str:
    """Return the address that opens the app and joins; a founder's page is `first-run`."""
    pairs = {"l": fresh.logbook, "k": fresh.verifier, "i": fresh.number, "s": fresh.secret}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
    return f"{settings.public_url}/#/{page}?{query}"


def logbook_called(scope: Scope, method: str, call: str) -> str:
    """Return the logbook whose call this request is, or nothing if it is any other request."""
    if scope["type"] != "http" or scope["method"] != method:
        return ""
    before, _, asked = str(scope["path"]).removeprefix(_BELOW).partition("/")
    return before if asked == call and scope["path"] == f"{_BELOW}{before}/{call}" else ""
