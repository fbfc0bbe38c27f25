"""Evidence bundles: one ZIP for each disclosure (docs/protocol.md 14), and the print of it."""

from api.access import Held, Reader
from api.answers import Pdf, Zip
from api.parameters import Entry, Languages, Logbook
from api.routing import BELOW_LOGBOOK, make_router, problems
from report.pages import write_report
from schemas.answers.installation import Feature
from sync.evidence.export import key_of, make_bundle

router = make_router(Feature.EVIDENCE, BELOW_LOGBOOK)


@router.get("/disclosures/{entry}/bundle", openapi_extra=problems("read_only"))
def read_bundle(logbook: Logbook, entry: Entry, held: Held, viewer: Reader) -> Zip:
    """Return the bundle of a disclosure, the same bytes each time."""
    return Zip(make_bundle(held, logbook, entry, viewer.person.person), _name(entry))


@router.get(
    "/disclosures/{entry}/report",
    tags=[Feature.REPORT.value],
    openapi_extra=problems("read_only", "report_unavailable"),
)
def read_report(
    logbook: Logbook, entry: Entry, held: Held, viewer: Reader, languages: Languages = "en,sr-Cyrl"
) -> Pdf:
    """Return the bundle printed as PDF/A-3 in two languages, the same bytes each time."""
    bundle = make_bundle(held, logbook, entry, viewer.person.person)
    key = key_of(held, logbook, bundle)
    return Pdf(write_report(bundle, key, languages.split(",")), _name(entry))


def _name(entry: Entry) -> str:
    return f"verbatim-{entry[:8]}"
