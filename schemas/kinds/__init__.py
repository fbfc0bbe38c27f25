"""Every kind of entry: its parts, and the permissions that writing and reading it need.

A kind's meaning never changes; a new meaning is a new version with a new name.
"""

from dataclasses import dataclass, field

from schemas.kinds import evidence as evi
from schemas.kinds import laboratory as lab
from schemas.kinds import organisation as org
from schemas.kinds import retention as ret
from schemas.kinds import review as rev
from schemas.kinds import screening as scr
from schemas.roles import Action
from schemas.types import Closed


@dataclass(frozen=True, slots=True)
class Kind:
    """`action` is None for what the server alone may state; `reads` is the reading permission.

    What the operator may do at the `console`, the server states as well.
    """

    name: str
    action: Action | None
    reads: Action
    parts: dict[str, type[Closed]]
    optional: frozenset[str] = field(default=frozenset())
    console: bool = False

    @property
    def required(self) -> frozenset[str]:
        """Return the names of the parts that must be there."""
        return frozenset(self.parts) - self.optional


_VERSION: dict[str, type[Closed]] = {
    "reading": scr.Reading,
    "item": scr.Item,
    "place": scr.Place,
    "references": scr.References,
    "note": scr.Note,
}

_ALL = (
    Kind("logbook.opened/1", None, Action.READ_REGISTRY, {"opening": org.Opening}),
    Kind("key.enrolled/1", None, Action.READ_REGISTRY, {"enrolment": org.Enrolment}),
    Kind(
        "key.rotated/1",
        Action.ROTATE_KEY,
        Action.READ_REGISTRY,
        {"rotation": org.Rotation},
        console=True,
    ),
    Kind("key.revoked/1", Action.REVOKE_KEY, Action.READ_REGISTRY, {"revocation": org.Revocation}),
    Kind(
        "checkpoint.key.rotated/1",
        None,
        Action.READ_REGISTRY,
        {"rotation": org.CheckpointRotation},
    ),
    Kind(
        "epoch.proposed/1",
        Action.OPEN_EPOCH,
        Action.READ_REGISTRY,
        {"epoch": org.NextEpoch, "reason": org.AdministrativeReason},
    ),
    Kind("epoch.approved/1", Action.OPEN_EPOCH, Action.READ_REGISTRY, {"epoch": org.NextEpoch}),
    Kind("unit.registered/1", Action.REGISTER_UNIT, Action.READ_REGISTRY, {"unit": org.Unit}),
    Kind("unit.changed/1", Action.REGISTER_UNIT, Action.READ_REGISTRY, {"unit": org.Unit}),
    Kind(
        "person.registered/1",
        Action.REGISTER_PERSON,
        Action.READ_REGISTRY,
        {"person": org.Person, "appointment": org.Appointment},
    ),
    Kind(
        "person.changed/1",
        Action.REGISTER_PERSON,
        Action.READ_REGISTRY,
        {"person": org.Person, "appointment": org.Appointment},
        frozenset({"person", "appointment"}),
    ),
    Kind(
        "person.deactivated/1",
        Action.REGISTER_PERSON,
        Action.READ_REGISTRY,
        {"reason": org.AdministrativeReason},
    ),
    Kind(
        "instrument.registered/1",
        Action.REGISTER_INSTRUMENT,
        Action.READ_REGISTRY,
        {"instrument": org.Instrument},
    ),
    Kind(
        "instrument.state.stated/1",
        Action.STATE_INSTRUMENT,
        Action.READ_REGISTRY,
        {"state": org.InstrumentState},
    ),
    Kind(
        "screening.recorded/1",
        Action.RECORD_SCREENING,
        Action.READ_SCREENINGS,
        _VERSION,
        frozenset({"place", "references", "note"}),
    ),
    Kind(
        "screening.amended/1",
        Action.CORRECT_SCREENING,
        Action.READ_SCREENINGS,
        {**_VERSION, "reason": scr.Reason},
        frozenset(_VERSION),
    ),
    Kind(
        "screening.voided/1",
        Action.CORRECT_SCREENING,
        Action.READ_SCREENINGS,
        {"reason": scr.Reason},
    ),
    Kind(
        "conflict.resolved/1",
        Action.RESOLVE_CONFLICT,
        Action.READ_SCREENINGS,
        {"reason": scr.Reason},
    ),
    Kind(
        "lab.result.issued/1",
        Action.ISSUE_RESULT,
        Action.READ_RESULTS,
        {"result": lab.LabResult, "signatories": lab.Signatories},
    ),
    Kind(
        "reconciliation.decided/1",
        Action.DECIDE_RECONCILIATION,
        Action.READ_RESULTS,
        {"decision": lab.Decision},
    ),
    Kind(
        "quarantine.released/1",
        Action.RELEASE_QUARANTINE,
        Action.READ_SCREENINGS,
        {"reason": scr.Reason},
    ),
    Kind(
        "disclosure.made/1",
        Action.DISCLOSE,
        Action.READ_RESULTS,
        {"disclosure": evi.Disclosure},
        console=True,
    ),
    Kind("review.made/1", Action.REVIEW, Action.READ_SCREENINGS, {"review": rev.Review}),
    Kind("hold.placed/1", Action.PLACE_HOLD, Action.READ_ERASURES, {"hold": ret.Hold}),
    Kind("hold.lifted/1", Action.LIFT_HOLD, Action.READ_ERASURES, {"lifting": ret.Lifting}),
    Kind("erasure.ordered/1", Action.ORDER_ERASURE, Action.READ_ERASURES, {"order": ret.Order}),
    Kind(
        "erasure.approved/1",
        Action.APPROVE_ERASURE,
        Action.READ_ERASURES,
        {"approval": ret.Approval},
    ),
    # Everybody reads it: whoever once had the part must learn that it is gone.
    Kind("part.erased/1", None, Action.READ_REGISTRY, {"erasure": ret.Erasure}),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

BESIDE = frozenset({"review.made/1", "disclosure.made/1"})
"""Kinds that speak beside a record, also beside one that does not count: they make it no record.
Auditors speak of any unit's records: what they say stands where the record stands, so that its
people read it, and not the colleagues of its author."""
