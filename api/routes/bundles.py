"""Evidence bundles: one ZIP for each disclosure (docs/protocol.md 14)."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Held, Reader
from sync.export import make_bundle

router = APIRouter(prefix="/api/logbooks/{logbook}")


@router.get("/disclosures/{entry}/bundle")
def read_bundle(logbook: str, entry: str, held: Held, viewer: Reader) -> Response:
    """Return the bundle of a disclosure, the same bytes each time."""
    content = make_bundle(held, logbook, entry, viewer.person.person)
    name = f"verbatim-{entry[:8]}.zip"
    return Response(
        content,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
