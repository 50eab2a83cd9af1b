"""Questions asked of the tracking database, one function each; answers are plain values.

No question looks at the clock: where today matters, it is given.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dateutil.rrule import rrulestr
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from models import store, tables
from models.folding import bare
from models.records import Deadline, Dispatch
from models.tables import Citation, Document, File, Party, Problem, Reading, Record, Target, Task, Unit

Urgency = Literal["overdue", "soon", "later", "undated"]

SOON = timedelta(days=7)
"""How long before its day a deadline is called near."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list."""

    id: int
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    subject: str | None
    tasks: int
    targets: int
    results: int
    problems: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A task or target and its day. `day` is None where a deadline is given but no day can be named for it yet.

    For a recurring deadline, `day` is the next time it comes round.
    """

    record: Literal["task", "target"]
    id: int
    content: str
    units: tuple[str, ...]
    support: tuple[str, ...]
    deadline: Deadline
    day: date | None
    urgency: Urgency
    document: str | None
    document_id: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that did not get through, and why, in both languages."""

    name: str
    state: tables.State
    reason_vi: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A document with something to look at."""

    document_id: int
    number: str | None
    file: str
    code: str
    message: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the database holds; `files` by state."""

    documents: int
    tasks: int
    targets: int
    results: int
    citations: int
    files: dict[tables.State, int]


def counts(session: Session) -> Counts:
    """How much is known."""
    kinds = dict(
        session.execute(select(Record.kind, func.count()).where(Record.standing == "live").group_by(Record.kind)).all()
    )
    states = dict(session.execute(select(File.state, func.count()).group_by(File.state)).all())
    return Counts(
        documents=session.scalar(select(func.count()).select_from(Document)) or 0,
        tasks=kinds.get("task", 0),
        targets=kinds.get("target", 0),
        results=kinds.get("result", 0),
        citations=session.scalar(select(func.count()).select_from(Citation)) or 0,
        files={state: states[state] for state in tables.STATES if state in states},
    )


def documents(session: Session, *, text: str | None = None) -> list[Listed]:
    """The documents, newest first, those without a date last. `text` is looked for in number, subject, kind and issuer,
    accents and case aside."""
    found = session.scalars(
        select(Document)
        .options(joinedload(Document.issuer), selectinload(Document.readings).joinedload(Reading.file))
        .order_by(Document.issued_on.is_(None), Document.issued_on.desc(), Document.number, Document.id)
    ).all()
    if text:
        wanted = bare(text)
        found = [d for d in found if wanted in bare(" ".join(filter(None, _words_of(d))))]
    records = _count(session, Record.document_id, Record.kind)
    problems = _count(session, Problem.document_id)
    return [
        Listed(
            id=d.id,
            number=d.number,
            kind=d.kind,
            issued_on=d.issued_on,
            issuer=d.issuer.name if d.issuer else None,
            subject=d.subject,
            tasks=records[d.id, "task"],
            targets=records[d.id, "target"],
            results=records[d.id, "result"],
            problems=problems[(d.id,)],
            files=tuple(dict.fromkeys(r.file.name for r in d.readings)),
        )
        for d in found
    ]


def find(session: Session, reference: str) -> list[tuple[int, Dispatch]]:
    """(id, dispatch) of the documents that `reference` names: an id from a list, a number, or a file's name."""
    key = store.number_key(reference)
    query = select(Document).where(Document.number_key == key)
    found = list(session.scalars(query.order_by(Document.issued_on)))
    if not found:
        named = select(Reading.document_id).join(File).where(File.name == reference)
        found = list(session.scalars(select(Document).where(Document.id.in_(named)).order_by(Document.id)))
    if not found and reference.isascii() and reference.isdigit() and len(reference) < 10:
        found = [d for d in [session.get(Document, int(reference))] if d]
    return [(d.id, store.load(session, d)) for d in found]


def due(
    session: Session,
    *,
    today: date,
    since: date | None = None,
    until: date | None = None,
    unit: str | None = None,
) -> list[Due]:
    """What has a deadline, soonest first, those without a day last.

    With `since` or `until`, only what falls on these days or between them. `unit` is part of an office's name, accents
    and case aside: what that office leads, owns or supports.
    """
    query = select(Record).where(
        Record.kind.in_(("task", "target")), Record.deadline_kind.is_not(None), Record.standing == "live"
    )
    if until is not None:  # a recurring deadline's own end does not say when it next comes round
        query = query.where((Record.deadline_end <= until) | (Record.deadline_kind == "recurring"))
    if since is not None:
        query = query.where((Record.deadline_end >= since) | (Record.deadline_kind == "recurring"))
    if unit is not None:
        of_unit = select(Party.record_id).where(Party.unit_id.in_(_units_called(session, unit)))
        query = query.where(Record.id.in_(of_unit))
    found = session.scalars(query.options(joinedload(Record.document), selectinload(Record.parties))).unique()
    answers = [_due(record, since or today, today) for record in found if isinstance(record, Task | Target)]
    if since is not None or until is not None:
        first, last = since or date.min, until or date.max
        answers = [a for a in answers if a.day is not None and first <= a.day <= last]
    return sorted(answers, key=lambda a: (a.day is None, a.day or date.max, a.document or "", a.id))


def waiting(session: Session) -> list[Waiting]:
    """The files that need a person: failed, or set aside."""
    found = session.scalars(select(File).where(File.state.in_(("failed", "quarantined"))).order_by(File.name))
    return [Waiting(f.name, f.state, f.reason_vi or "", f.reason_en or "") for f in found]


def doubts(session: Session) -> list[Doubt]:
    """What in the documents a person should look at, document by document."""
    query = (
        select(Problem, Document, File.name)
        .join(Document, Problem.document_id == Document.id)
        .join(Reading, (Reading.document_id == Document.id) & Reading.current)
        .join(File, Reading.file_id == File.id)
        .order_by(Document.id, Problem.position)
    )
    return [
        Doubt(document.id, document.number, name, problem.code, problem.message, problem.page)
        for problem, document, name in session.execute(query)
    ]


def next_time(deadline: Deadline, start: date, after: date) -> date | None:
    """The first day on or after `after` on which a recurring `deadline` comes round; None where its rule names none.

    `start` is when it began to hold: the date of issue.
    """
    if deadline.rrule is None:
        return None
    begin = datetime.combine(min(start, after), datetime.min.time())
    try:
        rule = rrulestr(deadline.rrule, dtstart=begin)
        found = rule.after(datetime.combine(after, datetime.min.time()), inc=True)
    except ValueError:
        return None
    if found is None or (deadline.end is not None and found.date() > deadline.end):
        return None
    return found.date()


def _due(record: Task | Target, after: date, today: date) -> Due:
    deadline = record.deadline
    if deadline is None:
        raise ValueError("a record without a deadline is not due")
    day = deadline.end
    if deadline.kind == "recurring":
        names_a_day = any(part in (deadline.rrule or "") for part in ("BYMONTHDAY", "BYDAY", "BYYEARDAY"))
        issued = record.document.issued_on or after
        day = next_time(deadline, issued, max(after, issued)) if names_a_day else None
    urgency: Urgency = "later"
    if day is None:
        urgency = "undated"
    elif day < today:
        urgency = "overdue"
    elif day <= today + SOON:
        urgency = "soon"
    main = {"task": "lead", "target": "owner"}[record.kind]
    return Due(
        record="task" if isinstance(record, Task) else "target",
        id=record.id,
        content=record.content,
        units=tuple(_shown(p) for p in record.parties if p.role == main),
        support=tuple(_shown(p) for p in record.parties if p.role == "support"),
        deadline=deadline,
        day=day,
        urgency=urgency,
        document=record.document.number,
        document_id=record.document_id,
        page=record.evidence[0].page if record.evidence else None,
    )


def _shown(party: Party) -> str:
    return party.unit.name if party.unit.settled else party.name


def _units_called(session: Session, name: str) -> list[int]:
    wanted = bare(name)
    spelt = select(Unit.id, Unit.name).union(select(Party.unit_id, Party.name))
    return sorted({number for number, known in session.execute(spelt) if wanted in bare(known)})


def _words_of(document: Document) -> Iterable[str | None]:
    return (
        document.number,
        document.kind,
        document.subject,
        document.issuer_name,
        (document.issuer.name if document.issuer else None),
    )


def _count(
    session: Session, column: InstrumentedAttribute[int], *by: InstrumentedAttribute[str]
) -> Counter[tuple[int | str, ...]]:
    query = select(column, *by, func.count()).group_by(column, *by)
    if column is Record.document_id:
        query = query.where(Record.standing == "live")
    rows = session.execute(query)
    return Counter({tuple(row[:-1]): int(row[-1]) for row in rows})
