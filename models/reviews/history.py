"""What became of a field, step by step, and taking a step back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models import tables
from models.errors import AlreadyUndone, NotThere, Refused
from models.reviews.settling import settle_all
from models.reviews.steps import By, began, followed
from models.tables import Action, Change, Review
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one field. Values are contract JSON; `record` is None where the field is the document's own.

    `by_document` is the number of the document that moved it, where it was no person.
    """

    review: int
    action: Action
    who: str | None
    by_document: str | None
    at: datetime
    why: str | None
    record: int | None
    field: str
    before: Any
    after: Any
    undone: bool


def history(session: Session, document: int, *, record: int | None = None, field: str | None = None) -> list[Step]:
    """All that was done in a document, the first step first; of one record, or one field, where named.

    With `field` and no `record`, the field is the document's own.
    """
    amending = aliased(tables.Document)
    query = (
        select(Review, Change, amending.number)
        .join(Review.changes)
        .outerjoin(amending, Review.by_document_id == amending.id)
        .where(Review.document_id == document)
        .order_by(Change.id)
    )
    if record is not None or field is not None:
        query = query.where(Change.record_id == record)
    if field is not None:
        query = query.where(Change.field == field)
    return [
        Step(
            review=review.id,
            action=review.action,
            who=review.who,
            by_document=number,
            at=review.at,
            why=review.why,
            record=change.record_id,
            field=change.field,
            before=change.before,
            after=change.after,
            undone=review.undone_by_id is not None,
        )
        for review, change, number in session.execute(query)
    ]


def undo(session: Session, review: int, by: By) -> int:
    """Take a step back, a person's or an amendment's; the id of the step that did. Undoing that one brings it back.

    Each field falls back on the last word that is left, in the end on what the reading says now.
    """
    step = session.get(Review, review, with_for_update=True, populate_existing=True)
    if step is None:
        raise NotThere(f"#{review}")
    if step.undone_by_id is not None:
        raise AlreadyUndone(review)
    if step.action == "amend" and step.undoes_id is not None:
        raise Refused(Wording("bước này không hoàn tác được", "this step can't be undone"))
    document = session.get_one(tables.Document, step.document_id)
    back = began(session, step.document_id, "undo", by, undoes=review)
    _taken_back(session, step, back.id)
    session.flush()
    reach = _reach(session, step)
    settle_all(session, document, reach)
    followed(session, back, reach)
    return back.id


def _taken_back(session: Session, step: Review, by: int | None) -> None:
    """Mark `step` as undone by another, or as in force; what it undid itself turns the other way."""
    step.undone_by_id = by
    if step.undoes_id is not None:
        _taken_back(session, session.get_one(Review, step.undoes_id), step.id if by is None else None)


def _reach(session: Session, step: Review) -> set[int | None]:
    """The records that `step` is about; of an undo, those of what it took back."""
    while step.undoes_id is not None:
        step = session.get_one(Review, step.undoes_id)
    return set(session.scalars(select(Change.record_id).where(Change.review_id == step.id)))
