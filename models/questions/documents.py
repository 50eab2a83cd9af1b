"""What is known: documents, one document, and what in them needs a person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from models import store, tables
from models.records import Dispatch
from models.search import matching
from models.tables import Citation, Document, Entry, File, Problem, Reading, Record


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


def documents(session: Session, *, text: str | None = None, limit: int | None = None) -> list[Listed]:
    """The documents, newest first, those without a date last. `text` is looked for in number, subject, kind and issuer,
    accents and case aside."""
    query = (
        select(Document)
        .options(joinedload(Document.issuer), selectinload(Document.readings).joinedload(Reading.file))
        .order_by(Document.issued_on.is_(None), Document.issued_on.desc(), Document.number, Document.id)
    )
    condition = matching(session, text) if text else None
    if condition is not None:
        query = query.where(Document.id.in_(select(Entry.document_id).where(Entry.record_id.is_(None), condition)))
    found = session.scalars(query.limit(limit)).all()
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


def _count(
    session: Session, column: InstrumentedAttribute[int], *by: InstrumentedAttribute[str]
) -> Counter[tuple[int | str, ...]]:
    query = select(column, *by, func.count()).group_by(column, *by)
    if column is Record.document_id:
        query = query.where(Record.standing == "live")
    rows = session.execute(query)
    return Counter({tuple(row[:-1]): int(row[-1]) for row in rows})
