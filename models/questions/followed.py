"""The lines of the tracking sheet, document after document, as a stream: a hundred thousand are never held at once.

Rows are asked for by column, not as objects, which is several times as fast.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import JSON, CompoundSelect, Row, Select, exists, func, select, type_coerce
from sqlalchemy.orm import Session

from models.following.amendments import moved_by
from models.following.leaders import leaders_of
from models.following.progress import done_on
from models.following.relations import superseded_by
from models.following.repeals import ended_alone
from models.following.states import State, names_a_day, next_time, state_of
from models.records import Comparator, Deadline
from models.tables import Document, Move, Party, Progress, Record, Result, Review, Target, Task, Unit
from models.units import answering_to

Kind = Literal["task", "target", "result"]

DOCUMENTS_AT_ONCE = 200

TASKS: tuple[Kind, ...] = ("task",)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was last confirmed of a task or target; `shown_by` is the number of the report that shows it."""

    on: date | None
    done: bool
    value: float | None
    of: float | None
    unit: str | None
    note: str | None
    shown_by: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """The number in a target or a result: `value`, to `value_max` or `of` so many, in `unit`."""

    measure: str | None
    comparator: Comparator | None
    value: float
    value_max: float | None
    of: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a line comes from."""

    id: int
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    subject: str | None
    secrecy: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A task, a target or a result with all that a tracking sheet says of it.

    `day` is the deadline's day, or the next one of a recurring deadline; `units` lead or own it. A result's `deadline`
    is its period and its `state` is "done"; `about` is the number of the plan that it names.
    """

    record: Kind
    id: int
    key: str
    version: int
    source: Source
    content: str
    units: tuple[str, ...]
    support: tuple[str, ...]
    deadline: Deadline | None
    day: date | None
    state: State
    done_on: date | None
    reached: Reached | None
    deliverable: str | None
    figure: Figure | None
    about: str | None
    page: int | None
    path: str | None
    confidence: float
    reviewed: bool
    moved_by: str | None
    leader: str | None


def followed(
    session: Session,
    *,
    today: date,
    kinds: Collection[Kind] = TASKS,
    unit: str | None = None,
    since: date | None = None,
    until: date | None = None,
    states: Collection[State] | None = None,
    documents: Collection[int] | Select[tuple[int]] | CompoundSelect[tuple[int]] | None = None,
    records: Collection[int] | None = None,
    issued_in: int | None = None,
    secret: bool = False,
) -> Iterator[Followed]:
    """The live records of these `kinds`, the document issued first before the others, each in its document's order.

    `since` and `until` are days between which the record is due: with one of them, what has no day is left out.
    `unit` is part of an office's name, as in `due`; `records` are ids, `documents` too, or a question for them;
    `issued_in` is the year of their documents. Records of documents with a mark of secrecy only
    where `secret`.
    """
    units = None if unit is None else answering_to(session, unit, today)
    if units == set():
        return
    query = select(Document.id).order_by(Document.issued_on.is_(None), Document.issued_on, Document.id)
    if not secret:
        query = query.where(Document.secrecy.is_(None))
    if records is not None:
        documents = set(session.scalars(select(Record.document_id).where(Record.id.in_(records))))
    if documents is not None:
        query = query.where(Document.id.in_(documents))
    if issued_in is not None:
        query = query.where(Document.issued_on.between(date(issued_in, 1, 1), date(issued_in, 12, 31)))
    if units is not None:
        r, p = Record.__table__, Party.__table__
        theirs = select(r.c.document_id).join(p, p.c.record_id == r.c.id).where(p.c.unit_id.in_(units))
        query = query.where(Document.id.in_(theirs))
    numbers = session.scalars(query).all()
    for start in range(0, len(numbers), DOCUMENTS_AT_ONCE):
        for line in _lines(session, numbers[start : start + DOCUMENTS_AT_ONCE], today, kinds, units):
            if records is not None and line.id not in records:
                continue
            if (since or until) and (
                line.day is None or (since is not None and line.day < since) or (until is not None and line.day > until)
            ):
                continue
            if states is None or line.state in states:
                yield line


def _lines(
    session: Session, documents: Sequence[int], today: date, kinds: Collection[Kind], units: set[int] | None
) -> Iterator[Followed]:
    """The lines of `documents`, in their order."""
    r, task, target, result = (table.__table__.c.id.table for table in (Record, Task, Target, Result))
    again = exists().where(Move.by_record_id == r.c.id, Move.review_id == Review.id, Review.undone_by_id.is_(None))
    told = [c for c in r.c if c.name not in ("machine", "evidence", "seen", "differs", "standing", "position")]
    of_targets = [target.c[name] for name in ("measure", "comparator", "value", "value_max", "unit")]
    of_results = [result.c[name].label(f"result_{name}") for name in ("measure", "value", "of", "unit", "about")]
    evidence = type_coerce(r.c.evidence, JSON).label("evidence")
    # Not `standing =`: SQLite would go through all that is followed for each of these few documents.
    live = func.coalesce(r.c.standing, "") == "live"
    query: Select[Any] = (
        select(*told, evidence, task.c.deliverable, *of_targets, *of_results)
        .select_from(r)
        .outerjoin(task, task.c.id == r.c.id)
        .outerjoin(target, target.c.id == r.c.id)
        .outerjoin(result, result.c.id == r.c.id)
        .where(r.c.document_id.in_(documents), live, r.c.kind.in_(tuple(kinds)), ~again)
    )
    if units is not None:
        query = query.where(r.c.id.in_(select(Party.record_id).where(Party.unit_id.in_(units))))
    rows: Sequence[Row[Any]] = session.execute(query.order_by(r.c.document_id, r.c.position, r.c.id)).all()
    if not rows:
        return
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    sources = _sources(session, found.keys(), today)
    alone = _ended_alone(session, {row.id for row in rows}, today)
    ids = {row.id for row in rows}
    charged = leaders_of(session, ids)
    parties, done, reached, moved = (
        _parties(session, ids), done_on(session, ids), _reached(session, ids), moved_by(session, ids),
    )  # fmt: skip
    for number in documents:
        for row in found.get(number, ()):
            source = sources[number]
            if row.id in alone and source.superseded_by is None:
                source = replace(source, superseded_by=alone[row.id])
            yield _line(row, source, parties.get(row.id, {}), done, reached, moved, charged.get(row.id), today)


def _line(
    row: Row[Any],
    source: Source,
    parties: dict[str, tuple[str, ...]],
    done: dict[tuple[int, date | None], date],
    reached: dict[int, Reached],
    moved: dict[int, str | None],
    leader: str | None,
    today: date,
) -> Followed:
    deadline = _deadline(row)
    day = deadline.end if deadline else None
    if deadline is not None and deadline.kind == "recurring":
        issued = source.issued_on or today
        day = next_time(deadline, issued, max(issued, today)) if names_a_day(deadline.rrule or "") else None
    occurrence = day if deadline is not None and deadline.kind == "recurring" else None
    finished = done.get((row.id, occurrence))
    figure = None
    if row.kind == "target":
        figure = Figure(row.measure, row.comparator, row.value, row.value_max, None, row.unit)
    elif row.kind == "result":
        figure = Figure(row.result_measure, None, row.result_value, None, row.result_of, row.result_unit)
        finished, state = day, "done"
    if row.kind != "result":
        state = state_of(day, today, done_on=finished, superseded=source.superseded_by is not None)
    return Followed(
        record=row.kind,
        id=row.id,
        key=row.key,
        version=row.version,
        source=source,
        content=row.content,
        units=parties.get("lead", ()) or parties.get("owner", ()),
        support=parties.get("support", ()),
        deadline=deadline,
        day=day,
        state=state,  # type: ignore[arg-type]  # "done" is one
        done_on=finished,
        reached=reached.get(row.id),
        deliverable=row.deliverable,
        figure=figure,
        about=row.result_about,
        page=row.evidence[0]["page"] if row.evidence else None,
        path=row.path,
        confidence=row.confidence,
        reviewed=row.reviewed,
        moved_by=moved.get(row.id),
        leader=leader,
    )


def _deadline(row: Row[Any]) -> Deadline | None:
    if row.deadline_text is None or row.deadline_kind is None:
        return None
    return Deadline(
        text=row.deadline_text,
        kind=row.deadline_kind,
        start=row.deadline_start,
        end=row.deadline_end,
        boundary=row.deadline_boundary,
        rrule=row.deadline_rrule,
        relative=row.deadline_relative,
    )


def _sources(session: Session, documents: Collection[int], today: date) -> dict[int, Source]:
    ended = superseded_by(session, set(documents))
    rows = session.execute(
        select(
            Document.id, Document.number, Document.kind, Document.issued_on, Document.issuer_name, Document.subject,
            Document.secrecy, Unit.name.label("issuer"), Unit.settled,
        )
        .outerjoin(Unit, Document.issuer_id == Unit.id)
        .where(Document.id.in_(documents))
    )  # fmt: skip
    found = {}
    for row in rows:
        after = ended.get(row.id)
        gone = after is not None and (after.issued_on is None or after.issued_on <= today)
        found[row.id] = Source(
            id=row.id,
            number=row.number,
            kind=row.kind,
            issued_on=row.issued_on,
            issuer=row.issuer if row.settled else row.issuer_name,
            subject=row.subject,
            secrecy=row.secrecy,
            superseded_by=(after.number or f"#{after.id}") if after is not None and gone else None,
        )
    return found


def _ended_alone(session: Session, records: Collection[int], today: date) -> dict[int, str]:
    """The numbers of the documents that ended the points at which some of `records` stand, by `today`."""
    ended = ended_alone(session, records)
    return {
        number: after.number or f"#{after.id}"
        for number, after in ended.items()
        if after.issued_on is None or after.issued_on <= today
    }


def _parties(session: Session, records: set[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    rows = session.execute(
        select(Party.record_id, Party.role, Party.name, Unit.name, Unit.settled)
        .join(Unit, Party.unit_id == Unit.id)
        .where(Party.record_id.in_(records))
        .order_by(Party.record_id, Party.role, Party.position)
    )
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for record, role, written, name, settled in rows:
        of_record = found[record]
        of_record[role] = (*of_record.get(role, ()), name if settled else written)
    return found


def _reached(session: Session, records: set[int]) -> dict[int, Reached]:
    """The last thing confirmed of each."""
    rows = session.execute(
        select(Progress, Document.number)
        .outerjoin(Document, Progress.shown_by_id == Document.id)
        .where(Progress.record_id.in_(records), Progress.standing == "confirmed")
        .order_by(Progress.achieved_on, Progress.id)
    )
    return {
        p.record_id: Reached(p.achieved_on, p.done, p.value, p.of, p.unit, p.note, number)
        for p, number in rows
        if p.record_id is not None
    }
