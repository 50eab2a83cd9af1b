"""Progress: what people report, and what is read from reports, for a person to confirm."""

from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz import fuzz
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.errors import NotThere, Overtaken
from models.folding import bare
from models.reviews import By
from models.rows import number_key
from models.tables import Document, Progress, Record, Relation, Result, Target, Task

ALIKE = 70.0
"""Likeness of the words, of 100, from which a result is taken to speak of a task or target."""

STEPS = 2
"""How far up: a report on an inspection plan also says what came of the year's plan that it carries out."""


@dataclass(frozen=True, slots=True)
class Achieved:
    """What was achieved: `value` of `of`, or simply that it is `done`; `on` is when."""

    on: date | None
    done: bool = False
    value: float | None = None
    of: float | None = None
    unit: str | None = None
    note: str | None = None
    occurrence: date | None = None


def report(session: Session, record: int, achieved: Achieved, by: By, *, shown_by: int | None = None) -> int:
    """What a person says came of a task or target; `shown_by` is the document that shows it. The entry's id."""
    row = session.get(Record, record)
    if row is None:
        raise NotThere(f"#{record}")
    entry = _entry(row.document_id, row.id, achieved, by.at, shown_by)
    entry.standing, entry.decided_by, entry.decided_at = "confirmed", by.who, by.at
    session.add(entry)
    session.flush()
    return entry.id


def confirm(session: Session, entry: int, by: By, *, record: int | None = None, done: bool | None = None) -> None:
    """Say that a proposal is right; with `record`, of that task or target. Raises Overtaken where it is decided."""
    found = _proposed(session, entry)
    if record is not None:
        row = session.get(Record, record)
        if row is None:
            raise NotThere(f"#{record}")
        found.record_id, found.document_id = row.id, row.document_id
    if done is not None:
        found.done = done
    found.standing, found.decided_by, found.decided_at = "confirmed", by.who, by.at


def dismiss(session: Session, entry: int, by: By) -> None:
    """Say that a proposal is not right."""
    found = _proposed(session, entry)
    found.standing, found.decided_by, found.decided_at = "dismissed", by.who, by.at


def _proposed(session: Session, entry: int) -> Progress:
    found = session.get(Progress, entry, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotThere(f"#{entry}")
    if found.standing != "proposed":
        raise Overtaken(1, found.decided_by)
    return found


def propose(session: Session, report: Document, at: datetime) -> None:
    """Propose the results of `report` as progress of what they speak of; what was decided before stays decided."""
    session.execute(delete(Progress).where(Progress.shown_by_id == report.id, Progress.standing == "proposed"))
    found = [r for r in report.records if isinstance(r, Result) and r.standing == "live"]
    decided = set(session.scalars(select(Progress.result_id).where(Progress.shown_by_id == report.id)))
    plans = _plans(session, report) if found else []
    for result in found:
        if result.id in decided or not plans:
            continue
        about = [p for p in plans if result.about and p.number_key == number_key(result.about)] or plans
        spoken_of = spoken_of_by(result, [r for plan in about for r in plan.records])
        plan = spoken_of.document if spoken_of else about[0]
        achieved = Achieved(
            on=result.deadline_end or report.issued_on,
            done=result.of is not None and result.value >= result.of,
            value=result.value,
            of=result.of,
            unit=result.unit,
            note=result.content,
        )
        entry = _entry(plan.id, spoken_of.id if spoken_of else None, achieved, at, report.id)
        entry.result_id = result.id
        session.add(entry)
    session.flush()


def _plans(session: Session, report: Document) -> list[Document]:
    """The documents whose carrying out `report` tells of, the nearest first."""
    found: dict[int, Document] = {}
    near = {report.id}
    for _ in range(STEPS):
        above = session.scalars(
            select(Document)
            .join(Relation, Relation.cited_id == Document.id)
            .where(Relation.document_id.in_(near), Relation.kind.in_(("answers", "implements")))
            .order_by(Document.id)
        ).all()
        near = {d.id for d in above} - found.keys()
        found |= {d.id: d for d in above if d.id not in found}
    return list(found.values())


def spoken_of_by(result: Result, known: list[Record]) -> Task | Target | None:
    """The task or target whose measure or words the result has; None where none is near."""
    found: list[tuple[float, int, Task | Target]] = []
    for row in known:
        if row.standing != "live" or not isinstance(row, Task | Target):
            continue
        if isinstance(row, Target):
            if row.unit and result.unit and bare(row.unit) != bare(result.unit):
                continue
            alike = fuzz.token_set_ratio(bare(row.measure), bare(result.measure or result.content))
        else:
            alike = fuzz.token_set_ratio(bare(row.content), bare(result.content))
        if alike >= ALIKE:
            found.append((alike, -row.id, row))
    return max(found, key=lambda f: f[:2])[2] if found else None


def _entry(document: int, record: int | None, achieved: Achieved, at: datetime, shown_by: int | None) -> Progress:
    return Progress(
        document_id=document,
        record_id=record,
        occurrence=achieved.occurrence,
        achieved_on=achieved.on,
        done=achieved.done,
        value=achieved.value,
        of=achieved.of,
        unit=achieved.unit,
        note=achieved.note,
        standing="proposed",
        said_at=at,
        shown_by_id=shown_by,
    )


def decided(session: Session, document: Document) -> bool:
    """Whether a person has said what came of anything in `document`."""
    said = select(Progress.id).where(Progress.document_id == document.id, Progress.standing != "proposed")
    return session.scalars(said.limit(1)).first() is not None


def done_on(session: Session, records: set[int]) -> dict[tuple[int, date | None], date]:
    """When each of `records` (and each occurrence of it) was done, as confirmed: the first time that it was."""
    entries = session.execute(
        select(Progress.record_id, Progress.occurrence, Progress.achieved_on, Progress.decided_at)
        .where(Progress.record_id.in_(records), Progress.standing == "confirmed", Progress.done)
        .order_by(Progress.id.desc())
    )
    found: dict[tuple[int, date | None], date] = {}
    for record, occurrence, on, at in entries:
        day = on or (at.date() if at else None)
        if record is not None and day is not None:
            found[record, occurrence] = day
    return found
