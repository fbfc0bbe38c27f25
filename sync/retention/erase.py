"""Carries out what was ordered and approved, and lets no copy of it stay in the database's files.

 1. The head is locked, so that no hold can come between.                 `_carry_out_one`
 2. Of the orders that another person approved one is taken against which
    no hold stands.                                      `sync.rules.retention.may_erase`
 3. The server states `part.erased/1`; what that means deletes the parts
    and derives again what was derived from them, in the same commit.   `db.projections.retention`
 4. Freed pages and the write-ahead log are emptied.                     `db.upkeep.scrub`

Runs after every push that may have brought an approval or lifted a hold, at every start, and by
`verbatim erase`. Each step may be repeated: a crash leaves an order that is still to be carried
out, or pages that the next run empties.
"""

from db.log.heads import lock_head, logbooks
from db.queries.erasure import ErasureOrder, list_open_orders
from db.store import WriteTransaction
from db.upkeep.scrub import empty_log_ahead
from proof.authoring import Act
from proof.entry import Opened
from sync.installation import Installation
from sync.intake.append import Pushed
from sync.intake.server_entries import append_server_entry
from sync.rules.retention import may_erase

_LETTING = frozenset({"erasure.approved/1", "hold.lifted/1", "quarantine.released/1"})


def follow(installation: Installation, pushed: Pushed) -> None:
    """Carry out what a push that is committed may have let be erased."""
    if may_let_erase(pushed):
        carry_out(installation, pushed.logbook)


def may_let_erase(pushed: Pushed) -> bool:
    """Say whether a push holds an entry after which an order may be carried out."""
    return any(line.header.kind in _LETTING for line in pushed.lines if isinstance(line, Opened))


def finish_erasures(installation: Installation) -> None:
    """Do at a start what a crash may have left undone."""
    carry_out_all(installation)
    empty_log_ahead(installation.store)


def carry_out_all(installation: Installation) -> int:
    """Carry out what is still to be carried out in any logbook; return how many orders it was."""
    with installation.store.reading() as reading:
        known = logbooks(reading)
    return sum(carry_out(installation, logbook) for logbook in known)


def carry_out(installation: Installation, logbook: str) -> int:
    """Carry out every order that can be; return how many. A read-only logbook loses nothing.

    Raises `outcome_unknown` or `storage_full` where a push would.
    """
    if installation.guard.divergence_of(logbook):
        return 0
    done = 0
    while _carry_out_one(installation, logbook):
        done += 1
    if done:
        empty_log_ahead(installation.store)
    return done


def _carry_out_one(installation: Installation, logbook: str) -> bool:
    with installation.store.reading() as reading:
        if not list_open_orders(reading, logbook):
            return False  # most times; nobody has to wait for a lock to learn it
    with installation.store.writing() as writing:
        lock_head(writing, logbook)
        orders = list_open_orders(writing, logbook)
        order = next((one for one in orders if may_erase(writing, logbook, one)), None)
        if order is None:
            return False
        _erase(installation, writing, logbook, order)
    return True


def _erase(
    installation: Installation, writing: WriteTransaction, logbook: str, order: ErasureOrder
) -> None:
    """State the erasure. Raises `internal` if it would not count; then nothing is erased."""
    stated = {"entry": order.target, "parts": list(order.parts)}
    follows = (order.target, order.ordered, order.approval)
    act = Act("part.erased/1", order.erasure, {"erasure": stated}, follows)
    append_server_entry(writing, logbook, act, installation.keyring, installation.store.now())
