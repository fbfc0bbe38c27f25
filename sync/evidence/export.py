"""Evidence leaves the logbook: every bundle belongs to an entry that says to whom, and why.

The bundle holds its own disclosure, so that entry cannot name the bundle's hash; instead it
decides all of its bytes, together with the checkpoint under which it was made first.
"""

from dataclasses import dataclass
from functools import partial

from db.log.placement import Placement, placement_of
from db.log.versions import codes_at
from db.people.enrolled_keys import EnrolledKeys, find_head_signers
from db.queries.bundles import find_note, keep_note
from db.queries.evidence import positions_of, rows_at
from db.queries.records import visible_among
from db.queries.scope import visible
from db.store import ReadTransaction
from proof.authoring import Act
from proof.bundle import Evidence, pack_bundle
from proof.checkpoint import only_signed_by
from proof.verify import check_container
from schemas.kinds.evidence import Disclosure
from schemas.problems import VerbatimError
from schemas.roles import Action, can
from sync.evidence.gather import gather
from sync.evidence.selection import DISCLOSURE, list_entries
from sync.installation import Installation
from sync.intake.server_entries import append_server_entry


@dataclass(frozen=True, slots=True)
class Request:
    """What the operator asks for at the console: a record or an item, for whom, and why."""

    subject: str
    recipient: str
    basis: str
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The ids of disclosures, and how many kept aside that name their subject are in none."""

    entries: list[str]
    left_out: int


def make_bundle(installation: Installation, logbook: str, entry_id: str, person: str = "") -> bytes:
    """Return the ZIP of a disclosure; without a person, for the operator's console.

    Raises `not_found` for what is no disclosure or out of the person's reach, `read_only`.
    """
    with installation.store.reading() as reading:
        place = _find_disclosure(reading, logbook, entry_id, person)
        note = find_note(reading, logbook, entry_id)
    evidence = _gather(installation, logbook, place, note) if note else None
    while evidence is None:
        note = _renew_note(installation, logbook, entry_id, note)
        evidence = _gather(installation, logbook, place, note)
    return pack_bundle(evidence, partial(installation.keyring.seal, logbook, note))


def _gather(
    installation: Installation, logbook: str, place: Placement, note: str
) -> Evidence | None:
    checkpoint = installation.keyring.open_note(logbook, note)
    with installation.store.reading() as reading:
        disclosure = _disclosure_at(reading, logbook, place)
        return gather(reading, checkpoint, note, place.position, disclosure)


def _renew_note(installation: Installation, logbook: str, entry_id: str, before: str) -> str:
    """Return the present checkpoint for this bundle: the first one, or one that knows an erasure.

    What was erased cannot be given out again, and a bundle has to show why it is not there. Of its
    signatures only those of keys that the log names stay: a verifier cannot attribute others.
    """
    with installation.guard.vouching(logbook) as attested:
        named = [signer.verifier for signer in find_head_signers(attested.reading, logbook)]
        note = only_signed_by(attested.note, named)
    with installation.store.writing() as writing:
        return keep_note(writing, logbook, entry_id, before, note)


def key_of(installation: Installation, logbook: str, bundle: bytes) -> str:
    """Return the published key to verify a bundle with: the newest that signed its checkpoint."""
    note = check_container(bundle).files["checkpoint.txt"].decode()
    return installation.keyring.signer_of(logbook, note)


def _find_disclosure(
    reading: ReadTransaction, logbook: str, entry_id: str, person: str
) -> Placement:
    place = placement_of(reading, logbook, entry_id)
    if place is None or place.kind != DISCLOSURE:
        raise VerbatimError("not_found")
    # Not one that was released either: a verifier asks for one that was accepted at once.
    if codes_at(reading, logbook, [place.position])[place.position]:
        raise VerbatimError("not_found")
    if person and not _may_have(reading, logbook, place, person):
        raise VerbatimError("not_found")
    return place


def _may_have(reading: ReadTransaction, logbook: str, place: Placement, person: str) -> bool:
    """Say whether a person may disclose here, and may read all that is listed.

    An auditor or the console may have listed what the one who asks may not read.
    """
    actor = EnrolledKeys(reading, logbook).actor(person)
    if not can(actor, Action.DISCLOSE, place.row):
        return False
    listed = positions_of(reading, logbook, _disclosure_at(reading, logbook, place).entries)
    return visible_among(reading, logbook, listed, visible(actor)) == listed


def _disclosure_at(reading: ReadTransaction, logbook: str, place: Placement) -> Disclosure:
    (row,) = rows_at(reading, logbook, [place.position])
    return Disclosure.model_validate_json(row.parts[0].body)


def disclose(installation: Installation, logbook: str, asked: Request) -> Disclosed:
    """State what the operator ordered at the console: one disclosure, or more if it takes more.

    Raises `not_found` if the log knows no such record or item, `internal` if one is not accepted.
    """
    with installation.store.reading() as reading:
        listing = list_entries(reading, logbook, asked.subject)
    stated = [_state(installation, logbook, asked, entries) for entries in listing.bundles]
    return Disclosed(stated, listing.left_out)


def _state(installation: Installation, logbook: str, asked: Request, entries: list[str]) -> str:
    stated = Disclosure(
        recipient=asked.recipient, basis=asked.basis, entries=entries, withheld=list(asked.withheld)
    )
    act = Act(DISCLOSURE, asked.subject, {"disclosure": stated.model_dump()})
    store = installation.store
    with store.writing() as writing:
        return append_server_entry(writing, logbook, act, installation.keyring, store.now()).id
