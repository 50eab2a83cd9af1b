"""What is due: by unit and time, overdue, of one document, of a plan and of those that carry it out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.following.amendments import moved_by
from models.following.progress import done_on
from models.following.relations import superseded_by
from models.following.repeals import ended_alone
from models.following.states import State, names_a_day, next_time, state_of
from models.questions.recurring import Slot, recurring, soonest
from models.records import Deadline
from models.tables import Document, Move, Party, Record, Relation, Review, Target, Task
from models.units import answering_to


@dataclass(frozen=True, slots=True)
class Due:
    """A task or target and its day. `day` is None where a deadline is given but no day can be named for it yet.

    A recurring deadline has a `Due` for each time that it comes round in the days asked for, else for the next one.
    `superseded_by` is the number of the document that replaced or repealed this one's, `moved_by` of the one that gave
    it this deadline.
    """

    record: Literal["task", "target"]
    id: int
    content: str
    units: tuple[str, ...]
    support: tuple[str, ...]
    deadline: Deadline
    day: date | None
    state: State
    document: str | None
    document_id: int
    page: int | None
    superseded_by: str | None = None
    moved_by: str | None = None


def due(
    session: Session,
    *,
    today: date,
    since: date | None = None,
    until: date | None = None,
    unit: str | None = None,
    limit: int | None = None,
) -> list[Due]:
    """What has a deadline, soonest first, those without a day last.

    With `since` or `until`, only what falls on these days or between them. `unit` is part of an office's name, accents
    and case aside: what that office leads, owns or supports, and what was ordered of the offices that it took over.
    """
    units = None if unit is None else answering_to(session, unit, today)
    asked = limit
    while True:
        dated = _dated(session, since, until, units, asked)
        if units is None and asked is not None:
            often = soonest(session, today, since, until, asked)
        else:
            often = _recurring(session, today, since, until, units)
        slots = dated + often
        if since is None and until is None and (limit is None or sum(day is not None for day, _ in slots) < limit):
            slots += _undated(session, units, asked)
        slots.sort(key=lambda slot: (slot[0] is None, slot[0] or date.max, slot[1]))
        found = _without_again(session, slots, limit)
        if asked is None or limit is None or len(found) == limit or max(len(dated), len(often)) < asked:
            return told(session, found, today)
        asked *= 4


def overdue(session: Session, *, today: date, unit: str | None = None) -> list[Due]:
    """What is past its day and not done, the longest first."""
    found = due(session, today=today, until=today - timedelta(days=1), unit=unit)
    return [d for d in found if d.state == "overdue"]


def of_document(session: Session, document: int, *, today: date) -> list[Due]:
    """What one document set a deadline for."""
    return _of_documents(session, {document}, today)


def of_plan(session: Session, document: int, *, today: date) -> list[Due]:
    """What a plan, and the documents that carry it out or amend it, set a deadline for."""
    found = {document}
    while True:
        more = set(
            session.scalars(
                select(Relation.document_id).where(
                    Relation.cited_id.in_(found), Relation.kind.in_(("implements", "amends", "replaces"))
                )
            )
        )
        if more <= found:
            return _of_documents(session, found, today)
        found |= more


def _of_documents(session: Session, documents: set[int], today: date) -> list[Due]:
    query = _followed(select(Record).where(Record.document_id.in_(documents)))
    slots = [(_day(r, today), r.id) for r in session.scalars(query.options(joinedload(Record.document)))]
    return told(session, sorted(slots, key=lambda s: (s[0] is None, s[0] or date.max, s[1])), today)


def _day(record: Record, today: date) -> date | None:
    deadline = record.deadline
    if deadline is None or deadline.kind != "recurring":
        return record.deadline_end
    issued = record.document.issued_on or today
    return next_time(deadline, issued, max(issued, today)) if names_a_day(deadline.rrule or "") else None


def _followed(query: Any) -> Any:
    """Live tasks and targets with a deadline, but for those that only say another one's anew."""
    again = _again(exists()).where(Move.by_record_id == Record.id)
    return _live(query).where(~again)


def _live(query: Any) -> Any:
    """Live tasks and targets with a deadline."""
    return query.where(
        Record.standing == "live", Record.kind.in_(("task", "target")), Record.deadline_kind.is_not(None)
    )


def _again(query: Any) -> Any:
    """Tasks of amending documents that are known ones in other words."""
    return query.where(Move.review_id == Review.id, Review.undone_by_id.is_(None))


def _dated(
    session: Session, since: date | None, until: date | None, units: set[int] | None, limit: int | None
) -> list[Slot]:
    """The slots of single days. Those of units come from `parties` alone, which knows what is followed."""
    day: Any = Record.deadline_end if units is None else Party.due_on
    within: list[ColumnElement[bool]] = [day.is_not(None)]
    if since is not None:
        within.append(day >= since)
    if until is not None:
        within.append(day <= until)
    if units is None:
        query = _live(select(day, Record.id)).where(Record.deadline_kind != "recurring", *within)
        ordered = query.order_by(day, Record.id)
    else:
        many = limit is not None and len(units) > MANY
        unit: Any = Party.unit_id + 0 if many else Party.unit_id  # a sum has no index: day after day is soonest there
        ordered = select(day, Party.record_id).where(unit.in_(units), *within).order_by(day, Party.record_id)
    return list(dict.fromkeys((row[0], row[1]) for row in session.execute(ordered.limit(limit))))


MANY = 25
"""Units from which on what is due for one of them is found soonest by looking through the days."""


def _undated(session: Session, units: set[int] | None, limit: int | None) -> list[Slot]:
    if units is None:
        query = _live(select(Record.id)).where(Record.deadline_end.is_(None), Record.deadline_kind != "recurring")
        return [(None, number) for number in session.scalars(query.order_by(Record.id).limit(limit))]
    named = func.coalesce(Record.deadline_kind, "")  # no index has it: SQLite shall begin with the unit's own parts
    mine = Party.unit_id.in_(units) & Party.due_on.is_(None) & ~Party.recurs
    query = select(Record.id).join(Party).where(mine, named != "", func.coalesce(Record.standing, "") == "live")
    ordered = query.where(Record.kind != "result").order_by(Party.record_id).limit(limit)
    return [(None, number) for number in dict.fromkeys(session.scalars(ordered))]


def _recurring(
    session: Session, today: date, since: date | None, until: date | None, units: set[int] | None
) -> list[Slot]:
    if units is None:
        return recurring(session, today, since, until)
    of_units = select(Party.record_id).where(Party.unit_id.in_(units), Party.recurs)
    return recurring(session, today, since, until, Record.id.in_(of_units))


def _without_again(session: Session, slots: Sequence[Slot], limit: int | None) -> list[Slot]:
    """The first `limit` slots of records that are in sight and don't only say another one's anew."""
    found: list[Slot] = []
    at_once = 1000 if limit is None else limit + 10
    for start in range(0, len(slots), at_once):
        some = slots[start : start + at_once]
        query = select(Record.id).where(Record.id.in_({number for _, number in some}))
        own = set(session.scalars(query.where(~_again(exists()).where(Move.by_record_id == Record.id))))
        found += [slot for slot in some if slot[1] in own]
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found


def told(session: Session, slots: Sequence[Slot], today: date) -> list[Due]:
    """The records in their slots, with their states."""
    wanted = {number for _, number in slots}
    query = select(Record).where(Record.id.in_(wanted))
    found = {r.id: r for r in session.scalars(query.options(joinedload(Record.document), selectinload(Record.parties)))}
    done = done_on(session, wanted)
    ended = superseded_by(session, {r.document_id for r in found.values()})
    alone = ended_alone(session, wanted)
    after = {r.id: ended.get(r.document_id) or alone.get(r.id) for r in found.values()}
    moved = moved_by(session, wanted)
    return list(_told(slots, found, done, after, moved, today))


def _told(
    slots: Sequence[Slot],
    found: dict[int, Record],
    done: dict[tuple[int, date | None], date],
    ended: dict[int, Document | None],
    moved: dict[int, str | None],
    today: date,
) -> Iterable[Due]:
    for day, number in slots:
        record = found[number]
        deadline = record.deadline
        if deadline is None:
            continue
        occurrence = day if deadline.kind == "recurring" else None
        successor = ended[number]
        gone = successor is not None and (successor.issued_on is None or successor.issued_on <= today)
        main = "lead" if isinstance(record, Task) else "owner"
        yield Due(
            record="target" if isinstance(record, Target) else "task",
            id=record.id,
            content=record.content,
            units=tuple(shown(p) for p in record.parties if p.role == main),
            support=tuple(shown(p) for p in record.parties if p.role == "support"),
            deadline=deadline,
            day=day,
            state=state_of(day, today, done_on=done.get((number, occurrence)), superseded=gone),
            document=record.document.number,
            document_id=record.document_id,
            page=record.evidence[0].page if record.evidence else None,
            superseded_by=(successor.number or f"#{successor.id}") if successor is not None and gone else None,
            moved_by=moved.get(number),
        )


def shown(party: Party) -> str:
    """The name under which a unit is listed: in full where it is known, else as written."""
    return party.unit.name if party.unit.settled else party.name
