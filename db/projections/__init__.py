"""From entries to rows: one function per kind, only writing rows.

The same functions run when an entry is pushed and when `verbatim audit` rebuilds everything, so
a projected value that no signed entry states cannot exist unseen.
"""

from collections.abc import Callable

from db.log.rows import Rows
from db.projections import (
    epoch,
    evidence,
    laboratory,
    organisation,
    quarantine,
    retention,
    review,
    screening,
)
from db.projections.fact import AcceptedEntry

Projection = Callable[[Rows, AcceptedEntry], None]

PROJECTIONS: dict[str, Projection] = {
    "logbook.opened/1": organisation.logbook_opened,
    "key.enrolled/1": organisation.key_enrolled,
    "key.rotated/1": organisation.key_rotated,
    "key.revoked/1": organisation.key_revoked,
    "checkpoint.key.rotated/1": organisation.checkpoint_key_rotated,
    "epoch.proposed/1": epoch.proposed,
    "epoch.approved/1": epoch.approved,
    "unit.registered/1": organisation.unit_stated,
    "unit.changed/1": organisation.unit_stated,
    "person.registered/1": organisation.person_stated,
    "person.changed/1": organisation.person_stated,
    "person.deactivated/1": organisation.person_deactivated,
    "instrument.registered/1": organisation.instrument_registered,
    "instrument.state.stated/1": organisation.instrument_state_stated,
    "screening.recorded/1": screening.recorded,
    "screening.amended/1": screening.amended,
    "screening.voided/1": screening.voided,
    "conflict.resolved/1": screening.resolved,
    "lab.result.issued/1": laboratory.result_issued,
    "reconciliation.decided/1": laboratory.reconciliation_decided,
    "quarantine.released/1": quarantine.released,
    "disclosure.made/1": evidence.disclosed,
    "review.made/1": review.made,
    "hold.placed/1": retention.hold_placed,
    "hold.lifted/1": retention.hold_lifted,
    "erasure.ordered/1": retention.erasure_ordered,
    "erasure.approved/1": retention.erasure_approved,
    "part.erased/1": retention.part_erased,
}

REGISTRY = frozenset(
    kind
    for kind, projection in PROJECTIONS.items()
    if projection.__module__ == organisation.__name__
)
"""Kinds after which a register has to be read anew."""


QUARANTINED: dict[str, Projection] = {
    "key.enrolled/1": organisation.key_enrolled_quarantined,
    "key.rotated/1": organisation.key_rotated_quarantined,
}
"""What is to be known of entries that are kept aside. It is never what they state."""


def project(rows: Rows, fact: AcceptedEntry) -> None:
    """Write what an accepted entry means, and what it lets count that was kept aside."""
    PROJECTIONS[fact.header.kind](rows, fact)
    if fact.header.kind == "quarantine.released/1":
        project(rows, quarantine.release(rows, fact))
