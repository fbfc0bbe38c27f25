"""What anyone may know of this installation (docs/protocol.md 9, step 1)."""

from api.access import Configured, Held
from api.answers import Json
from api.pages import read_build
from api.routing import make_router
from db.people.logbooks import KnownLogbook, describe_logbooks
from report.pages import can_write_reports
from schemas.answers.installation import Feature, Installation, Logbook
from schemas.kinds import KINDS

router = make_router(Feature.INSTALLATION)


@router.get("/api/installation")
def read_installation(held: Held, settings: Configured) -> Json[Installation]:
    """Name the public address, the build that is served, what is known here, and the logbooks."""
    with held.store.reading() as reading:
        logbooks = describe_logbooks(reading)
    return Json(
        {
            "public_url": settings.public_url,
            "now": held.store.now(),
            "app": read_build(settings.web),
            "kinds": list(KINDS),
            "features": _features(),
            "logbooks": [_described(one, held) for one in logbooks],
        }
    )


def _features() -> list[Feature]:
    missing = () if can_write_reports() else (Feature.REPORT,)
    return [one for one in Feature if one not in missing]


def _described(known: KnownLogbook, held: Held) -> Logbook:
    return {
        "logbook": known.logbook,
        "name": known.name,
        "purpose": known.purpose,
        "checkpoint_key": known.checkpoint_key,
        "read_only": held.guard.divergence_of(known.logbook) is not None,
    }
