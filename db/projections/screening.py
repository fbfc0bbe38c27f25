"""Screenings: the newest accepted version of each, as texts the officer typed."""

from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy import select

from db.folding import fold
from db.places import is_reported, position_of, show_results
from db.projections.fact import Fact
from db.rows import Rows
from db.tables.projected import placed, screening
from db.versions import content_of
from schemas.parts.screening import Item, Reading, References
from schemas.types import Closed


def recorded(rows: Rows, fact: Fact) -> None:
    """A new screening."""
    reading, item = fact.part("reading", Reading), fact.part("item", Item)
    rows.add(
        screening,
        screening=fact.header.subject,
        position=fact.position,
        person=fact.person,
        unit=fact.unit,
        at=fact.header.at,
        received=fact.received,
        amended=0,
        voided=0,
        current=fact.id,
        **_displayed(reading, item),
        **_referred(fact.optional("references", References), item, fact.position),
    )
    _meet_results(rows, item.item, fact.unit)


def amended(rows: Rows, fact: Fact) -> None:
    """A version that replaces whole parts of the one it follows."""
    subject = fact.header.subject
    before = rows.find(screening, screening=subject)
    if before is None:
        return
    parts = {**_version(rows, subject, fact.header.follows[0]), **fact.parts}
    rows.remember(fact.id, parts)
    reading, item, references = parts["reading"], parts["item"], parts.get("references")
    if not isinstance(reading, Reading) or not isinstance(item, Item):
        raise TypeError("a screening has a reading and an item")
    stated = references if isinstance(references, References) else None
    rows.change(
        screening,
        {"screening": subject},
        current=fact.id,
        amended=before.amended + 1,
        **_displayed(reading, item),
        **_referred(stated, item, before.position),
    )
    supersede(rows, fact)
    # Asked here, because a version may take its item from any other that it follows.
    if is_reported(rows.writing, rows.logbook, item.item):
        rows.reported.add(item.item)
    _meet_results(rows, item.item, before.unit)


def _meet_results(rows: Rows, item: str, unit: str) -> None:
    """Show earlier results to the first screening that names their item, and to no other."""
    if item not in rows.reported:
        return
    naming = select(screening.c.screening).where(
        screening.c.logbook == rows.logbook, screening.c.item == item
    )
    if len(rows.all(naming.limit(2))) == 1:
        show_results(rows, item, unit)


def voided(rows: Rows, fact: Fact) -> None:
    """The author takes the record back; it stays in every list, marked."""
    rows.change(screening, {"screening": fact.header.subject}, voided=1)


def supersede(rows: Rows, fact: Fact) -> None:
    """Count the accepted versions that follow a version; more than one is a conflict."""
    for followed in fact.header.follows:
        at = position_of(rows.logbook, followed)
        rows.change(placed, {"position": at}, superseded=placed.c.superseded + 1)


def _version(rows: Rows, subject: str, version: str) -> Mapping[str, Closed]:
    """Return the parts of the version that an amendment follows."""
    if version in rows.versions:
        return rows.versions[version]
    rows.flush()
    content = content_of(rows.writing, rows.logbook, subject, version)
    models: Mapping[str, type[Closed]] = {
        "reading": Reading, "item": Item, "references": References,
    }  # fmt: skip
    return {
        name: model.model_validate_json(content[name])
        for name, model in models.items()
        if name in content
    }


def _displayed(reading: Reading, item: Item) -> dict[str, object]:
    return {
        "item": item.item,
        "item_number": item.number,
        "form": item.form.value,
        "instrument": reading.instrument,
        "method": reading.method.text,
        "outcome": reading.outcome.value,
        "banner": reading.banner.text,
        "colour": reading.colour.colour or reading.colour.state.value,
        "confidence": reading.confidence.text or reading.confidence.state.value,
        "findings": _listed(line.name.text for line in reading.findings),
    }


def _referred(stated: References | None, item: Item, number: int) -> dict[str, object]:
    """Return references as written, and everything a search may ask for, folded."""
    written = [line.text for line in stated.references] if stated else []
    searched = filter(None, map(fold, [*written, item.number, item.bag, str(number)]))
    return {"references": _listed(written), "searched": " ".join(searched)}


def _listed(texts: Iterable[str]) -> str:
    return orjson.dumps(list(texts)).decode()
