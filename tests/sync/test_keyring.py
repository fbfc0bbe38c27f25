"""Keys in files that several processes read and add to."""

from collections.abc import Iterator

import pytest

from audit import verify
from audit.entry import Opened
from sync.export import key_of, make_bundle
from sync.rotation import rotate_checkpoint_key
from tests.clients import Server
from tests.office import Office


@pytest.fixture
def console(office: Office) -> Iterator[Server]:
    """Give another process on the same database and keys, as the command line is."""
    made = Server(office.server.url, office.server.folder, office.server.logbook)
    yield made
    made.close()


def disclose(office: Office) -> Opened:
    """Let the supervisor disclose a new screening."""
    recorded = office.record()
    stated = {"recipient": "Court", "basis": "Law", "entries": [recorded.id], "withheld": []}
    parts = {"disclosure": stated}
    return office.send(office.supervisor, "disclosure.made/1", parts, recorded.header.subject)


def bundle_of(server: Server, disclosed: Opened) -> bytes:
    return make_bundle(server.installation, server.logbook, disclosed.id)


def verdict(bundle: bytes, verifier: str) -> str:
    return str(verify.verify(bundle, [verify.read_key(verifier)])["verdict"])


# --- seals --------------------------------------------------------------------


def test_a_running_server_seals_with_a_key_that_another_process_made(
    office: Office, console: Server
) -> None:
    server, disclosed = office.server, disclose(office)
    old = server.installation.keyring.of(server.logbook).verifier
    new = rotate_checkpoint_key(console.installation, server.logbook)
    bundle = bundle_of(server, disclosed)
    assert [verdict(bundle, key) for key in (old, new)] == ["VERIFIED WITH NOTES"] * 2
    assert bundle_of(console, disclosed) == bundle
    files = verify.check_container(bundle).files
    assert len(files["manifest.sig"]) == 64 * files["checkpoint.txt"].decode().count("\u2014 ")


def test_a_running_server_names_the_newest_key_though_another_process_made_it(
    office: Office, console: Server
) -> None:
    server, disclosed = office.server, disclose(office)
    new = rotate_checkpoint_key(console.installation, server.logbook)
    bundle = bundle_of(console, disclosed)
    assert key_of(server.installation, server.logbook, bundle) == new


def test_no_bundle_is_given_out_that_one_of_its_signers_did_not_seal(office: Office) -> None:
    server, disclosed = office.server, disclose(office)
    rotate_checkpoint_key(server.installation, server.logbook)
    bundle = bundle_of(server, disclosed)
    (file,) = server.folder.glob("*.checkpoint.2.pem")
    hidden = file.rename(file.with_name("elsewhere"))
    later = Server(server.url, server.folder, server.logbook)
    try:
        with pytest.raises(FileNotFoundError, match="is not here"):
            bundle_of(later, disclosed)
        hidden.rename(file)
        assert bundle_of(later, disclosed) == bundle
    finally:
        later.close()
