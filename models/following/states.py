"""The state of a task or target on a day. It is worked out when asked for, never stored: tomorrow it may be another."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from dateutil.rrule import rrulestr

from models.records import Deadline

State = Literal["not_due", "due_soon", "overdue", "done", "done_late", "superseded", "undated"]

SOON = timedelta(days=7)
"""How long before its day a deadline is called near."""

MOST = 400
"""Occurrences of one deadline that are unfolded at once."""


def state_of(day: date | None, today: date, *, done_on: date | None = None, superseded: bool = False) -> State:
    """The state of what is due on `day`. The named day itself is still in time, also after "trước ngày".

    What was done stays done; what was not is superseded when its document is replaced or repealed.
    """
    if done_on is not None:
        return "done" if day is None or done_on <= day else "done_late"
    if superseded:
        return "superseded"
    if day is None:
        return "undated"
    if day < today:
        return "overdue"
    return "due_soon" if day <= today + SOON else "not_due"


def occurrences(deadline: Deadline, start: date, since: date, until: date) -> tuple[date, ...]:
    """The days from `since` to `until` on which a recurring `deadline` comes round; none where its rule names no day.

    `start` is when it began to hold: the date of issue.
    """
    if deadline.rrule is None or not names_a_day(deadline.rrule):
        return ()
    last = until if deadline.end is None else min(until, deadline.end)
    since = max(since, start)
    return unfolded(deadline.rrule, anchor(deadline.rrule, start, since), since, last)


def next_time(deadline: Deadline, start: date, after: date) -> date | None:
    """The first day on or after `after` on which a recurring `deadline` comes round; None where its rule names none."""
    if deadline.rrule is None:
        return None
    found = following(deadline.rrule, anchor(deadline.rrule, min(start, after), after), after)
    return None if found is None or (deadline.end is not None and found > deadline.end) else found


def anchor(rule: str, start: date, asked: date) -> date:
    """Where counting begins: only "every third month" and the like depend on `start`, others are one for all."""
    return asked if names_a_day(rule) and "INTERVAL" not in rule and "COUNT" not in rule else start


def names_a_day(rule: str) -> bool:
    """Whether a rule says on which day: "hằng quý" does not, and no day is guessed."""
    return any(part in rule for part in ("BYMONTHDAY", "BYDAY", "BYYEARDAY"))


@cache
def following(rule: str, start: date, after: date) -> date | None:
    """The first time of `rule` on or after a day; None where there is none, or `rule` is no rule."""
    try:
        found = rrulestr(rule, dtstart=midnight(start)).after(midnight(after), inc=True)
    except ValueError:
        return None
    return found.date() if found else None


@cache
def unfolded(rule: str, start: date, since: date, until: date) -> tuple[date, ...]:
    """All times of `rule` between two days, the first `MOST` of them."""
    try:
        times = rrulestr(rule, dtstart=midnight(start)).xafter(midnight(since), count=MOST, inc=True)
        return tuple(t.date() for t in times if t.date() <= until)
    except ValueError:
        return ()


def midnight(day: date) -> datetime:
    """A day as `dateutil` counts."""
    return datetime.combine(day, datetime.min.time())
