"""What is due, as pages ask for it: filtered, ordered, a page at a time; and counted by week, day, unit, plan.

Made for a database of a million tasks: nothing here holds more than a page of it, and counts stop at `MOST`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from models.following import conditions
from models.following.progress import done_on
from models.following.states import SOON, State, anchor, names_a_day, occurrences, state_of, unfolded
from models.questions.followed import Followed, followed
from models.questions.recurring import Slot
from models.records import Deadline
from models.search import matching
from models.tables import Document, Entry, Party, Record, Unit
from models.tables.records import RECURRING
from models.units import answering_to, with_predecessors

Wanted = Literal["open", "overdue", "due_soon", "not_due", "done", "superseded"]
"""`open`: neither done nor superseded."""

Order = Literal["day", "-day", "content", "document", "unit"]

MOST = 2000
"""Counts end here: "more than 2.000" is all that a person wants to know of it."""

KINDS: tuple[Literal["task", "target"], ...] = ("task", "target")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks and targets are wanted: due from `since` to `until`, of a unit by a part of its name (or by its id),
    of some documents, having all of some words, in a state."""

    since: date | None = None
    until: date | None = None
    unit: str = ""
    unit_id: int | None = None
    documents: frozenset[int] | None = None
    words: str = ""
    state: Wanted | None = None
    kind: Literal["task", "target"] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, and how much there is: `total` is at most `MOST` + 1, which means more than `MOST`."""

    lines: tuple[Followed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, by state ("done" stands for "done_late" too)."""

    key: int
    name: str
    states: dict[State, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())


def page(
    session: Session, asked: Asked, *, today: date, order: Order = "day", offset: int = 0, limit: int = 50
) -> Page:
    """The records that `asked` means, from the one after `offset` on."""
    conditions_ = _conditions(session, asked, today)
    if conditions_ is None:
        return Page((), 0)
    often = _often(session, asked, today)
    total = _capped(session, select(Record.id).where(*conditions_)) + len(often)
    dated: list[Slot] = [
        (row[0], row[1])
        for row in session.execute(_ordered(conditions_, order).limit(offset + limit if often else limit)
                                   .offset(0 if often else offset))
    ]  # fmt: skip
    if often:
        dated = _merged(dated, often, order)[offset : offset + limit]
    return Page(tuple(lines(session, dated, today)), min(total, MOST + 1))


def records(session: Session, asked: Asked, *, today: date, limit: int) -> list[int]:
    """The ids of the records that `asked` means, the one due first before the others."""
    conditions_ = _conditions(session, asked, today)
    if conditions_ is None:
        return []
    dated = [(row[0], row[1]) for row in session.execute(_ordered(conditions_, "day").limit(limit))]
    return list(dict.fromkeys(number for _, number in _merged(dated, _often(session, asked, today), "day")))[:limit]


def lines(session: Session, slots: Sequence[Slot], today: date) -> list[Followed]:
    """The records in their slots; a recurring one with the day and the state of that time."""
    wanted = {number for _, number in slots}
    found = {line.id: line for line in followed(session, today=today, kinds=KINDS, records=wanted, secret=True)}
    often = {n for n in wanted if n in found and _recurs(found[n])}
    finished = done_on(session, often) if often else {}
    told = []
    for day, number in slots:
        line = found.get(number)
        if line is None:
            continue
        if number in often:
            at = finished.get((number, day))
            gone = line.source.superseded_by is not None
            line = replace(line, day=day, done_on=at, state=state_of(day, today, done_on=at, superseded=gone))
        told.append(line)
    return told


def by_week(session: Session, asked: Asked, *, today: date) -> list[Count]:
    """By week from the first to the last day asked for: `key` is the Monday's ordinal, weeks without work are there."""
    if asked.since is None or asked.until is None:
        return []
    counted: dict[int, Counter[State]] = defaultdict(Counter)
    for day, states in _days(session, asked, today).items():
        counted[monday(day).toordinal()].update(states)
    first, last = monday(asked.since).toordinal(), monday(asked.until).toordinal()
    return [Count(week, "", dict(counted[week])) for week in range(first, last + 1, 7)]


def by_month(session: Session, asked: Asked, *, today: date) -> list[Count]:
    """By month, as `by_week`: `key` is the ordinal of the month's first day."""
    if asked.since is None or asked.until is None:
        return []
    counted: dict[date, Counter[State]] = {}
    month = asked.since.replace(day=1)
    while month <= asked.until:
        counted[month] = Counter()
        month = (month + timedelta(days=32)).replace(day=1)
    for day, states in _days(session, asked, today).items():
        counted[day.replace(day=1)].update(states)
    return [Count(month.toordinal(), "", dict(states)) for month, states in counted.items()]


def by_day(session: Session, asked: Asked, *, today: date, shown: int = 3) -> dict[date, tuple[Count, list[Followed]]]:
    """By day: how many, and the first few."""
    counts = _days(session, asked, today)
    conditions_ = _conditions(session, asked, today)
    if conditions_ is None:
        return {}
    row = func.row_number().over(partition_by=Record.deadline_end, order_by=Record.id)
    ranked = select(Record.deadline_end.label("day"), Record.id.label("id"), row.label("row")).where(*conditions_)
    few = ranked.subquery()
    slots: list[Slot] = [(r[0], r[1]) for r in session.execute(select(few.c.day, few.c.id).where(few.c.row <= shown))]
    slots = _merged(slots, _often(session, asked, today), "day")
    taken: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot[0] is not None and len(taken[slot[0]]) < shown:
            taken[slot[0]].append(slot)
    told = lines(session, [slot for of_day in taken.values() for slot in of_day], today)
    on: dict[date, list[Followed]] = defaultdict(list)
    for line in told:
        if line.day is not None:
            on[line.day].append(line)
    return {day: (Count(day.toordinal(), "", dict(states)), on[day]) for day, states in sorted(counts.items())}


def by_unit(session: Session, asked: Asked, *, today: date, limit: int = 50) -> list[Count]:
    """By unit that leads or owns: `key` is the unit's id; those with most overdue, then most work, first."""
    conditions_ = _conditions(session, asked, today)
    if conditions_ is None:
        return []
    rows = session.execute(
        select(Party.unit_id, conditions.state(today).label("state"), func.count())
        .join(Record, Party.record_id == Record.id)
        .where(Party.role != "support", *conditions_)
        .group_by(Party.unit_id, "state")
    )
    counted: dict[int, Counter[State]] = defaultdict(Counter)
    for unit, state, number in rows:
        counted[unit][state] += number
    first = sorted(counted, key=lambda unit: (-counted[unit]["overdue"], -counted[unit].total(), unit))[:limit]
    names = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(first))).all())
    return [Count(unit, names[unit], dict(counted[unit])) for unit in first]


def by_document(session: Session, asked: Asked, *, today: date, limit: int = 50) -> list[Count]:
    """By document: `key` is its id, `name` its number."""
    conditions_ = _conditions(session, asked, today)
    if conditions_ is None:
        return []
    rows = session.execute(
        select(Record.document_id, conditions.state(today).label("state"), func.count())
        .where(*conditions_)
        .group_by(Record.document_id, "state")
    )
    counted: dict[int, Counter[State]] = defaultdict(Counter)
    for document, state, number in rows:
        counted[document][state] += number
    first = sorted(counted, key=lambda d: (-counted[d]["overdue"], -counted[d].total(), d))[:limit]
    names = {
        number: name or subject or f"#{number}"
        for number, name, subject in session.execute(
            select(Document.id, Document.number, Document.subject).where(Document.id.in_(first))
        )
    }
    return [Count(document, names[document], dict(counted[document])) for document in first if document in names]


def monday(day: date) -> date:
    """The first day of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def _days(session: Session, asked: Asked, today: date) -> dict[date, Counter[State]]:
    conditions_ = _conditions(session, asked, today)
    counted: dict[date, Counter[State]] = defaultdict(Counter)
    if conditions_ is None:
        return counted
    day = Record.deadline_end
    for on, state, number in session.execute(
        select(day, conditions.state(today).label("state"), func.count()).where(*conditions_).group_by(day, "state")
    ):
        if on is not None:
            counted[on][state] += number
    often = _often(session, asked, today)
    finished = done_on(session, {number for _, number in often}) if often else {}
    for on, number in often:
        if on is not None:
            state = state_of(on, today, done_on=finished.get((number, on)))
            counted[on]["done" if state == "done_late" else state] += 1
    return counted


def _conditions(session: Session, asked: Asked, today: date) -> list[ColumnElement[bool]] | None:
    """What the records with a day of their own must be; None where nothing can be."""
    day = Record.deadline_end
    found = [conditions.followed(), Record.deadline_kind != "recurring", day.is_not(None)]
    if asked.since is not None:
        found.append(day >= asked.since)
    if asked.until is not None:
        found.append(day <= asked.until)
    more = _of_whom(session, asked, today)
    if more is None:
        return None
    found += more
    if asked.state == "done":
        found.append(conditions.done())
    elif asked.state is not None:
        found += [~conditions.done()]
        found.append(conditions.superseded(today) if asked.state == "superseded" else ~conditions.superseded(today))
        found += _near(asked.state, today)
    return found


def _near(state: State | Wanted, today: date) -> list[ColumnElement[bool]]:
    day = Record.deadline_end
    soon = today + SOON
    return {
        "overdue": [day < today],
        "due_soon": [day >= today, day <= soon],
        "not_due": [day > soon],
    }.get(state, [])


def _of_whom(session: Session, asked: Asked, today: date, *, often: bool = False) -> list[ColumnElement[bool]] | None:
    """Whose, from which documents, with which words."""
    found: list[ColumnElement[bool]] = []
    if asked.kind is not None:
        found.append(Record.kind == asked.kind)
    if asked.documents is not None:
        found.append(Record.document_id.in_(asked.documents))
    if asked.unit or asked.unit_id is not None:
        units = units_of(session, asked, today)
        if not units:
            return None
        of_unit = select(Party.record_id).where(Party.unit_id.in_(units))
        if often:
            of_unit = of_unit.where(Party.recurs)
        else:
            of_unit = of_unit.where(Party.due_on.is_not(None))
            if asked.since is not None:
                of_unit = of_unit.where(Party.due_on >= asked.since)
            if asked.until is not None:
                of_unit = of_unit.where(Party.due_on <= asked.until)
        found.append(Record.id.in_(of_unit))
    if asked.words:
        having = matching(session, asked.words)
        if having is None:
            return None
        found.append(Record.id.in_(select(Entry.record_id).where(having, Entry.record_id.is_not(None))))
    return found


def units_of(session: Session, asked: Asked, today: date) -> Collection[int]:
    """The units that are meant, and those whose orders they answer for."""
    if asked.unit_id is not None:
        return with_predecessors(session, {asked.unit_id}, today)
    return answering_to(session, asked.unit, today)


def _ordered(conditions_: Iterable[ColumnElement[bool]], order: Order) -> Select[Any]:
    day = Record.deadline_end
    query: Any = select(day, Record.id).where(*conditions_)
    if order == "document":
        query = query.join(Document, Record.document_id == Document.id)
    ordered: Select[Any] = query.order_by(*_by(order))
    return ordered


def _by(order: Order) -> Sequence[ColumnElement[Any]]:
    day, number = Record.deadline_end, Record.id
    first_unit = (
        select(func.min(Party.name))
        .where(Party.record_id == Record.id, Party.role != "support")
        .correlate(Record)
        .scalar_subquery()
    )
    orders: dict[Order, Sequence[Any]] = {
        "day": (day, number),
        "-day": (day.desc(), number),
        "content": (Record.content, number),
        "document": (Document.number, day, number),
        "unit": (first_unit, day, number),
    }
    return orders[order]


def _merged(dated: Sequence[Slot], often: Sequence[Slot], order: Order) -> list[Slot]:
    """Those with a day of their own and the recurring ones; in other orders than by day, the recurring ones last."""
    if order not in ("day", "-day"):
        return [*dated, *often]
    return sorted([*dated, *often], key=lambda slot: (slot[0] or date.max, slot[1]), reverse=order == "-day")


def _often(session: Session, asked: Asked, today: date) -> list[Slot]:
    """The times of recurring deadlines within the days asked for, up to `MOST`; none where the days have no end."""
    if asked.until is None or asked.state in ("superseded",):
        return []
    since = asked.since or today
    more = _of_whom(session, asked, today, often=True)
    if more is None:
        return []
    coming = [rule for rule in _rules(session) if names_a_day(rule) and _may_come(rule, since, asked.until)]
    if not coming:
        return []
    rows = session.execute(
        select(Record.id, Record.deadline_rrule, Record.deadline_end, Document.issued_on)
        .join(Document, Record.document_id == Document.id)
        .where(RECURRING, conditions.followed(), *more, Record.deadline_rrule.in_(coming))
        .where(or_(Record.deadline_end.is_(None), Record.deadline_end >= since), ~conditions.superseded(today))
        .order_by(Record.id)
        .limit(MOST)
    ).all()
    slots: list[Slot] = []
    for number, rule, end, issued_on in rows:
        deadline = Deadline(text="", kind="recurring", rrule=rule, end=end)
        slots += [(day, number) for day in occurrences(deadline, issued_on or today, since, asked.until)]
    return _in_state(session, slots, asked.state, today) if asked.state else slots


def _rules(session: Session) -> list[str]:
    """The rules that there are. They tell nothing of any document, so they are asked of the table as it is."""
    if "recurring_rules" not in session.info:
        rule = Record.__table__.c.deadline_rrule
        session.info["recurring_rules"] = [r for r in session.scalars(select(rule).where(RECURRING).distinct()) if r]
    rules: list[str] = session.info["recurring_rules"]
    return rules


def _in_state(session: Session, slots: Sequence[Slot], wanted: Wanted, today: date) -> list[Slot]:
    finished = done_on(session, {number for _, number in slots}) if slots else {}
    kept = []
    for day, number in slots:
        state = state_of(day, today, done_on=finished.get((number, day)))
        is_done = state in ("done", "done_late")
        if state == wanted or (wanted == "done" and is_done) or (wanted == "open" and not is_done):
            kept.append((day, number))
    return kept


def _may_come(rule: str, since: date, until: date) -> bool:
    """Whether a rule can come round within the days; one that counts from the date of issue always may."""
    if anchor(rule, since, until) == since:
        return True
    return bool(unfolded(rule, since, since, until))


def _recurs(line: Followed) -> bool:
    return line.deadline is not None and line.deadline.kind == "recurring"


def _capped(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(MOST + 1).subquery())) or 0
