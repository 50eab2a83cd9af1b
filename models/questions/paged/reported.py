"""What was reported of one task or target, what reports propose, and the documents that may show it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import NotThere
from models.questions.followed import Followed, followed
from models.rows import number_key
from models.tables import Document, Progress, Record, Relation, Reported


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said of a record: by whom, when, and which document shows it."""

    id: int
    standing: Reported
    on: date | None
    occurrence: date | None
    done: bool
    value: float | None
    of: float | None
    unit: str | None
    note: str | None
    shown_by: int | None
    shown_by_number: str | None
    page: int | None
    said_at: datetime
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a report says came of a plan: of `record` where it is clear of which. `place` is the result's own record."""

    said: Said
    plan_id: int
    plan: str | None
    plan_subject: str | None
    record: int | None
    kind: str | None
    content: str | None
    result: int | None


@dataclass(frozen=True, slots=True)
class Shows:
    """A document that may show what came of a record."""

    id: int
    number: str | None
    kind: str | None
    issued_on: date | None
    subject: str | None


def line(session: Session, record: int, *, today: date) -> Followed:
    """One task or target. Raises NotThere."""
    for found in followed(session, today=today, kinds=("task", "target"), records={record}, secret=True):
        return found
    raise NotThere(f"#{record}")


def said_of(session: Session, record: int) -> list[Said]:
    """All that was said of a record, the latest first; what was dismissed too."""
    return [said for said, *_ in _entries(session, Progress.record_id == record)]


def proposed(session: Session, *, offset: int = 0, limit: int = 50) -> tuple[list[Proposed], int]:
    """What reports propose and nobody decided yet, the oldest first; and how many there are."""
    condition = Progress.standing == "proposed"
    total = session.scalar(select(func.count(Progress.id)).where(condition)) or 0
    found = _entries(session, condition, oldest_first=True, offset=offset, limit=limit)
    return [
        Proposed(
            said=said,
            plan_id=plan.id,
            plan=plan.number,
            plan_subject=plan.subject,
            record=record.id if record else None,
            kind=record.kind if record else None,
            content=record.content if record else None,
            result=result,
        )
        for said, plan, record, result in found
    ], total


def _entries(
    session: Session, condition: object, *, oldest_first: bool = False, offset: int = 0, limit: int = 200
) -> list[tuple[Said, Document, Record | None, int | None]]:
    rows = session.execute(
        select(Progress, Document)
        .join(Document, Progress.document_id == Document.id)
        .where(condition)  # type: ignore[arg-type]  # an expression
        .order_by(Progress.id if oldest_first else Progress.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    reports = {
        d.id: d
        for d in session.scalars(select(Document).where(Document.id.in_({p.shown_by_id for p, _ in rows} - {None})))
    }
    wanted = {p.record_id for p, _ in rows} | {p.result_id for p, _ in rows}
    records = {r.id: r for r in session.scalars(select(Record).where(Record.id.in_(wanted - {None})))}
    told = []
    for p, plan in rows:
        report, result = reports.get(p.shown_by_id or 0), records.get(p.result_id or 0)
        said = Said(
            id=p.id,
            standing=p.standing,
            on=p.achieved_on,
            occurrence=p.occurrence,
            done=p.done,
            value=p.value,
            of=p.of,
            unit=p.unit,
            note=p.note,
            shown_by=report.id if report else None,
            shown_by_number=(report.number or f"#{report.id}") if report else None,
            page=result.evidence[0].page if result is not None and result.evidence else None,
            said_at=p.said_at,
            decided_by=p.decided_by,
            decided_at=p.decided_at,
        )
        told.append((said, plan, records.get(p.record_id or 0), result.id if result is not None else None))
    return told


def may_show(session: Session, document: int) -> list[Shows]:
    """The documents that carry out or answer `document`, the newest first: reports on it are among them."""
    rows = session.scalars(
        select(Document)
        .join(Relation, Relation.document_id == Document.id)
        .where(Relation.cited_id == document, Relation.kind.in_(("answers", "implements", "mentions", "based_on")))
        .order_by(Document.issued_on.desc(), Document.id.desc())
        .limit(50)
    ).all()
    return [_shows(d) for d in dict.fromkeys(rows)]


def shown_by(session: Session, reference: str) -> Shows | None:
    """The one document that a person means by a number, or by `#` and its id; None where none or several are."""
    words = reference.strip().split(" · ")[0].strip()
    if words.startswith("#") and words[1:].isdigit() and len(words) < 12:
        condition = Document.id == int(words[1:])
    else:
        condition = Document.number_key == number_key(words)
    found = session.scalars(select(Document).where(condition).limit(2)).all()
    return _shows(found[0]) if len(found) == 1 else None


def _shows(d: Document) -> Shows:
    return Shows(d.id, d.number, d.kind, d.issued_on, d.subject)
