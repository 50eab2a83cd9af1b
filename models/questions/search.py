"""Full-text search over documents and records, the newest first."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.search import newest
from models.tables import Document, Entry, Record


@dataclass(frozen=True, slots=True)
class Found:
    """A document (`record` is None) or one of its records."""

    document_id: int
    number: str | None
    record: int | None
    kind: Literal["document", "task", "target", "result"]
    text: str
    page: int | None


def search(session: Session, asked: str, *, limit: int = 50) -> list[Found]:
    """What has every word of `asked`, accents and case aside, the last word perhaps unfinished; newest first."""
    many = limit
    while True:  # the index of words knows nothing of what is in sight
        found = newest(session, asked, many)
        entries = session.scalars(select(Entry).where(Entry.id.in_(found)).order_by(Entry.id.desc()).limit(limit)).all()
        if len(entries) == limit or len(found) < many:
            break
        many *= 8
    documents = {
        d.id: d for d in session.scalars(select(Document).where(Document.id.in_({e.document_id for e in entries})))
    }
    wanted = {e.record_id for e in entries if e.record_id is not None}
    records = {
        r.id: r
        for r in session.scalars(select(Record).where(Record.id.in_(wanted)).options(joinedload(Record.document)))
    }
    return [_found(documents[e.document_id], records.get(e.record_id or 0)) for e in entries]


def _found(document: Document, record: Record | None) -> Found:
    if record is None:
        return Found(document.id, document.number, None, "document", document.subject or document.kind or "", None)
    page = record.evidence[0].page if record.evidence else None
    return Found(document.id, document.number, record.id, record.kind, record.content, page)  # type: ignore[arg-type]
