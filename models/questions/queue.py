"""What a reviewer should open next: documents by the harm to be expected if nobody looked.

A record does harm when it is wrong (1 − confidence), the sooner it is due and the more offices it binds. Among
millions of records the worst are found by two indexes, the least sure and the soonest due; only their documents count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    TextClause,
    bindparam,
    column,
    distinct,
    func,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.tables import Document, File, Party, Place, Problem, Reading, Record, Review, Unit

State = Literal["waiting", "differs", "problems", "reviewed"]

LOOKED_AT = 400
"""Records taken from each index."""

WEIGHED = 150
"""Documents that are weighed at most."""

LATELY = timedelta(days=14)
"""How long ago a day may be that still counts as near."""

DIFFERS = text("documents.differs")
WAITING = text("records.standing = 'live' AND NOT records.reviewed")
"""As the indexes have it, word for word: SQLite would not use them otherwise."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents are wanted; None is all. `folder` is the beginning of a file's name, `reviewer` a user's."""

    state: State = "waiting"
    folder: str | None = None
    issuer: int | None = None
    kind: str | None = None
    unit: int | None = None
    reviewer: str | None = None

    @property
    def all(self) -> bool:
        """Whether nothing but the state was chosen."""
        return all(wanted is None for wanted in (self.folder, self.issuer, self.kind, self.unit, self.reviewer))


@dataclass(frozen=True, slots=True)
class Queued:
    """A document in the queue: `left` of `records` wait; `least` is the lowest confidence among them, `soonest` the
    next day that one is due."""

    id: int
    number: str | None
    kind: str | None
    subject: str | None
    issuer: str | None
    issued_on: date | None
    secrecy: str | None
    file: str | None
    left: int
    records: int
    least: float | None
    soonest: date | None
    differs: bool
    problems: int
    harm: float


@dataclass(frozen=True, slots=True)
class Today:
    """What one person did since midnight."""

    documents: int
    steps: int


def queue(
    session: Session, chosen: Chosen, *, today: date, limit: int = 50, without: Sequence[int] = ()
) -> list[Queued]:
    """The documents that fit `chosen`, the most harmful first; none of `without`."""
    found = [number for number in dict.fromkeys(_candidates(session, chosen, today)) if number not in set(without)]
    weighed = _weighed(session, found[:WEIGHED], today)
    if chosen.state == "reviewed":
        return weighed[:limit]
    return sorted(weighed, key=lambda q: (-q.harm, q.id))[:limit]


def today_of(session: Session, who: str, since: datetime) -> Today:
    """What `who` did since then."""
    documents, steps = session.execute(
        select(func.count(distinct(Review.document_id)), func.count()).where(Review.who == who, Review.at >= since)
    ).one()
    return Today(documents, steps)


def waiting_records(session: Session) -> int:
    """How many records wait for a reviewer."""
    return session.scalar(select(func.count()).select_from(Record).where(WAITING)) or 0


def _candidates(session: Session, chosen: Chosen, today: date) -> Iterable[int]:
    if chosen.state == "reviewed":
        steps = select(Review.document_id).where(Review.who.is_not(None))
        if chosen.reviewer is not None:
            steps = steps.where(Review.who == chosen.reviewer)
        if not chosen.all:
            steps = steps.where(Review.document_id.in_(select(Document.id).where(*_rules(chosen))))
        yield from session.scalars(steps.order_by(Review.id.desc()).limit(LOOKED_AT))
        return
    rules = _rules(chosen)
    of_these = None
    sight = session.info.get("sight")
    if rules or (sight is not None and sight.units is not None):
        newest = select(Document.id).where(*rules).order_by(Document.issued_on.desc()).limit(LOOKED_AT)
        of_these = list(session.scalars(newest))
    contradicted = select(Record.document_id).where(Record.standing == "live", Record.reviewed, Record.differs)
    if chosen.state in ("waiting", "differs"):
        yield from _few(session, contradicted, of_these)
        yield from _few(session, select(Document.id).where(DIFFERS), of_these, Document.id)
    if chosen.state == "waiting" and of_these is None:
        near = text("deadline_end >= :since").bindparams(bindparam("since", today - LATELY, Date()))
        soonest = _first(session, "ix_records_unreviewed", "deadline_end", near)
        yield from _alternating(soonest, _first(session, "ix_records_unsure", "confidence"))
    elif chosen.state == "waiting":
        yield from _few(session, select(Record.document_id).where(WAITING), of_these)
    if chosen.state in ("waiting", "problems"):
        doubtful = select(Problem.document_id).join(Document).where(~Document.reviewed).order_by(Problem.id.desc())
        yield from _few(session, doubtful, of_these, Problem.document_id)


def _few(
    session: Session,
    query: Select[int],
    of_these: list[int] | None,
    of: InstrumentedAttribute[int] = Record.document_id,
) -> list[int]:
    if of_these is not None:
        query = query.where(of.in_(of_these))
    return list(session.scalars(query.limit(LOOKED_AT)))


def _first(session: Session, index: str, order: str, *rules: TextClause) -> list[int]:
    """The documents of the first records that wait, in the order of `index`, which SQLite would not choose by itself.

    What is out of sight is among them, and left out when documents are weighed.
    """
    source = f"records INDEXED BY {index}" if session.get_bind().dialect.name == "sqlite" else "records"
    query = select(column("document_id", Integer())).select_from(text(source)).where(WAITING, *rules)
    return list(session.scalars(query.order_by(text(order)).limit(LOOKED_AT)))


def _alternating(one: Sequence[int], other: Sequence[int]) -> Iterable[int]:
    for n in range(max(len(one), len(other))):
        yield from one[n : n + 1]
        yield from other[n : n + 1]


def _rules(chosen: Chosen) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    if chosen.issuer is not None:
        rules.append(Document.issuer_id == chosen.issuer)
    if chosen.kind is not None:
        rules.append(Document.kind == chosen.kind)
    if chosen.unit is not None:
        given = select(Record.document_id).join(Party).where(Party.unit_id == chosen.unit)
        rules.append(Document.id.in_(given))
    if chosen.folder is not None:
        lying = select(Reading.document_id).join(File).join(Place)
        rules.append(Document.id.in_(lying.where(Place.name.startswith(chosen.folder, autoescape=True))))
    if chosen.reviewer is not None and chosen.state != "reviewed":
        rules.append(Document.id.in_(select(Review.document_id).where(Review.who == chosen.reviewer)))
    return rules


def _weighed(session: Session, documents: Sequence[int], today: date) -> list[Queued]:
    about = (
        Document.id, Document.number, Document.kind, Document.subject, Document.issuer_name, Document.issued_on,
        Document.secrecy, Document.reviewed, Document.differs, Unit.name.label("issuer"),
    )  # fmt: skip
    rows = session.execute(select(*about).outerjoin(Unit).where(Document.id.in_(documents)))
    found = {row.id: row for row in rows}
    columns = (Record.document_id, Record.id, Record.confidence, Record.deadline_end, Record.reviewed, Record.differs)
    live = session.execute(select(*columns).where(Record.document_id.in_(documents), Record.standing == "live")).all()
    bound = dict(
        session.execute(
            select(Party.record_id, func.count())
            .where(Party.record_id.in_(select(Record.id).where(Record.document_id.in_(documents))))
            .group_by(Party.record_id)
        ).all()
    )
    problems = dict(
        session.execute(
            select(Problem.document_id, func.count())
            .where(Problem.document_id.in_(documents))
            .group_by(Problem.document_id)
        ).all()
    )
    files = dict(
        session.execute(
            select(Reading.document_id, File.name).join(File).where(Reading.document_id.in_(documents), Reading.current)
        ).all()
    )
    of = defaultdict(list)
    for row in live:
        of[row.document_id].append(row)
    queued = []
    for number in documents:
        document = found.get(number)
        if document is None:
            continue
        left = [r for r in of[number] if not r.reviewed or r.differs]
        days = [r.deadline_end for r in left if r.deadline_end and r.deadline_end >= today]
        own = 0.0 if document.reviewed and not document.differs else 0.25 * min(4, problems.get(number, 0))
        queued.append(
            Queued(
                id=number,
                number=document.number,
                kind=document.kind,
                subject=document.subject,
                issuer=document.issuer or document.issuer_name,
                issued_on=document.issued_on,
                secrecy=document.secrecy,
                file=files.get(number),
                left=len(left),
                records=len(of[number]),
                least=min((r.confidence for r in left), default=None),
                soonest=min(days, default=None),
                differs=document.differs or any(r.differs for r in left),
                problems=problems.get(number, 0),
                harm=round(own + sum(harm(r.confidence, r.deadline_end, bound.get(r.id, 0), today) for r in left), 3),
            )
        )
    return queued


def harm(confidence: float, due: date | None, bound: int, today: date) -> float:
    """What is to be expected of a record that nobody looks at: how likely it is wrong, times what that would do."""
    return (1.02 - confidence) * haste(due, today) * (1 + 0.15 * min(bound, 8))


def haste(due: date | None, today: date) -> float:
    """3 in the week before a day, less the further it is; a day that is long past does little more harm."""
    if due is None:
        return 1.0
    days = (due - today).days
    if days < -14:
        return 0.6
    return 3.0 if days <= 7 else 2.0 if days <= 30 else 1.4 if days <= 90 else 1.0
