"""The feed: what changed, in order, with what stands now. At least once, and nothing is ever left out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.feed.outbox import place
from models.feed.shapes import Shaped, moment, shape
from models.tables import Document, Event, Happening, Review, Topic


@dataclass(frozen=True, slots=True)
class Changed:
    """One change. `now` is what stands when the feed is read, so it may be newer than the change; it is None where the
    thing is gone, or out of sight: who keeps a copy drops it. `by` says whose word it was."""

    seq: int
    topic: Topic
    id: int
    document_id: int | None
    happened: Happening
    version: int | None
    at: str
    by: Shaped | None
    now: Shaped | None


def head(session: Session) -> int:
    """The last number of the feed; 0 where nothing happened yet."""
    return session.scalar(select(func.max(place(session)))) or 0


def changes(
    session: Session, after: int, *, limit: int, topics: Collection[Topic] = (), states: bool = True
) -> tuple[list[Changed], int]:
    """The first `limit` changes behind the number `after`, and the number to go on from. `topics`: none means all.

    Without `states`, `now` is left out (None).
    """
    seq = place(session)
    last = head(session)
    query = select(
        seq.label("seq"), Event.topic, Event.subject_id, Event.document_id, Event.happened, Event.version,
        Event.review_id, Event.at,
    ).where(seq > after, seq <= last)  # fmt: skip
    if topics:
        query = query.where(Event.topic.in_(topics))
    rows = session.execute(query.order_by(seq).limit(limit)).all()
    now: dict[str, dict[int, Shaped]] = {}
    if states:
        wanted: dict[str, set[int]] = {}
        for row in rows:
            if row.happened != "deleted":
                wanted.setdefault(FAMILY.get(row.topic, row.topic), set()).add(row.subject_id)
        now = {topic: shape(session, topic, ids) for topic, ids in wanted.items()}
    steps = _steps(session, {row.review_id for row in rows if row.review_id and row.topic in REVIEWED})
    found = [
        Changed(
            seq=row.seq,
            topic=row.topic,
            id=row.subject_id,
            document_id=row.document_id,
            happened=row.happened,
            version=row.version,
            at=moment(row.at),
            by=_by(row, steps),
            now=now.get(FAMILY.get(row.topic, row.topic), {}).get(row.subject_id),
        )
        for row in rows
    ]
    return found, (found[-1].seq if len(found) == limit else max(last, after))


FAMILY = {"target": "task", "result": "task"}
"""Asked for together."""

REVIEWED = ("document", "task", "target", "result", "review")
"""What a reviewer's step changes; the outbox keeps the step with other lines too, where it says nothing."""


def _steps(session: Session, reviews: set[int]) -> dict[int, Shaped]:
    amending = aliased(Document)
    found = (
        session.execute(
            select(Review.id, Review.who, Review.action, Review.by_document_id, amending.number)
            .outerjoin(amending, Review.by_document_id == amending.id)
            .where(Review.id.in_(reviews))
        )
        if reviews
        else ()
    )
    return {
        row.id: {"kind": "reviewer", "name": row.who, "review_id": row.id}
        if row.who is not None
        else {"kind": "document", "name": row.number, "review_id": row.id}
        for row in found
    }


def _by(row: Any, steps: dict[int, Shaped]) -> Shaped | None:
    if row.topic not in REVIEWED:
        return None
    if row.review_id is None:
        return {"kind": "reading", "name": None, "review_id": None}
    return steps.get(row.review_id)
