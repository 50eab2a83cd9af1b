"""A document as a reviewer sees it: its own fields, its records with what the machine says, what is doubtful."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models import records, rows
from models.errors import NotThere
from models.questions.originals import Source, source
from models.questions.queue import harm
from models.tables import Citation, Document, Problem, Record, Relation, Review, Standing


@dataclass(frozen=True, slots=True)
class Row:
    """A record: what stands, and what the reading says where a person said otherwise (`machine`, contract JSON)."""

    id: int
    kind: Literal["task", "target", "result"]
    version: int
    standing: Standing
    reviewed: bool
    differs: bool
    machine: dict[str, Any] | None
    record: rows.Kept
    harm: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that this one names; `document_id` where it is known."""

    number: str
    relation: records.Relation
    page: int | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that lies on the desk for one document. `last` is the id of the last step that is not undone."""

    id: int
    version: int
    reviewed: bool
    differs: bool
    machine: dict[str, Any] | None
    head: records.Letterhead
    source: Source
    rows: tuple[Row, ...]
    gone: tuple[Row, ...]
    problems: tuple[records.Problem, ...]
    cited: tuple[Cited, ...]
    others: tuple[str, ...]


def desk(session: Session, document: int, *, today: date) -> Desk:
    """Everything about `document`, the most harmful record first. Raises NotThere."""
    found = session.get(Document, document, options=[joinedload(Document.issuer), selectinload(Document.readings)])
    if found is None:
        raise NotThere(f"#{document}")
    kept = session.scalars(
        select(Record)
        .where(Record.document_id == document)
        .order_by(Record.position, Record.id)
        .options(selectinload(Record.parties))
    ).all()
    shown = [_row(record, today) for record in kept]
    live = sorted((r for r in shown if r.standing == "live"), key=lambda r: -r.harm)
    return Desk(
        id=document,
        version=found.version,
        reviewed=found.reviewed,
        differs=found.differs,
        machine=found.machine,
        head=rows.letterhead_of(found),
        source=source(session, document),
        rows=tuple(live),
        gone=tuple(r for r in shown if r.standing in ("rejected", "withdrawn")),
        problems=tuple(
            rows.plain(records.Problem, p)
            for p in session.scalars(select(Problem).where(Problem.document_id == document).order_by(Problem.position))
        ),
        cited=_cited(session, document),
        others=tuple(r.file.name for r in found.readings if not r.current),
    )


def row(session: Session, record: int, *, today: date) -> Row:
    """One record as it stands. Raises NotThere."""
    found = session.get(Record, record)
    if found is None:
        raise NotThere(f"#{record}")
    return _row(found, today)


def last_step(session: Session, document: int, who: str) -> int | None:
    """The last step of `who` at `document` that can be taken back; undoing is no such step."""
    return session.scalar(
        select(Review.id)
        .where(
            Review.document_id == document, Review.who == who, Review.undone_by_id.is_(None), Review.action != "undo"
        )
        .order_by(Review.id.desc())
        .limit(1)
    )


def _row(record: Record, today: date) -> Row:
    return Row(
        id=record.id,
        kind=record.kind,  # type: ignore[arg-type]  # the three kinds that there are
        version=record.version,
        standing=record.standing,
        reviewed=record.reviewed,
        differs=record.differs,
        machine=record.machine,
        record=rows.record_of(record),
        harm=round(harm(record.confidence, record.deadline_end, len(record.parties), today), 4),
    )


def _cited(session: Session, document: int) -> tuple[Cited, ...]:
    known = dict(
        session.execute(
            select(Document.number_key, Document.id)
            .join(Relation, Relation.cited_id == Document.id)
            .where(Relation.document_id == document)
        ).all()
    )
    found = session.scalars(select(Citation).where(Citation.document_id == document).order_by(Citation.position))
    return tuple(
        Cited(c.number, c.relation, c.evidence[0].page if c.evidence else None, known.get(c.number_key)) for c in found
    )
