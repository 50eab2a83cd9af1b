"""Which documents read alike, for a person to say whether they are one."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.tables import Document, Likeness


@dataclass(frozen=True, slots=True)
class Alike:
    """A document without a number, and one that reads like it; `likeness` of their words, 0 to 1."""

    document_id: int
    subject: str | None
    other_id: int
    other_number: str | None
    other_subject: str | None
    likeness: float


def alike(session: Session, *, limit: int | None = None) -> list[Alike]:
    """The pairs that wait for a person, the most alike first."""
    one, other = aliased(Document), aliased(Document)
    query = (
        select(Likeness, one.subject, other.number, other.subject)
        .join(one, Likeness.document_id == one.id)
        .join(other, Likeness.other_id == other.id)
        .where(Likeness.standing == "proposed")
        .order_by(Likeness.likeness.desc(), Likeness.document_id, Likeness.other_id)
    )
    return [
        Alike(pair.document_id, subject, pair.other_id, number, other_subject, pair.likeness)
        for pair, subject, number, other_subject in session.execute(query.limit(limit))
    ]
