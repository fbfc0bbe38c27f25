"""Evidence bundles: one ZIP for each disclosure (docs/protocol.md 14), and the print of it."""

from api.access import Held, Reader
from api.answers import Pdf, Zip
from api.routing import BELOW_LOGBOOK, make_router
from report.pages import write_report
from sync.evidence.export import key_of, make_bundle

router = make_router(BELOW_LOGBOOK)


@router.get("/disclosures/{entry}/bundle")
def read_bundle(logbook: str, entry: str, held: Held, viewer: Reader) -> Zip:
    """Return the bundle of a disclosure, the same bytes each time."""
    return Zip(make_bundle(held, logbook, entry, viewer.person.person), _name(entry))


@router.get("/disclosures/{entry}/report")
def read_report(
    logbook: str, entry: str, held: Held, viewer: Reader, languages: str = "en,sr-Cyrl"
) -> Pdf:
    """Return the bundle printed as PDF/A-3 in two languages, the same bytes each time."""
    bundle = make_bundle(held, logbook, entry, viewer.person.person)
    key = key_of(held, logbook, bundle)
    return Pdf(write_report(bundle, key, languages.split(",")), _name(entry))


def _name(entry: str) -> str:
    return f"verbatim-{entry[:8]}"
