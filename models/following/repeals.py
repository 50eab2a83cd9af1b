"""Points of a document that another repeals or replaces by name: their tasks are superseded one by one, the rest stays.

"Bãi bỏ điểm a khoản 2 Mục III của Kế hoạch số …": each task under that point gets a step of the repealing document,
which can be undone as any other.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.following.amendments import amending_pairs, in_force, take_back
from models.following.points import points_named, under
from models.following.relations import ENDING
from models.reviews.fields import SUPERSEDED
from models.reviews.settling import settle
from models.tables import Change, Document, Move, Record, Result, Review


def end_points(session: Session, document: Document, at: datetime) -> None:
    """Apply what `document` ends of others, and others of it, point by point; what no longer holds goes back."""
    pairs = amending_pairs(session, document)
    wanted: dict[tuple[int | None, int | None], Record] = {
        (amending, row.id): row
        for amending, amended in pairs
        for row in ended(session, session.get_one(Document, amending), session.get_one(Document, amended))
    }
    undone_by = aliased(Review)
    told = session.execute(
        select(Change.record_id, Review, undone_by.who)
        .join(Change.review)
        .outerjoin(undone_by, Review.undone_by_id == undone_by.id)
        .where(Change.field == SUPERSEDED, (Review.document_id == document.id) | (Review.by_document_id == document.id))
        .order_by(Review.id)
    ).all()
    for record, step, undone in told:
        key = step.by_document_id, record
        if step.undone_by_id is None:
            if wanted.pop(key, None) is None:
                take_back(session, step, at)
                _settle(session, session.get_one(Record, record))
        elif undone is not None:
            wanted.pop(key, None)  # a person took it back, which stays so
    for (ending, _), row in wanted.items():
        _end(session, session.get_one(Document, ending), row, at)


def ended(session: Session, amending: Document, amended: Document) -> list[Record]:
    """The live tasks and targets of `amended` that stand under the points which `amending` ends."""
    texts = [
        evidence.text
        for citation in amending.citations
        if citation.relation in ENDING and citation.number_key == amended.number_key
        for evidence in citation.evidence
    ]
    points = [point for text in texts for point in points_named(text)]
    if not points or not in_force(session, amending):
        return []
    followed = [r for r in amended.records if r.standing == "live" and not isinstance(r, Result)]
    paths = under({r.path for r in followed if r.path}, points)
    moved = set(session.scalars(select(Move.record_id).where(Move.record_id.in_([r.id for r in followed]))))
    return [r for r in followed if r.path in paths and r.id not in moved]


def _end(session: Session, amending: Document, row: Record, at: datetime) -> None:
    step = Review(document_id=row.document_id, action="amend", by_document_id=amending.id, at=at)
    session.add(step)
    session.flush()
    by = amending.number or f"#{amending.id}"
    session.add(Change(review_id=step.id, record_id=row.id, field=SUPERSEDED, before=None, after=by))
    _settle(session, row)


def _settle(session: Session, row: Record) -> None:
    before = row.version
    settle(session, row)
    if row.version == before:  # what it says is the same, what has become of it is not
        row.version += 1
        session.flush()


def ended_alone(session: Session, records: Collection[int]) -> dict[int, Document]:
    """For each of `records` that another document ended by its point: that other one, the first that did."""
    found = session.execute(
        select(Change.record_id, Document)
        .join(Change.review)
        .join(Document, Review.by_document_id == Document.id)
        .where(Change.record_id.in_(records), Change.field == SUPERSEDED, Review.undone_by_id.is_(None))
        .order_by(Document.issued_on.desc(), Document.id.desc())
    )
    return {record: document for record, document in found if record is not None}
