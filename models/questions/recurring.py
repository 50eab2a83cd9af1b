"""The days on which recurring deadlines come round: of all of them, or the soonest of a million.

There are few rules for many records, and most say the same day to all: then records are not looked at one by one.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from models.following.states import anchor, names_a_day, next_time, occurrences
from models.records import Deadline
from models.tables import Document, Record

Slot = tuple[date | None, int]
"""A day, and the record that is due on it."""

RECURRING = text("records.deadline_kind = 'recurring'")
"""In the very words of the index that holds no others."""


def recurring(session: Session, today: date, since: date | None, until: date | None, *where: Any) -> list[Slot]:
    """Every time from `since` to `until` of the live tasks and targets that are `where`; the next one where no last day
    is asked for, without a day where the rule names none."""
    chosen = select(Record.id, Record.deadline_rrule, Record.deadline_end, Document.issued_on)
    if not where:
        where = (*LIVE, RECURRING)
    known: dict[tuple[str | None, date | None, date], list[date | None]] = {}
    slots: list[Slot] = []
    for number, rule, end, issued_on in session.execute(chosen.join(Document).where(*where)):
        begins, asked = issued_on or today, since or today
        if begins <= asked and anchor(rule or "", begins, asked) == asked:
            begins = asked  # one for all that stand already
        key = rule, end, begins
        if key not in known:
            known[key] = days(Deadline(text="", kind="recurring", rrule=rule, end=end), begins, today, since, until)
        slots += [(day, number) for day in known[key]]
    return slots


LIVE = (Record.standing == "live", Record.kind.in_(("task", "target")))


def days(deadline: Deadline, start: date, today: date, since: date | None, until: date | None) -> list[date | None]:
    """The days on which a recurring deadline comes round that are asked for."""
    if until is not None:
        return list(occurrences(deadline, start, since or max(today, start), until))
    names = names_a_day(deadline.rrule or "")
    day = next_time(deadline, start, max(since or today, start)) if names else None
    return [day] if day is not None or since is None else []


def soonest(session: Session, today: date, since: date | None, until: date | None, most: int) -> list[Slot]:
    """As `recurring`, of everything: at least the first `most` of it, by day and id."""
    asked = since or today
    alike: dict[str, list[date]] = {}
    others: list[str] = []
    for rule in session.scalars(RULES):
        same = names_a_day(rule) and anchor(rule, date.min, date.max) == date.max
        said = days(Deadline(text="", kind="recurring", rrule=rule), asked, today, since, until) if same else []
        if same and (until is not None or any(said)):
            alike[rule] = [day for day in said if day is not None]
        else:
            others.append(rule)
    unruly = or_(RULE.is_(None), RULE.in_(others))
    slots = _first(recurring(session, today, since, until, *LIVE, RECURRING, unruly), most)
    found: list[Slot] = []
    for day, rule in sorted((day, rule) for rule, coming in alike.items() for day in coming):
        if len(found) >= most and found[most - 1][0] != day:
            break
        found += [(day, number) for number in session.scalars(_on(day, rule).limit(most))]
    if until is None:  # what began after its rule's next day, or ended before it, has another one, or none
        for rule, (first, *_) in alike.items():
            another = or_(Document.issued_on > first, Record.deadline_end < first)
            apart = recurring(session, today, since, until, *LIVE, RECURRING, Record.deadline_rrule == rule, another)
            found += _first(apart, most)
    return slots + found


RULE = Record.deadline_rrule
RULES = select(Record.__table__.c.deadline_rrule).where(RECURRING, RULE.is_not(None)).distinct()
"""They tell nothing of any document, so they are asked of the table as it is."""


def _on(day: date, rule: str) -> Any:
    """The records for which a rule that says the same to all comes round on `day`, by id."""
    begun = or_(Document.issued_on.is_(None), Document.issued_on <= day)
    stands = or_(Record.deadline_end.is_(None), Record.deadline_end >= day)
    return (
        select(Record.id)
        .join(Document, Record.document_id == Document.id)
        .where(*LIVE, RECURRING, Record.deadline_rrule == rule, begun, stands)
        .order_by(Record.id)
    )


def _first(slots: Iterable[Slot], most: int) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot[0] is None, slot[0] or date.max, slot[1]))[:most]
