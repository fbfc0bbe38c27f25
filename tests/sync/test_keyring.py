"""Keys in files that several processes read and add to."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from proof import verify
from proof.checkpoint import is_signed_by
from proof.entry import Opened
from schemas.problems import VerbatimError
from sync.checkpoints.keyring import Keyring
from sync.evidence.export import key_of, make_bundle
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from tests.clients import Server, body_of, new_id
from tests.keys import screening
from tests.office import Office


def bundle_of(server: Server, disclosed: Opened) -> bytes:
    return make_bundle(server.installation, server.logbook, disclosed.id)


def verdict(bundle: bytes, verifier: str) -> str:
    return str(verify.verify(bundle, [verify.read_key(verifier)])["verdict"])


# --- seals --------------------------------------------------------------------


def test_a_running_server_seals_with_a_key_that_another_process_made(
    office: Office, console: Server
) -> None:
    server, disclosed = office.server, office.disclose(office.record())
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
    server, disclosed = office.server, office.disclose(office.record())
    new = rotate_checkpoint_key(console.installation, server.logbook)
    bundle = bundle_of(console, disclosed)
    assert key_of(server.installation, server.logbook, bundle) == new


def test_no_bundle_is_given_out_that_one_of_its_signers_did_not_seal(office: Office) -> None:
    server, disclosed = office.server, office.disclose(office.record())
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


# --- two commands at once -----------------------------------------------------

ROTATIONS = [rotate_checkpoint_key, rotate_entry_key]


@pytest.mark.parametrize("rotate", ROTATIONS)
def test_of_two_rotations_at_once_the_second_is_told_to_wait(
    office: Office, console: Server, rotate: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the first is already past every question that it asks of the log."""
    server = office.server
    told: list[str] = []
    real = Keyring._load

    def load(keyring: Keyring, logbook: str) -> Any:
        if keyring is server.installation.keyring and not told:
            told.append("busy")
            for other in ROTATIONS:
                with pytest.raises(VerbatimError, match="busy: another command"):
                    other(console.installation, logbook)
        return real(keyring, logbook)

    monkeypatch.setattr(Keyring, "_load", load)
    new = rotate(server.installation, server.logbook)
    assert told
    assert [file.suffixes[-2:] for file in server.folder.glob("*.2.pem")] == [[".2", ".pem"]]
    assert not list(server.folder.glob("*.new"))
    again = Server(server.url, server.folder, server.logbook).installation.keyring
    assert new in {**again.of(server.logbook).entries, **again.of(server.logbook).checkpoints}
    assert server.fault() is None


def test_a_command_that_was_stopped_leaves_no_lock_behind(
    office: Office, console: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Keyring, "entry_key", stop)
        with pytest.raises(KeyboardInterrupt):
            rotate_entry_key(office.server.installation, office.server.logbook)
    assert rotate_entry_key(console.installation, office.server.logbook)


def test_a_key_that_another_process_left_behind_is_used_and_none_is_made_beside_it(
    office: Office, console: Server
) -> None:
    server = office.server
    left = console.installation.keyring.add_checkpoint_key(server.logbook)
    assert rotate_checkpoint_key(server.installation, server.logbook) == left
    assert not list(server.folder.glob("*.3.pem"))


def test_of_two_that_write_a_key_at_once_each_writes_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds its name taken; the first one's key is what stands under it."""
    first, second, logbook = Keyring(tmp_path), Keyring(tmp_path), new_id()
    first.create(logbook)
    opened, go_on = Event(), Event()
    real = os.fdopen
    failed: list[BaseException] = []

    def slow(descriptor: int, mode: str) -> Any:
        if not opened.is_set():
            opened.set()
            go_on.wait(20)
        return real(descriptor, mode)

    def add() -> None:
        try:
            second.add_checkpoint_key(logbook)
        except FileExistsError as error:
            failed.append(error)

    monkeypatch.setattr(os, "fdopen", slow)
    beside = Thread(target=add)
    beside.start()
    assert opened.wait(20)
    made = first.add_checkpoint_key(logbook)
    go_on.set()
    beside.join(20)
    assert len(failed) == 1
    assert list(Keyring(tmp_path).of(logbook).checkpoints)[1:] == [made]
    assert not list(tmp_path.glob("*.new"))


# --- who signs ----------------------------------------------------------------


def signed(server: Server, office: Office, *verifiers: str) -> list[bool]:
    """Say which of these keys sign the note of one more entry."""
    note = server.push(body_of([screening(office.officer)])).checkpoint
    assert note.count("\u2014 ") <= 2
    return [is_signed_by(note, verifier) for verifier in verifiers]


def test_keys_that_the_log_does_not_name_never_sign_in_the_place_of_those_it_names(
    office: Office,
) -> None:
    server = office.server
    keyring = server.installation.keyring
    pinned = keyring.of(server.logbook).verifier
    stray = keyring.add_checkpoint_key(server.logbook)
    newer = keyring.add_checkpoint_key(server.logbook)
    assert signed(server, office, pinned, stray, newer) == [True, False, True]
    assert rotate_checkpoint_key(server.installation, server.logbook) == newer
    later = keyring.add_checkpoint_key(server.logbook)
    assert signed(server, office, pinned, newer, later) == [True, True, False]


def test_a_bundle_bears_no_signature_of_a_key_that_the_log_does_not_name(office: Office) -> None:
    server, disclosed = office.server, office.disclose(office.record())
    keyring = server.installation.keyring
    pinned, stray = keyring.of(server.logbook).verifier, keyring.add_checkpoint_key(server.logbook)
    assert signed(server, office, pinned, stray) == [True, True]
    bundle = bundle_of(server, disclosed)
    assert verdict(bundle, pinned) == "VERIFIED WITH NOTES"
    assert verify.check_container(bundle).files["checkpoint.txt"].count("\u2014 ".encode()) == 1
    assert bundle_of(server, disclosed) == bundle
