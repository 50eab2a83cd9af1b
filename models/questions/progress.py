"""How things stand: targets against results, the workload of units, what waits for a reviewer."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.following.states import State
from models.questions.due import due, shown
from models.records import Comparator
from models.tables import Document, Progress, Record, Target


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and what was last confirmed of it; `met` is None where nothing was, or one number can't tell."""

    id: int
    document: str | None
    measure: str
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str | None
    owners: tuple[str, ...]
    reached: float | None
    on: date | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Load:
    """How much a unit leads or owns, by state."""

    unit: str
    states: dict[State, int]


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A record for a reviewer to look at. `differs`: a new reading says something else than a person did."""

    id: int
    version: int
    kind: Literal["task", "target", "result"]
    content: str
    confidence: float
    differs: bool
    document_id: int
    document: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a report says came of a task or target (or of a plan as a whole), for a person to confirm."""

    id: int
    document_id: int
    document: str | None
    record: int | None
    content: str | None
    value: float | None
    of: float | None
    unit: str | None
    on: date | None
    done: bool
    note: str | None
    shown_by: str | None


def targets(session: Session, *, document: int | None = None) -> list[Measured]:
    """Every target, or those of one document, against the last result that a person confirmed."""
    query = select(Target).where(Record.standing == "live")
    if document is not None:
        query = query.where(Record.document_id == document)
    found = session.scalars(
        query.options(joinedload(Record.document), selectinload(Record.parties)).order_by(Record.id)
    ).all()
    last = {
        entry.record_id: entry
        for entry in session.scalars(
            select(Progress)
            .where(
                Progress.record_id.in_([t.id for t in found]),
                Progress.standing == "confirmed",
                Progress.value.is_not(None),
            )
            .order_by(Progress.achieved_on, Progress.id)
        )
    }
    return [_measured(t, last.get(t.id)) for t in found]


def _measured(target: Target, entry: Progress | None) -> Measured:
    reached = entry.value if entry else None
    if entry is not None and entry.of and target.unit == "%" and entry.unit != "%":
        reached = 100 * (entry.value or 0) / entry.of
    return Measured(
        id=target.id,
        document=target.document.number,
        measure=target.measure,
        comparator=target.comparator,
        value=target.value,
        value_max=target.value_max,
        unit=target.unit,
        owners=tuple(shown(p) for p in target.parties if p.role == "owner"),
        reached=reached,
        on=entry.achieved_on if entry else None,
        met=None if reached is None else met(target.comparator, target.value, target.value_max, reached),
    )


def met(comparator: Comparator, value: float, value_max: float | None, reached: float) -> bool | None:
    """Whether a target is met by what was reached; None for "khoảng", which no number settles."""
    if comparator in ("eq", "ge", "increase", "decrease"):
        return reached >= value
    if comparator == "between":
        return value <= reached and (value_max is None or reached <= value_max)
    told = {"gt": reached > value, "le": reached <= value, "lt": reached < value}
    return told.get(comparator)


def workload(session: Session, *, today: date) -> list[Load]:
    """How much each unit leads or owns, by state; the unit with most overdue first."""
    counted: dict[str, Counter[State]] = {}
    for answer in due(session, today=today):
        for unit in answer.units:
            counted.setdefault(unit, Counter())[answer.state] += 1
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1]["overdue"], -pair[1].total(), pair[0]))
    return [Load(unit, dict(states)) for unit, states in ordered]


def review_queue(session: Session, *, limit: int = 50) -> list[Awaiting]:
    """What a reviewer should look at: first what a new reading contradicts, then the least sure."""
    live = select(Record).where(Record.standing == "live").options(joinedload(Record.document)).limit(limit)
    contradicted = session.scalars(
        live.where(Record.reviewed.is_(True), Record.differs.is_(True)).order_by(Record.confidence, Record.id)
    ).all()
    unseen = session.scalars(
        live.where(Record.reviewed.is_(False), Record.differs.is_(False)).order_by(Record.confidence, Record.id)
    ).all()
    return [_awaiting(record) for record in [*contradicted, *unseen][:limit]]


def _awaiting(record: Record) -> Awaiting:
    return Awaiting(
        id=record.id,
        version=record.version,
        kind=record.kind,  # type: ignore[arg-type]  # the three kinds that there are
        content=record.content,
        confidence=record.confidence,
        differs=record.differs,
        document_id=record.document_id,
        document=record.document.number,
        page=record.evidence[0].page if record.evidence else None,
    )


def proposals(session: Session, *, limit: int | None = None, records: Collection[int] | None = None) -> list[Proposal]:
    """Progress that was read from reports and waits for a person; with `records`, only what is proposed of these."""
    of_these = () if records is None else (Progress.record_id.in_(records),)
    rows = session.execute(
        select(Progress, Document.number, Record.content)
        .join(Document, Progress.document_id == Document.id)
        .outerjoin(Record, Progress.record_id == Record.id)
        .where(Progress.standing == "proposed", *of_these)
        .order_by(Progress.id)
        .limit(limit)
    ).all()
    shown_by = {entry.shown_by_id for entry, _, _ in rows if entry.shown_by_id}
    reports = dict(session.execute(select(Document.id, Document.number).where(Document.id.in_(shown_by))).all())
    return [
        Proposal(
            id=entry.id,
            document_id=entry.document_id,
            document=number,
            record=entry.record_id,
            content=content,
            value=entry.value,
            of=entry.of,
            unit=entry.unit,
            on=entry.achieved_on,
            done=entry.done,
            note=entry.note,
            shown_by=reports.get(entry.shown_by_id) if entry.shown_by_id else None,
        )
        for entry, number, content in rows
    ]
