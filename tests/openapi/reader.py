"""Reads every reading route with the client that `openapi-python-client` made.

Checked by mypy and run by test_python.py, because the client is only made there.
"""

import json
import sys
from typing import TypeVar
from uuid import UUID

from verbatim_client.api.evidence import read_bundle, read_report
from verbatim_client.api.installation import read_installation, read_liveness, read_readiness
from verbatim_client.api.invites import list_invites
from verbatim_client.api.pull import pull
from verbatim_client.api.reading import (
    prove_continuation,
    read_checkpoint,
    read_guard,
    read_quarantine,
    read_record,
    read_registry,
    read_rotations,
    read_worklist,
)
from verbatim_client.api.review import read_reasons, read_review_queue
from verbatim_client.api.sessions import make_nonce, read_session
from verbatim_client.api.tree import prove_growth, prove_inclusion, read_tile
from verbatim_client.client import AuthenticatedClient
from verbatim_client.models.alive import Alive
from verbatim_client.models.continuation import Continuation
from verbatim_client.models.growth import Growth
from verbatim_client.models.inclusion import Inclusion
from verbatim_client.models.installation import Installation
from verbatim_client.models.invites import Invites
from verbatim_client.models.nonce import Nonce
from verbatim_client.models.quarantine import Quarantine
from verbatim_client.models.readiness import Readiness
from verbatim_client.models.reasons import Reasons
from verbatim_client.models.record_trail import RecordTrail
from verbatim_client.models.registry import Registry
from verbatim_client.models.review_queue import ReviewQueue
from verbatim_client.models.rotations import Rotations
from verbatim_client.models.session import Session
from verbatim_client.models.worklist import Worklist
from verbatim_client.models.writable_logbook import WritableLogbook
from verbatim_client.models.x_verbatim import XVerbatim
from verbatim_client.types import File

T = TypeVar("T")


Facts = dict[str, str | int | bool | list[str]]


def main(base: str, logbook: UUID, subject: UUID, entry: str, tokens: tuple[str, str]) -> Facts:
    """Read everything; return a little of each answer."""
    reader, admin = (client_of(base, token) for token in tokens)
    installation = sure(read_installation.sync(client=reader), Installation)
    invites = sure(list_invites.sync(logbook, client=admin), Invites)
    return {
        "kinds": installation.kinds,
        "alive": sure(read_liveness.sync(client=reader), Alive).alive,
        "database": sure(read_readiness.sync(client=reader), Readiness).database.value,
        "person": sure(read_session.sync(client=reader), Session).person.name,
        "invites": [row.state.value for row in invites.invites],
        **lists(logbook, reader),
        **trail(logbook, subject, reader),
        **proofs(logbook, reader),
        **files(logbook, entry, reader),
    }


def lists(logbook: UUID, reader: AuthenticatedClient) -> Facts:
    """Read what comes in rows."""
    registry = sure(read_registry.sync(logbook, client=reader), Registry)
    worklist = sure(read_worklist.sync(logbook, client=reader, find="12/23"), Worklist)
    quarantine = sure(read_quarantine.sync(logbook, client=reader), Quarantine)
    queue = sure(read_review_queue.sync(logbook, client=reader), ReviewQueue)
    reasons = sure(read_reasons.sync(logbook, client=reader), Reasons)
    return {
        "firmware": [row.state.firmware for row in registry.instruments if row.state],
        "banners": [row.banner for row in worklist.rows],
        "why": [row.why.value for row in worklist.rows],
        "kept_aside": [row.code for row in quarantine.rows],
        "reviewed": [row.review.decision.value for row in queue.rows if row.review],
        "reasons": [row.code for row in reasons.codes],
    }


def trail(logbook: UUID, subject: UUID, reader: AuthenticatedClient) -> Facts:
    """Read a record."""
    record = sure(read_record.sync(logbook, subject, client=reader), RecordTrail)
    authors = record.authors.additional_properties.values()
    return {
        "authors": [author.name for author in authors],
        "claimed": len(record.times.additional_properties),
        "verdicts": [result.verdict.value for result in record.receipt.results],
    }


def proofs(logbook: UUID, reader: AuthenticatedClient) -> Facts:
    """Read what proves the log."""
    rotations = sure(read_rotations.sync(logbook, client=reader), Rotations)
    continuation = sure(prove_continuation.sync(logbook, client=reader, from_=1), Continuation)
    growth = sure(prove_growth.sync(logbook, client=reader, from_=1, to=2), Growth)
    inclusion = sure(prove_inclusion.sync(logbook, client=reader, position=0, size=2), Inclusion)
    nonce = sure(make_nonce.sync(client=reader, x_verbatim=XVerbatim.VALUE_0), Nonce)
    return {
        "read_only": sure(read_guard.sync(logbook, client=reader), WritableLogbook).read_only,
        "rotations": len(rotations.rotations),
        "note": sure(read_checkpoint.sync(logbook, client=reader), str),
        "continued_to": continuation.checkpoint,
        "path": len(growth.nodes) + len(inclusion.nodes),
        "nonce": len(nonce.nonce),
    }


def files(logbook: UUID, entry: str, reader: AuthenticatedClient) -> Facts:
    """Read what is no JSON document."""
    lines = pull.sync_detailed(logbook, client=reader).content
    tile = sure(read_tile.sync(logbook, "0/000.p/1", client=reader), File).payload.read()
    bundle = sure(read_bundle.sync(logbook, entry, client=reader), File).payload
    report = sure(read_report.sync(logbook, entry, client=reader), File).payload
    return {
        "lines": lines.count(b"\n"),
        "tile": len(tile),
        "bundle": bundle.read(2).decode(),
        "report": report.read(4).decode(),
    }


def client_of(base: str, token: str) -> AuthenticatedClient:
    """Return a client with the session of a phone."""
    cookie = f"verbatim_phone={token}"
    return AuthenticatedClient(base_url=base, token=cookie, prefix="", auth_header_name="Cookie")


def sure(found: object, kind: type[T]) -> T:
    """Return an answer as what it must be. Raises TypeError for a problem."""
    if not isinstance(found, kind):
        raise TypeError(f"{kind.__name__} was asked for, and {found!r} answered")
    return found


if __name__ == "__main__":
    address, book, record, disclosure, mine, theirs = sys.stdin.read().split("\n")
    json.dump(main(address, UUID(book), UUID(record), disclosure, (mine, theirs)), sys.stdout)
