"""A month as a calendar: each day with the first of what is due on it."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from models.questions.followed import Followed
from models.questions.paged import timetable
from models.questions.paged.timetable import Count
from review.following.answers import answered
from review.following.asked import Chosen, last_of_month
from review.visit import Reader

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `within`: it is of the month that is shown."""

    day: date
    within: bool
    count: Count | None
    lines: tuple[Followed, ...]


@router.get("/calendar")
@router.get("/calendar.json")
def month(visit: Reader, view: Chosen, month: Annotated[str, Query(max_length=7)] = "") -> Response:
    """The weeks of a month (`2026-11`), the present one if none is named."""
    first = month_of(month) or visit.today.replace(day=1)
    last = last_of_month(first)
    with visit.reading() as session:
        found = timetable.by_day(session, view.asked(since=first, until=last), today=visit.today)
    weeks = [
        [_day(day, first, found) for day in week] for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return answered(
        visit,
        "following/calendar.html",
        {"month": first, "weeks": weeks},
        view=view,
        before=first - timedelta(days=1),
        after=last + timedelta(days=1),
        last=last,
    )


def _day(day: date, first: date, found: dict[date, tuple[Count, list[Followed]]]) -> Day:
    if day.month != first.month or day not in found:
        return Day(day, day.month == first.month, None, ())
    count, lines = found[day]
    return Day(day, True, count, tuple(lines))


def month_of(written: str) -> date | None:
    """The first day of a month written 2026-11; None where it is none."""
    try:
        return date.fromisoformat(f"{written}-01") if written else None
    except ValueError:
        return None
