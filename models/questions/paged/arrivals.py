"""What became of the files of one folder: an inbox that people put files into."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.tables import Document, File, Place, Problem, Reading, State


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file of the folder: its state in the ledger, why it did not get through, and the document it became.

    `document` is None as well where that is out of sight.
    """

    uri: str
    file_id: int
    name: str
    state: State
    pages: int | None
    reason_vi: str | None
    reason_en: str | None
    finished_at: datetime | None
    document: int | None
    number: str | None
    kind: str | None
    subject: str | None
    problems: int


def states_under(session: Session, prefix: str) -> dict[str, State]:
    """By URI: the state of each file met under the folder whose URI is `prefix`."""
    rows = session.execute(
        select(Place.uri, File.state)
        .join(File, Place.file_id == File.id)
        .where(Place.uri.startswith(prefix, autoescape=True))
    ).all()
    return {uri: state for uri, state in rows}  # noqa: C416 - rows, not pairs


def arrived(session: Session, uris: Collection[str]) -> dict[str, Arrived]:
    """By URI: what became of the files that lie at `uris`; those that nobody looked at yet are not there."""
    places = session.scalars(
        select(Place).where(Place.uri.in_(uris)).options(selectinload(Place.file).selectinload(File.readings))
    ).all()
    read = {r.document_id for place in places for r in place.file.readings}
    documents = {d.id: d for d in session.scalars(select(Document).where(Document.id.in_(read)))}
    problems = dict(
        session.execute(
            select(Problem.document_id, func.count()).where(Problem.document_id.in_(read)).group_by(Problem.document_id)
        ).all()
    )
    found = {}
    for place in places:
        file = place.file
        last: Reading | None = file.readings[-1] if file.readings else None
        document = documents.get(last.document_id) if last is not None else None
        found[place.uri] = Arrived(
            uri=place.uri,
            file_id=file.id,
            name=file.name,
            state=file.state,
            pages=file.pages,
            reason_vi=file.reason_vi,
            reason_en=file.reason_en,
            finished_at=file.finished_at,
            document=document.id if document is not None else None,
            number=document.number if document is not None else None,
            kind=document.kind if document is not None else None,
            subject=document.subject if document is not None else None,
            problems=problems.get(document.id, 0) if document is not None else 0,
        )
    return found
