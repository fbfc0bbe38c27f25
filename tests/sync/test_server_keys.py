"""The server's own keys rotate while it runs, after it was stopped half-way, and when restored."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from proof.checkpoint import is_signed_by, open_note
from proof.encoding import to_b64u
from proof.rotation import handover_message, rotation_message
from proof.signatures import public_bytes, sign
from schemas.problems import VerbatimError
from sync.checkpoints.keyring import spki_of
from sync.intake import server_entries
from sync.joining.enrol import Joined, JoinRequest, join
from sync.operator import key_rotation
from sync.operator.bootstrap import invite_founder
from sync.operator.key_inventory import take_inventory
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from sync.views.tree import current_note
from tests.clients import Browser, Clock, Server, body_of, new_id, unguarded
from tests.keys import ASIDE, COUNTS, UNKNOWN, by_server, outcomes, screening
from tests.office import Office

Copy = Callable[[str], str]


def enter(server: Server) -> Joined:
    """Let a new administrator's phone join."""
    fresh = invite_founder(server.installation, server.logbook)
    key = ec.generate_private_key(ec.SECP256R1())
    spki = to_b64u(public_bytes(key.public_key()))
    words = f"verbatim/join/1\n{server.logbook}\n{fresh.number}\n{spki}".encode()
    asked = JoinRequest(
        number=fresh.number, secret=fresh.secret, code="", spki=spki, browser="phone",
        proof=to_b64u(sign(key, words)),
    )  # fmt: skip
    joined = join(server.installation, server.logbook, asked)
    open_note(joined.receipt.checkpoint, fresh.verifier)
    return joined


def pass_days(server: Server, days: int) -> None:
    assert isinstance(server.store.clock, Clock)
    server.store.clock.ahead += timedelta(days=days)


def signers_of(server: Server, *verifiers: str) -> list[bool]:
    """Say which of these keys signed the newest note, after one more entry."""
    server.enrol()
    return [
        is_signed_by(current_note(server.installation, server.logbook), one) for one in verifiers
    ]


# --- the key of the server's entries ------------------------------------------


def test_the_entry_key_rotates_under_a_running_server(office: Office, console: Server) -> None:
    server = office.server
    old = next(iter(server.installation.keyring.of(server.logbook).entries))
    new = rotate_entry_key(console.installation, server.logbook)
    first = server.enrol(office.officer.person)
    assert (first.enrolled.header.key, first.enrolled.header.seq) == (new, 1)
    assert server.enrol(office.officer.person).enrolled.header.seq == 2
    assert outcomes(server, screening(first)) == [COUNTS]
    stranger = Browser(server.logbook, office.officer.person, first.verifier)
    enrolment = {
        "spki": stranger.spki, "person": stranger.person, "browser": "phone", "roles": [],
    }  # fmt: skip
    late = by_server(server, old, "key.enrolled/1", {"enrolment": enrolment})
    stranger.prev = late.id
    assert outcomes(server, late, screening(stranger)) == [ASIDE, ASIDE]
    assert server.fault() is None


def test_a_second_rotation_by_a_key_that_ended_leads_nowhere(office: Office) -> None:
    """It stands in the log, kept aside, and no join is answered with it."""
    server = office.server
    logbook, keyring = server.logbook, server.installation.keyring
    old = next(iter(keyring.of(logbook).entries))
    new = rotate_entry_key(server.installation, logbook)
    other = keyring.entry_key(logbook, keyring.add_entry_key(logbook))
    proof = to_b64u(sign(other, rotation_message(logbook, old, spki_of(other))))
    part = {"rotation": {"spki": spki_of(other), "proof": proof}}
    late = by_server(server, old, "key.rotated/1", part)
    assert outcomes(server, late) == [ASIDE]
    kinds = [json.loads(line["header"])["kind"] for line in enter(server).rotations]
    assert kinds == ["key.rotated/1"]
    assert server.enrol().enrolled.header.key == new
    assert server.fault() is None


def test_a_rotation_that_was_stopped_goes_on_with_the_key_it_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = office.server

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for rotate in (rotate_entry_key, rotate_checkpoint_key):
        monkeypatch.setattr(key_rotation, "append_server_entry", stop)
        with pytest.raises(KeyboardInterrupt):
            rotate(server.installation, server.logbook)
        made = list(server.folder.glob("*.2.pem"))
        assert outcomes(server, screening(office.officer)) == [COUNTS]
        monkeypatch.setattr(key_rotation, "append_server_entry", server_entries.append_server_entry)
        rotate(server.installation, server.logbook)
        assert list(server.folder.glob("*.2.pem")) == made
    assert outcomes(server, screening(server.enrol(office.officer.person))) == [COUNTS]
    assert not list(server.folder.glob("*.3.pem"))
    assert not list(server.folder.glob("*.new"))
    assert server.fault() is None


def test_a_restored_log_learns_of_the_rotation_from_a_browser(office: Office, copy: Copy) -> None:
    server, older = office.server, copy(office.server.url)
    new = rotate_entry_key(server.installation, server.logbook)
    rotated = server.rows(f"SELECT id FROM enrolled_key WHERE key = '{new}'")[0][0]  # noqa: S608
    joined = enter(server)
    (line,) = joined.rotations
    assert line["header"].encode() in body_of_line(server, rotated)
    browser = server.enrol(office.officer.person)
    mine = screening(browser)
    restored = Server(older, unguarded(server.folder), server.logbook)
    try:
        assert outcomes(restored, browser.enrolled, mine) == [UNKNOWN] * 2
        lines = b"\n".join([json.dumps(line).encode(), body_of([browser.enrolled, mine])])
        results = restored.push(lines).results
        assert [(result.verdict.value, result.code) for result in results] == [COUNTS] * 3
        assert restored.enrol().enrolled.header.key == new
        assert restored.fault() is None
    finally:
        restored.close()


def body_of_line(server: Server, entry: str) -> bytes:
    return bytes(server.rows(f"SELECT header FROM entry WHERE id = '{entry}'")[0][0])  # noqa: S608


def test_after_a_restore_the_same_command_takes_the_same_key(office: Office, copy: Copy) -> None:
    server, older = office.server, copy(office.server.url)
    names = [rotate_entry_key(server.installation, server.logbook),
             rotate_checkpoint_key(server.installation, server.logbook)]  # fmt: skip
    restored = Server(older, unguarded(server.folder), server.logbook)
    try:
        first = restored.installation.keyring.of(server.logbook).verifier
        assert signers_of(restored, first, names[1]) == [True, True]
        assert [rotate_entry_key(restored.installation, server.logbook),
                rotate_checkpoint_key(restored.installation, server.logbook)] == names  # fmt: skip
        assert restored.fault() is None
    finally:
        restored.close()


# --- the key of checkpoints ----------------------------------------------------


def test_both_checkpoint_keys_sign_for_thirty_days_then_the_new_one(
    office: Office, console: Server
) -> None:
    server = office.server
    old = server.installation.keyring.of(server.logbook).verifier
    assert signers_of(server, old) == [True]
    new = rotate_checkpoint_key(console.installation, server.logbook)
    note = server.push(body_of([screening(office.officer)])).checkpoint
    assert [is_signed_by(note, old), is_signed_by(note, new)] == [True, True]
    assert signers_of(server, old, new) == [True, True]
    enter(server)
    with pytest.raises(VerbatimError, match="two checkpoint keys sign until"):
        rotate_checkpoint_key(console.installation, server.logbook)
    pass_days(server, 29)
    assert signers_of(server, old, new) == [True, True]
    pass_days(server, 2)
    assert signers_of(server, old, new) == [False, True]
    note = server.push(body_of([screening(office.officer)])).checkpoint
    assert [is_signed_by(note, old), is_signed_by(note, new)] == [False, True]
    assert server.fault() is None


def test_the_last_note_is_read_by_a_process_that_starts_later(office: Office) -> None:
    """In each state: signed by the first key, by two, by the second, by the second and third."""
    server = office.server
    logbook, made = server.logbook, []
    for _ in range(2):
        made.append(rotate_checkpoint_key(server.installation, logbook))
        for days in (0, 31):
            pass_days(server, days)
            signers_of(server)
            later = Server(server.url, server.folder, logbook)
            assert later.installation.guard.divergence_of(logbook) is None
            assert later.push(body_of([])).checkpoint == ""
            later.close()
    assert signers_of(server, *made) == [False, True]
    assert server.fault() is None


def test_a_handover_that_both_did_not_sign_is_kept_aside(office: Office) -> None:
    server = office.server
    keyring, logbook = server.installation.keyring, server.logbook
    old, name = keyring.of(logbook).verifier, next(iter(keyring.of(logbook).entries))
    new = keyring.add_checkpoint_key(logbook)
    good = handover(server, old, new)
    wrong = [
        {**good, "by_old": good["by_new"]},
        {**good, "by_new": good["by_old"]},
        handover(server, new, old),
        handover(server, old, old),
    ]
    invalid = ("quarantined", "rotation_invalid")
    for part in wrong:
        entry = by_server(server, name, "checkpoint.key.rotated/1", {"rotation": part})
        assert outcomes(server, entry) == [invalid]
    mine = office.administrator.write("checkpoint.key.rotated/1", {"rotation": good})
    assert outcomes(server, mine) == [("quarantined", "permission_missing")]
    assert rotate_checkpoint_key(server.installation, logbook) == new
    again = by_server(server, name, "checkpoint.key.rotated/1", {"rotation": good})
    back = by_server(
        server, name, "checkpoint.key.rotated/1", {"rotation": handover(server, new, old)}
    )
    assert outcomes(server, again, back) == [invalid] * 2
    assert server.fault() is None


def handover(server: Server, old: str, new: str) -> dict[str, str]:
    message = handover_message(old, new)
    keys = [server.installation.keyring.checkpoint_key(server.logbook, one) for one in (old, new)]
    by_old, by_new = (to_b64u(key.sign(message)) for key in keys)
    return {"old": old, "new": new, "by_old": by_old, "by_new": by_new}


def test_the_proof_names_the_logbook_and_the_old_key(office: Office) -> None:
    """A proof for one place is none for another."""
    server, officer = office.server, office.officer
    new = ec.generate_private_key(ec.SECP256R1())
    spki = to_b64u(public_bytes(new.public_key()))
    for message in (
        rotation_message(new_id(), officer.key, spki),
        rotation_message(server.logbook, office.colleague.key, spki),
        rotation_message(server.logbook, officer.key, officer.spki),
    ):
        part = {"spki": spki, "proof": to_b64u(sign(new, message))}
        entry = officer.write("key.rotated/1", {"rotation": part})
        assert outcomes(server, entry) == [("quarantined", "rotation_invalid")]


# --- who is told ------------------------------------------------------------------


def test_the_operator_sees_where_each_key_ended_and_the_next_began(office: Office) -> None:
    server, officer = office.server, office.officer
    entry = rotate_entry_key(server.installation, server.logbook)
    checkpoint = rotate_checkpoint_key(server.installation, server.logbook)
    old = officer.key
    (rotated,) = officer.send(server, officer.rotate())
    keys = take_inventory(server.store, server.logbook).keys
    uses = [key.use for key in keys[:4]]
    assert uses == ["server_entries"] * 2 + ["server_checkpoints"] * 2
    assert (keys[0].reason, keys[1].key, keys[1].reason) == ("rotated", entry, "")
    assert keys[0].revoked == keys[1].enrolled
    assert (keys[2].reason, keys[3].key, keys[3].revoked_at) == ("rotated", checkpoint, -1)
    assert keys[2].revoked > keys[3].enrolled
    mine = {key.key: key for key in keys if key.person == officer.person}
    assert (mine[old].revoked_at, mine[old].reason) == (rotated.position, "rotated")
    assert (mine[officer.key].enrolled, mine[officer.key].revoked) == (mine[old].revoked, "")


def test_a_read_only_logbook_rotates_nothing(office: Office, copy: Copy) -> None:
    older = copy(office.server.url)
    office.record()
    restored = Server(older, office.server.folder, office.server.logbook)
    try:
        for rotate in (rotate_entry_key, rotate_checkpoint_key):
            with pytest.raises(VerbatimError, match="read_only"):
                rotate(restored.installation, restored.logbook)
    finally:
        restored.close()
    assert not list(office.server.folder.glob("*.2.pem"))
