"""Whether the process lives and the database answers."""

from api.access import Held
from api.answers import Json
from api.routing import make_router
from db.driver.connect import sqlite_warning
from schemas.answers.installation import Alive, Database, Feature, Readiness
from sync.checkpoints.rollback_guard import explain
from sync.operator.bootstrap import list_logbooks

router = make_router(Feature.INSTALLATION)


@router.get("/healthz")
async def read_liveness() -> Json[Alive]:
    """Answer from the event loop alone."""
    return Json({"alive": True})


@router.get("/readyz")
def read_readiness(held: Held) -> Json[Readiness]:
    """Answer after the database did."""
    looked_at = {one: held.guard.divergence_of(one) for one in list_logbooks(held.store)}
    divergences = {one: split for one, split in looked_at.items() if split}
    dialect = Database(held.store.engines.reader.dialect.name)
    warnings = [sqlite_warning()] if dialect is Database.SQLITE and sqlite_warning() else []
    # Ready, for people go on reading; but nobody must overlook it.
    warnings += [explain(one, split) for one, split in divergences.items()]
    return Json(
        {"ready": True, "database": dialect, "warnings": warnings, "read_only": list(divergences)}
    )
