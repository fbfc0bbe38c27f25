"""How the server's own keys are rotated, by its operator, in order (docs/operations.md, Keys).

1. The keys are locked, for the whole command: of two at once, each would make a key that the
   other knows nothing of.                                                `Keyring.adding`
2. The new key is written to its file, unless one is there that the log does not name yet: the
   last rotation was stopped, or the log was restored since.             `Keyring.add_…_key`
3. One transaction states the rotation with the key that is active until then. `_state`
4. Every later statement asks the log for the active key and finds it in the keyring: a server
   that runs meanwhile needs no restart.

A crash before 3 leaves a key that says nothing; the same command goes on with it.
"""

from db.log.placement import entry_key_of
from db.people.enrolled_keys import find_head_signers
from proof.authoring import Act
from proof.encoding import to_b64u
from proof.rotation import handover_message, rotation_message
from proof.signatures import sign
from schemas.problems import VerbatimError
from sync.checkpoints.keyring import spki_of
from sync.installation import Installation, new_id
from sync.intake.server_entries import append_server_entry

Part = dict[str, object]


def rotate_entry_key(installation: Installation, logbook: str) -> str:
    """Let another key sign the server's entries from now on; return its name.

    Raises `read_only`, `busy` while another command does so, and FileNotFoundError if the key
    that is active now is not here.
    """
    installation.guard.check_open(logbook)
    with installation.keyring.adding(logbook):
        return _rotate_entry_key(installation, logbook)


def _rotate_entry_key(installation: Installation, logbook: str) -> str:
    with installation.store.reading() as reading:
        old = entry_key_of(reading, logbook)
    keyring = installation.keyring
    keyring.entry_key(logbook, old)
    new = (keyring.of(logbook).entries_after(old) or [keyring.add_entry_key(logbook)])[-1]
    key = keyring.entry_key(logbook, new)
    proof = sign(key, rotation_message(logbook, old, spki_of(key)))
    part: Part = {"spki": spki_of(key), "proof": to_b64u(proof)}
    _state(installation, logbook, "key.rotated/1", new_id(installation.store), part)
    return new


def rotate_checkpoint_key(installation: Installation, logbook: str) -> str:
    """Let another key sign heads, beside the old one for a while; return its verifier text.

    Raises `read_only`, `busy`, `request_invalid` while two sign already, and FileNotFoundError.
    """
    installation.guard.check_open(logbook)
    with installation.keyring.adding(logbook):
        new = _rotate_checkpoint_key(installation, logbook)
        with installation.guard.attesting(logbook):  # so that both have signed the same head
            return new


def _rotate_checkpoint_key(installation: Installation, logbook: str) -> str:
    with installation.store.reading() as reading:
        signers = find_head_signers(reading, logbook)
    both = [signer.ends for signer in signers if signer.ends > installation.store.now()]
    if both:
        raise VerbatimError("request_invalid", f"two checkpoint keys sign until {both[-1]}")
    keyring, old = installation.keyring, signers[-1].verifier
    keyring.checkpoint_key(logbook, old)
    added = keyring.of(logbook).checkpoints_after(old)
    new = (added or [keyring.add_checkpoint_key(logbook)])[-1]
    message = handover_message(old, new)
    by_old, by_new = (
        to_b64u(keyring.checkpoint_key(logbook, verifier).sign(message)) for verifier in (old, new)
    )
    part: Part = {"old": old, "new": new, "by_old": by_old, "by_new": by_new}
    _state(installation, logbook, "checkpoint.key.rotated/1", logbook, part)
    return new


def _state(installation: Installation, logbook: str, kind: str, subject: str, part: Part) -> None:
    """Raise `internal`, before anything is committed, if it would not count."""
    act, store = Act(kind, subject, {"rotation": part}), installation.store
    with store.writing() as writing:
        append_server_entry(writing, logbook, act, installation.keyring, store.now())
