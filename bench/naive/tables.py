"""The naive server's tables: every field a typed column, indexed as its queries need."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Collects the tables."""


class Entry(Base):
    """One screening; `number` is what clients continue from."""

    __tablename__ = "entry"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    unit: Mapped[UUID]
    officer: Mapped[UUID]
    device: Mapped[str]
    device_number: Mapped[int]
    at: Mapped[str]
    received: Mapped[datetime]
    instrument: Mapped[UUID]
    profile: Mapped[str]
    profile_version: Mapped[int]
    method: Mapped[str]
    method_capture: Mapped[str]
    outcome: Mapped[str]
    banner: Mapped[str]
    banner_capture: Mapped[str]
    colour_state: Mapped[str]
    colour: Mapped[str]
    confidence_state: Mapped[str]
    compared_with_screen: Mapped[bool]
    scan_number: Mapped[str]
    item: Mapped[UUID]
    item_number: Mapped[str]
    form: Mapped[str]
    bag: Mapped[str]
    place_state: Mapped[str]
    place_unit: Mapped[UUID]
    latitude: Mapped[str]
    longitude: Mapped[str]
    accuracy: Mapped[str]
    fixed_at: Mapped[str]
    references_state: Mapped[str]
    note: Mapped[str]
    findings: Mapped[list["Finding"]] = relationship(order_by="Finding.place")
    references: Mapped[list["Reference"]] = relationship(order_by="Reference.place")


Index("ix_entry_unit_number", Entry.unit, Entry.number)


class Finding(Base):
    """One line of what the analyser displayed."""

    __tablename__ = "finding"
    entry: Mapped[int] = mapped_column(ForeignKey("entry.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_capture: Mapped[str]
    confidence_state: Mapped[str]
    confidence: Mapped[str]
    label: Mapped[str]


class Reference(Base):
    """One number on paper."""

    __tablename__ = "reference"
    entry: Mapped[int] = mapped_column(ForeignKey("entry.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    text: Mapped[str]


def open_engine(url: str) -> Engine:
    """Return an engine as durable as the product's: a commit is on disk when it returns."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10)
    engine = create_engine(url, pool_size=10, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")

    return engine
