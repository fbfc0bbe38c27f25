"""The naive server's two routes. A session in each endpoint; a commit before the answer."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload, sessionmaker

from bench.naive.documents import EntryDocument, Numbers, Page, findings_of, references_of
from bench.naive.tables import Base, Entry, open_engine

MOST = 1000

router = APIRouter()

After = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Tag = Annotated[str, Header()]


def create_app(url: str) -> FastAPI:
    """Return the app on a database whose tables it makes."""
    app = FastAPI()
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    app.state.sessions = sessionmaker(engine, expire_on_commit=False)
    app.include_router(router)
    return app


@router.post("/entries")
def push(documents: list[EntryDocument], request: Request) -> Numbers:
    """Store entries; return their numbers once they are on disk."""
    rows = [make_row(document, datetime.now(UTC)) for document in documents]
    with _session(request) as db:
        db.add_all(rows)
        db.commit()
        return Numbers(numbers=[row.number for row in rows])


@router.get("/entries", response_model=Page)
def pull(
    request: Request, answer: Response, unit: UUID, after: After = 0, limit: Limit = MOST,
    if_none_match: Tag = "",
) -> object:  # fmt: skip
    """Return a unit's entries after a number, or 304 if there is none since the last tag."""
    with _session(request) as db:
        newest = db.scalar(select(func.max(Entry.number)).where(Entry.unit == unit))
        tag = f'"{newest}"'
        if if_none_match == tag:
            return Response(status_code=304, headers={"etag": tag})
        query = (
            select(Entry)
            .where(Entry.unit == unit, Entry.number > after)
            .order_by(Entry.number)
            .limit(limit)
            .options(selectinload(Entry.findings), selectinload(Entry.references))
        )
        rows = db.scalars(query).all()
    answer.headers["etag"] = tag
    return {"entries": rows, "more": len(rows) == limit}


def make_row(document: EntryDocument, received: datetime) -> Entry:
    """Return the row of a document, with the rows that hang on it."""
    return Entry(
        **document.as_row(),
        received=received,
        findings=findings_of(document),
        references=references_of(document),
    )


def _session(request: Request) -> Session:
    sessions: sessionmaker[Session] = request.app.state.sessions
    return sessions()
