"""Evidence bundles: one ZIP for each disclosure (docs/protocol.md 14), and the print of it."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Held, Reader
from report.pages import write_report
from sync.evidence.export import key_of, make_bundle

router = APIRouter(prefix="/api/logbooks/{logbook}")


@router.get("/disclosures/{entry}/bundle")
def read_bundle(logbook: str, entry: str, held: Held, viewer: Reader) -> Response:
    """Return the bundle of a disclosure, the same bytes each time."""
    content = make_bundle(held, logbook, entry, viewer.person.person)
    return _attachment(content, "application/zip", f"verbatim-{entry[:8]}.zip")


@router.get("/disclosures/{entry}/report")
def read_report(
    logbook: str, entry: str, held: Held, viewer: Reader, languages: str = "en,sr-Cyrl"
) -> Response:
    """Return the bundle printed as PDF/A-3 in two languages, the same bytes each time."""
    bundle = make_bundle(held, logbook, entry, viewer.person.person)
    key = key_of(held, logbook, bundle)
    content = write_report(bundle, key, languages.split(","))
    return _attachment(content, "application/pdf", f"verbatim-{entry[:8]}.pdf")


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
