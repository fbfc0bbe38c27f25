"""Screenings: the newest accepted version of each, as texts the officer typed."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import select

from db.driver.hints import likely
from db.log.placement import is_reported, position_of, show_results
from db.log.rows import Rows
from db.log.versions import content_of
from db.projections.fact import AcceptedEntry
from db.projections.items import keep_items
from db.projections.queue import queue_screening
from db.queries.folding import fold
from db.tables.projected import placed, screening
from schemas.answers.laboratory import Queue
from schemas.kinds.screening import Item, Reading, References
from schemas.types import Closed


def recorded(rows: Rows, fact: AcceptedEntry) -> None:
    """A new screening."""
    item = fact.part("item", Item)
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
        heads=1,
        queue=Queue.TO_DO.value,
        current=fact.id,
        **_shown(fact.parts, item, fact.position),
    )
    _meet_results(rows, fact.header.subject, item.item, fact.unit)


def amended(rows: Rows, fact: AcceptedEntry) -> None:
    """A version that replaces whole parts of the one it follows.

    Of several that it follows it replaces the first alone: whether another one still stands is
    for a supervisor to say.
    """
    before = rows.find(screening, screening=fact.header.subject)
    if before is None:
        return
    kept = _version(rows, before.screening, fact.header.follows[0])
    # What the header names is replaced, also where it has been erased since.
    parts = {name: part for name, part in kept.items() if name not in fact.header.parts}
    parts |= fact.parts
    rows.remember(fact.id, parts)
    beside = 0 if supersede(rows, before.screening, fact.header.follows[0]) else 1
    _show(rows, before, fact.id, parts, amended=before.amended + 1, heads=before.heads + beside)


def resolved(rows: Rows, fact: AcceptedEntry) -> None:
    """The version followed first stands, the others are set aside; all of them stay readable."""
    before = rows.find(screening, screening=fact.header.subject)
    standing, *others = fact.header.follows
    for other in others:
        supersede(rows, before.screening, other)
    parts = _version(rows, before.screening, standing)
    _show(rows, before, standing, parts, heads=before.heads - len(others))


def _show(
    rows: Rows, before: Any, version: str, parts: Mapping[str, Closed], **counts: int
) -> None:
    """Make a version the one that lists show."""
    item = _item_in(parts)
    keep_items(rows, before.screening, before.item, item.item)
    rows.change(
        screening,
        {"screening": before.screening},
        current=version,
        queue=(Queue.DONE if before.voided else Queue.TO_DO).value,
        **counts,
        **_shown(parts, item, before.position),
    )
    # Asked here, because a version may take its item from any other that it follows.
    if is_reported(rows.writing, rows.logbook, item.item):
        rows.reported.add(item.item)
    _meet_results(rows, before.screening, item.item, before.unit)


def _meet_results(rows: Rows, subject: str, item: str, unit: str) -> None:
    """Show earlier results to the first screening that names their item, and to no other.

    They decide in which queue the screening stands in any case.
    """
    if item not in rows.reported:
        return
    naming = select(screening.c.screening).where(
        likely(screening.c.logbook == rows.logbook), screening.c.item == item
    )
    if len(rows.all(naming.limit(2))) == 1:
        show_results(rows, item, unit)
    queue_screening(rows, subject)


def lose_parts(rows: Rows, subject: str) -> None:
    """Show what is left of a screening whose parts have been erased."""
    known = rows.find(screening, screening=subject)
    if known is not None:
        parts = _read_version(rows, subject, known.current)
        shown = _shown(parts, _item_in(parts), known.position)
        rows.change(screening, {"screening": subject}, **shown)


def voided(rows: Rows, fact: AcceptedEntry) -> None:
    """The author takes the record back; it stays in every list, marked."""
    done = Queue.DONE.value
    rows.change(screening, {"screening": fact.header.subject}, voided=1, queue=done)


def supersede(rows: Rows, subject: str, version: str) -> bool:
    """Count one more entry that replaces a version of a record; say whether it is the first."""
    found = rows.find(placed, position=position_of(rows.logbook, version), subject=subject)
    if found is None:
        return False
    rows.change(placed, {"position": found.position}, superseded=found.superseded + 1)
    return bool(found.superseded == 0)


def _version(rows: Rows, subject: str, version: str) -> Mapping[str, Closed]:
    """Return the parts of the version that an amendment follows."""
    if version in rows.versions:
        return rows.versions[version]
    return _read_version(rows, subject, version)


def _read_version(rows: Rows, subject: str, version: str) -> Mapping[str, Closed]:
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


def _item_in(parts: Mapping[str, Closed]) -> Item:
    item = parts["item"]
    if not isinstance(item, Item):
        raise TypeError("a screening has an item")
    return item


def _shown(parts: Mapping[str, Closed], item: Item, number: int) -> dict[str, object]:
    reading, references = parts.get("reading"), parts.get("references")
    return {
        **_displayed(reading if isinstance(reading, Reading) else None, item),
        **_referred(references if isinstance(references, References) else None, item, number),
    }


def _displayed(reading: Reading | None, item: Item) -> dict[str, object]:
    """Return the texts of a reading; of one that has been erased, empty ones."""
    named = {"item": item.item, "item_number": item.number, "form": item.form.value}
    if reading is None:
        empty = ("instrument", "method", "outcome", "banner", "colour", "confidence")
        return {**named, **dict.fromkeys(empty, ""), "findings": _listed(())}
    return {
        **named,
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
