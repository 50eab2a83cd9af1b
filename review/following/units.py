"""Units: which have how much to do, and one unit with its work; its calendar."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from feeds.calendars import calendar
from models.errors import NotThere
from models.questions.followed import followed
from models.questions.paged import timetable
from models.questions.paged.offices import Office, office
from models.questions.paged.timetable import KINDS, Asked, Count
from models.questions.units import named
from review.following import charts, sheets
from review.following.answers import MOST_LINES, answered, desk_of, picture, saved_as, sheet
from review.following.asked import AT_ONCE, Chosen, View
from review.following.charts import Bar
from review.following.due import BARS, tracked
from review.visit import Reader

router = APIRouter()

AROUND = 30
"""Days back and ahead by which units are compared."""

UNITS = 40
MONTHS_BACK, MONTHS_AHEAD = 5, 6


@router.get("/units")
@router.get("/units/load.json")
def units(visit: Reader, q: Annotated[str, Query(max_length=300)] = "") -> Response:
    """The units with most to do around today; with `q`, those of that name."""
    with visit.reading() as session:
        found = _loads(session, visit.today)
        offered = named(session, q, limit=UNITS) if q.strip() else []
    return answered(visit, "following/units.html", {"q": q.strip(), "found": offered, "loads": found}, around=AROUND)


@router.get("/units/load.xlsx")
def units_sheet(visit: Reader) -> Response:
    """The units' loads as a sheet."""
    with visit.reading() as session:
        found = _loads(session, visit.today)
    return sheet(visit, [sheets.units(found, desk_of(visit))], f"don-vi-{visit.today:%Y%m%d}")


@router.get("/units/chart.svg")
def units_chart(visit: Reader) -> Response:
    """The units with most to do around today, as bars."""
    with visit.reading() as session:
        found = _loads(session, visit.today)[:BARS]
    return picture(charts.rows([Bar(count.name, count.states) for count in found], visit.language))


@router.get("/units/{number:int}")
@router.get("/units/{number:int}.json")
def unit(visit: Reader, number: int, view: Chosen) -> Response:
    """One unit: its work by month, and the lines of one state."""
    with visit.reading() as session:
        known = _office(session, number)
        months = _months(session, number, visit.today)
        found = timetable.page(
            session, _of_unit(view, number, visit.today), today=visit.today, order=view.order, offset=view.offset,
            limit=AT_ONCE,
        )  # fmt: skip
    return answered(
        visit,
        "following/unit.html",
        {"unit": known, "months": months, "state": view.state or "open", "total": found.total, "lines": found.lines},
        view=view,
    )


@router.get("/units/{number:int}/chart.svg")
def unit_chart(visit: Reader, number: int) -> Response:
    """The unit's work by month."""
    with visit.reading() as session:
        _office(session, number)
        months = _months(session, number, visit.today)
    bars = [Bar(f"{date.fromordinal(m.key):%m/%y}", m.states) for m in months]
    return picture(charts.columns(bars, visit.language))


@router.get("/units/{number:int}.xlsx")
def unit_sheet(visit: Reader, number: int, view: Chosen) -> Response:
    """The unit's tracking sheet: the state that is shown."""
    with visit.reading() as session:
        _office(session, number)
    return tracked(visit, _of_unit(view, number, visit.today), f"don-vi-{number}-{visit.today:%Y%m%d}")


@router.get("/units/{number:int}.ics")
def unit_calendar(visit: Reader, number: int) -> Response:
    """The unit's deadlines as a calendar, from thirty days back on."""
    asked = Asked(since=visit.today - timedelta(days=30), until=visit.today + timedelta(days=730), unit_id=number)
    with visit.reading() as session:
        known = _office(session, number)
        wanted = set(timetable.records(session, asked, today=visit.today, limit=MOST_LINES))
        lines = followed(session, today=visit.today, kinds=KINDS, records=wanted, secret=True)
        made = calendar(
            lines, now=visit.now, name=known.name, host=visit.request.url.hostname or "vanthu", desk=desk_of(visit),
            language=visit.language,
        )  # fmt: skip
    return Response(made, media_type="text/calendar; charset=utf-8", headers=saved_as(f"don-vi-{number}.ics"))


def _office(session: Session, number: int) -> Office:
    found = office(session, number)
    if found is None:
        raise NotThere(f"unit {number}")
    return found


def _loads(session: Session, today: date) -> list[Count]:
    asked = Asked(since=today - timedelta(days=AROUND), until=today + timedelta(days=AROUND))
    return timetable.by_unit(session, asked, today=today, limit=UNITS)


def _months(session: Session, number: int, today: date) -> list[Count]:
    first = today.replace(day=1)
    for _ in range(MONTHS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
    last = first
    for _ in range(MONTHS_BACK + MONTHS_AHEAD + 1):
        last = (last + timedelta(days=32)).replace(day=1)
    asked = Asked(since=first, until=last - timedelta(days=1), unit_id=number)
    return timetable.by_month(session, asked, today=today)


def _of_unit(view: View, number: int, today: date) -> Asked:
    """The lines of one unit: those of a state, with the recurring ones of the year to come."""
    state = view.state or "open"
    until = today + timedelta(days=365) if state in ("open", "due_soon", "not_due") else None
    return Asked(unit_id=number, words=view.words, state=state, until=until)
