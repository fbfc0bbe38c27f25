"""The address that an invite's QR code holds; what stands after `#` reaches no server's log."""

from urllib.parse import quote

from api.settings import Settings
from sync.invites import Fresh


def address_of(settings: Settings, fresh: Fresh, page: str = "join") -> str:
    """Return the address that opens the app and joins; a founder's page is `first-run`."""
    pairs = {"l": fresh.logbook, "k": fresh.verifier, "i": fresh.number, "s": fresh.secret}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
    return f"{settings.public_url}/#/{page}?{query}"
