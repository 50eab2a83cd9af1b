"""What has become of a task or target, as conditions of SQL: the words of `states`, asked of a million at once."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from models.following.relations import ENDING
from models.following.states import SOON
from models.reviews.fields import SUPERSEDED
from models.tables import Base, Record

MOVES, PROGRESS, RELATIONS, REVIEWS, DOCUMENTS, CHANGES = (
    Base.metadata.tables[name] for name in ("moves", "progress", "relations", "reviews", "documents", "changes")
)
"""As tables, not classes: a condition tells nothing of what it looks at, so what is in sight does not limit it."""


def followed() -> ColumnElement[bool]:
    """A live task or target with a deadline, but for one that only says another one's anew."""
    again = exists(
        select(1)
        .select_from(MOVES.join(REVIEWS, MOVES.c.review_id == REVIEWS.c.id))
        .where(MOVES.c.by_record_id == Record.id, REVIEWS.c.undone_by_id.is_(None))
    )
    return and_(
        Record.standing == "live", Record.kind.in_(("task", "target")), Record.deadline_kind.is_not(None), ~again
    )


def done() -> ColumnElement[bool]:
    """Somebody confirmed that it is done (of a recurring one: no single time of it is meant)."""
    return exists(
        select(1).where(
            PROGRESS.c.record_id == Record.id,
            PROGRESS.c.standing == "confirmed",
            PROGRESS.c.done,
            PROGRESS.c.occurrence.is_(None),
        )
    )


def superseded(today: date) -> ColumnElement[bool]:
    """Its document was replaced or repealed by `today`, or the point at which it stands."""
    after, alone = DOCUMENTS.alias(), DOCUMENTS.alias()
    whole = exists(
        select(1)
        .select_from(RELATIONS.join(after, RELATIONS.c.document_id == after.c.id))
        .where(
            RELATIONS.c.cited_id == Record.document_id,
            RELATIONS.c.kind.in_(ENDING),
            or_(after.c.issued_on.is_(None), after.c.issued_on <= today),
        )
    )
    point = exists(
        select(1)
        .select_from(
            CHANGES.join(REVIEWS, CHANGES.c.review_id == REVIEWS.c.id).join(
                alone, REVIEWS.c.by_document_id == alone.c.id
            )
        )
        .where(
            CHANGES.c.record_id == Record.id,
            CHANGES.c.field == SUPERSEDED,
            REVIEWS.c.undone_by_id.is_(None),
            or_(alone.c.issued_on.is_(None), alone.c.issued_on <= today),
        )
    )
    return or_(whole, point)


def state(today: date) -> ColumnElement[Any]:
    """The state on `today`; "done" stands for "done_late" too."""
    day = Record.deadline_end
    return case(
        (done(), "done"),
        (superseded(today), "superseded"),
        (day.is_(None), "undated"),
        (day < today, "overdue"),
        (day <= today + SOON, "due_soon"),
        else_="not_due",
    )
