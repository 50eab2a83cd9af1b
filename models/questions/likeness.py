"""Which documents read alike, for a person to say whether they are one, and which were said to be."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.tables import Document, File, Join, Likeness


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


@dataclass(frozen=True, slots=True)
class Joined:
    """A step that made `gone_id`, with its `files`, one with a document."""

    step: int
    document_id: int
    number: str | None
    gone_id: int
    files: tuple[str, ...]
    likeness: float
    who: str
    at: datetime
    why: str | None


def joined(session: Session, *, limit: int | None = None) -> list[Joined]:
    """What people joined and nobody took back, the last first."""
    query = (
        select(Join, Document.number)
        .join(Document, Join.document_id == Document.id)
        .where(Join.undone_at.is_(None))
        .order_by(Join.id.desc())
        .limit(limit)
    )
    found = session.execute(query).all()
    files = {number for step, _ in found for number in step.files}
    names = dict(session.execute(select(File.id, File.name).where(File.id.in_(files))).all())
    return [
        Joined(
            step.id, step.document_id, number, step.gone_id, tuple(names[n] for n in step.files if n in names),
            step.likeness, step.who, step.at, step.why,
        )
        for step, number in found
    ]  # fmt: skip
