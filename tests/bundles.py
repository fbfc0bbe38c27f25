"""What tests do with a bundle: get it as somebody at a desk does, and read what is said of it."""

from proof import verify
from proof.entry import Opened
from sync.evidence.export import make_bundle
from tests.clients import Browser
from tests.office import Office


def bundle_for(office: Office, who: Browser, disclosed: Opened) -> bytes:
    """Return the bundle as someone at a desk gets it."""
    server = office.server
    return make_bundle(server.installation, server.logbook, disclosed.id, who.person)


def report_on(office: Office, bundle: bytes) -> verify.Document:
    """Return the verifier's report."""
    key = office.server.installation.keyring.of(office.server.logbook)
    return verify.verify(bundle, [verify.read_key(key.verifier)])


def codes(report: verify.Document) -> set[str]:
    """Return the codes of a report's notes."""
    return {note["code"] for note in report["notes"]}
