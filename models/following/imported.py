"""Tasks that an office followed before vanthu, brought in from its own sheet: a person's word, like any review.

Idempotent: a task that is known is not added again, only what came of it since. All inside the caller's transaction.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, rows, tables
from models.folding import bare
from models.following.leaders import entrust, leaders_of
from models.following.progress import Achieved, report
from models.reviews import By, add
from models.search import index

SAME = 92.0
"""Likeness of the words, of 100, from which a row is a task that is known already."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of a sheet: the task, the document that ordered it, and what came of it so far."""

    number: str | None
    issued_on: date | None
    issuer: records.Unit | None
    task: records.Task
    leader: str | None
    done: bool
    done_on: date | None
    value: float | None
    of: float | None
    unit: str | None
    note: str | None
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What an import did: rows that became tasks, rows known already, and those of them with news."""

    added: int = 0
    known: int = 0
    changed: int = 0
    documents: int = 0


def bring_in(session: Session, file: records.File, found: Sequence[Brought], by: By) -> Counted:
    """Take the rows of `file` in. Rows without a document's number are of a document of their own: the sheet."""
    counted, taken = Counted(), set[int]()
    documents: dict[tuple[str | None, date | None, str | None], tables.Document] = {}
    for brought in found:
        if brought.number is not None and brought.number.startswith("#"):
            own = session.get(tables.Document, int(brought.number[1:]))
            if own is not None and known(own, brought.task, taken) is not None:  # else it is another database's id
                counted = _row(session, own, brought, replace(by, why=_why(file, brought)), counted, taken)
                continue
            brought = replace(brought, number=None)
        key = (brought.number, brought.issued_on, brought.issuer.name if brought.issuer else None)
        if brought.number is None:
            key = (None, None, brought.sheet)
        if key not in documents:
            document, fresh = _document(session, file, brought, by)
            documents[key] = document
            counted = replace(counted, documents=counted.documents + fresh)
        counted = _row(session, documents[key], brought, replace(by, why=_why(file, brought)), counted, taken)
    for document in {d.id: d for d in documents.values()}.values():
        index(session, document)
    return counted


def _why(file: records.File, brought: Brought) -> str:
    """Where a step comes from."""
    return f"{file.name}, {brought.sheet}, dòng {brought.row}"


def _row(
    session: Session, document: tables.Document, brought: Brought, by: By, counted: Counted, taken: set[int]
) -> Counted:
    record = known(document, brought.task, taken)
    if record is None:
        number = add(session, document.id, brought.task, by)
        session.expire(document, ["records"])
        record = session.get_one(tables.Record, number)
        taken.add(number)
        _news(session, record, brought, by)
        return replace(counted, added=counted.added + 1)
    taken.add(record.id)
    changed = record.standing == "live" and _news(session, record, brought, by)
    return replace(counted, known=counted.known + 1, changed=counted.changed + changed)


def known(document: tables.Document, task: records.Task, taken: Collection[int] = ()) -> tables.Record | None:
    """The record of `document` that says the same and is for the same units, whatever became of it.

    Those `taken` by other rows are no other row's, but where words and day are the very same.
    """
    wanted, units = bare(task.content), {bare(u.canonical or u.name) for u in task.lead}
    end = task.deadline.end if task.deadline else None
    alike: list[tuple[float, bool, int, tables.Record]] = []
    for row in document.records:
        if row.kind != "task":
            continue
        theirs = {bare(p.unit.name if p.unit.settled else p.name) for p in row.parties if p.role == "lead"}
        if units and theirs and not any(a in b or b in a for a in units for b in theirs):
            continue
        said, same_day = bare(row.content), row.deadline_end == end
        if row.id in taken and not (said == wanted and same_day):
            continue
        if NUMBERS.findall(said) == NUMBERS.findall(wanted):
            alike.append((fuzz.ratio(said, wanted), same_day, -row.id, row))
    best = max(alike, default=None, key=lambda a: a[:3])
    return best[3] if best and best[0] >= SAME else None


NUMBERS = re.compile(r"\d+")
"""Two tasks that differ in a number are two: "đợt 1" and "đợt 2"."""


def _news(session: Session, record: tables.Record, brought: Brought, by: By) -> bool:
    """Take in who is in charge and what came of it; whether that was new."""
    new = False
    if brought.leader and leaders_of(session, [record.id]).get(record.id) != brought.leader:
        entrust(session, record.id, brought.leader, by)
        new = True
    if not brought.done and brought.value is None:
        return new
    said = (brought.done, brought.value, brought.of, brought.note)
    before = session.scalars(
        select(tables.Progress).where(tables.Progress.record_id == record.id, tables.Progress.standing == "confirmed")
    )
    if any((p.done, p.value, p.of, p.note) == said for p in before):
        return new
    achieved = Achieved(
        on=_on(record, brought, by),
        done=brought.done,
        value=brought.value,
        of=brought.of,
        unit=brought.unit,
        note=brought.note,
    )
    report(session, record.id, achieved, by)
    return True


def _on(record: tables.Record, brought: Brought, by: By) -> date | None:
    """When it was so. A row that is done and says no day is not called late: it is taken to be done on its last day."""
    if brought.done_on is not None:
        return brought.done_on
    if brought.done and record.deadline_end is not None and record.deadline_end < by.at.date():
        return record.deadline_end
    return None


def _document(session: Session, file: records.File, brought: Brought, by: By) -> tuple[tables.Document, bool]:
    """The document that ordered a row, made where it is not known; whether it was made."""
    found = _known_document(session, file, brought)
    if found is not None:
        return found, False
    head = records.Letterhead(
        number=brought.number,
        issuer=brought.issuer,
        issued_on=brought.issued_on,
        subject=None if brought.number else _subject(file, brought),
    )
    issuer = rows.issuer_row(session, head, file.sha256)
    document = tables.Document()
    rows.fill_head(document, head, issuer)
    document.differs = False
    session.add(document)
    session.flush()
    dispatch = records.Dispatch(file=file, dispatch=head)
    reading = tables.Reading(file=_file(session, file, by), document=document, dispatch=dispatch, current=True)
    reading.version, reading.depth, reading.made_at = "import", "best", by.at
    session.add(reading)
    session.flush()
    return document, True


def _known_document(session: Session, file: records.File, brought: Brought) -> tables.Document | None:
    """The one document of this number, and of this day and issuer as far as both are known."""
    if brought.number is None:
        there = select(tables.Document).where(
            tables.Document.number_key.is_(None), tables.Document.subject == _subject(file, brought)
        )
        return session.scalars(there).first()
    found = session.scalars(
        select(tables.Document).where(tables.Document.number_key == rows.number_key(brought.number))
    ).all()
    fitting = [d for d in found if not (brought.issued_on and d.issued_on and d.issued_on != brought.issued_on)]
    if brought.issuer is not None:
        wanted = bare(brought.issuer.canonical or brought.issuer.name)
        named = [
            d
            for d in fitting
            if d.issuer is None or bare(d.issuer.name) == wanted or bare(d.issuer_name or "") == wanted
        ]
        fitting = named
    return fitting[0] if len(fitting) == 1 else None


def _subject(file: records.File, brought: Brought) -> str:
    """What a sheet is called whose rows name no document."""
    return f"Bảng theo dõi nhiệm vụ: {file.name}, {brought.sheet}"


def _file(session: Session, file: records.File, by: By) -> tables.File:
    row = session.scalars(select(tables.File).filter_by(sha256=file.sha256)).one_or_none()
    if row is None:
        row = tables.File(
            sha256=file.sha256, name=file.name, size=0, media_type=file.media_type, pages=file.pages, state="done",
            first_seen=by.at, finished_at=by.at, version="import",
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row
