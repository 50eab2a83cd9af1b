"""What is due, by week, unit and plan; and what is overdue."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from feeds.exports.tracking import targets, tracking
from models.questions.followed import TASKS, followed
from models.questions.paged import timetable
from models.questions.paged.aims import TARGETS
from models.questions.paged.timetable import Asked, Count
from review.following import charts
from review.following.answers import MOST_LINES, answered, cut, desk_of, picture, sheet
from review.following.asked import AT_ONCE, Chosen, View
from review.following.charts import Bar
from review.visit import Reader, Visit

router = APIRouter()

BARS = 14
"""Bars of a chart."""

GROUPS = 30
"""Units or plans that are counted beside a list."""


@router.get("/due")
@router.get("/due.json")
def due(visit: Reader, view: Chosen) -> Response:
    """What is due in the days asked for."""
    since, until = view.days(visit.today)
    asked = view.asked(since=since, until=until)
    with visit.reading() as session:
        found = _page(session, asked, view, visit.today)
        groups = _groups(session, asked, view, visit.today)
    return answered(
        visit,
        "following/due.html",
        {"since": since, "until": until, "groups": groups, "total": found.total, "lines": found.lines},
        view=view,
        bars=min(len(groups), BARS),
    )


@router.get("/overdue")
@router.get("/overdue.json")
def overdue(visit: Reader, view: Chosen) -> Response:
    """What is past its day and not done; the longest first."""
    asked = _overdue(view, visit.today)
    lately = Asked(
        since=visit.today - timedelta(days=LATELY), until=visit.today - timedelta(days=1), unit=view.unit,
        words=view.words, state="overdue",
    )  # fmt: skip
    with visit.reading() as session:
        found = _page(session, asked, view, visit.today)
        groups = timetable.by_unit(session, lately, today=visit.today, limit=BARS)
    return answered(
        visit,
        "following/overdue.html",
        {"groups": groups, "total": found.total, "lines": found.lines},
        view=view,
        bars=len(groups),
        lately=LATELY,
    )


LATELY = 90
"""Days back that the units' chart on the page of overdue work looks."""


@router.get("/due.xlsx")
def due_sheet(visit: Reader, view: Chosen) -> Response:
    """The tracking sheet of what is due."""
    since, until = view.days(visit.today)
    return tracked(visit, view.asked(since=since, until=until), f"den-han-{since:%Y%m%d}-{until:%Y%m%d}")


@router.get("/overdue.xlsx")
def overdue_sheet(visit: Reader, view: Chosen) -> Response:
    """The tracking sheet of what is overdue."""
    return tracked(visit, _overdue(view, visit.today), f"qua-han-{visit.today:%Y%m%d}")


@router.get("/due/chart.svg")
def due_chart(visit: Reader, view: Chosen) -> Response:
    """The page's groups as bars."""
    since, until = view.days(visit.today)
    with visit.reading() as session:
        groups = _groups(session, view.asked(since=since, until=until), view, visit.today)[:BARS]
    if view.by == "week":
        return picture(charts.columns([Bar(week_named(group), group.states) for group in groups], visit.language))
    return picture(charts.rows([Bar(group.name, group.states) for group in groups], visit.language))


@router.get("/overdue/chart.svg")
def overdue_chart(visit: Reader, view: Chosen) -> Response:
    """The units with most overdue work."""
    lately = Asked(
        since=visit.today - timedelta(days=LATELY), until=visit.today - timedelta(days=1), unit=view.unit,
        words=view.words, state="overdue",
    )  # fmt: skip
    with visit.reading() as session:
        groups = timetable.by_unit(session, lately, today=visit.today, limit=BARS)
    return picture(charts.rows([Bar(group.name, group.states) for group in groups], visit.language))


def tracked(visit: Visit, asked: Asked, name: str) -> Response:
    """The tracking sheet and the targets' sheet of what is asked for."""
    with visit.reading() as session:
        wanted = set(timetable.records(session, asked, today=visit.today, limit=MOST_LINES))
        known: dict[str, Any] = {"today": visit.today, "records": wanted, "secret": True}
        tables = (
            cut(tracking(followed(session, kinds=TASKS, **known), visit.language, desk_of(visit)), len(wanted)),
            cut(targets(followed(session, kinds=TARGETS, **known), visit.language, desk_of(visit)), len(wanted)),
        )
        return sheet(visit, tables, name)


def week_named(group: Count) -> str:
    """A week by its first and last day, for a chart."""
    first = date.fromordinal(group.key)
    return f"{first:%d/%m}\n{first + timedelta(days=6):%d/%m}"


def _page(session: Session, asked: Asked, view: View, today: date) -> timetable.Page:
    return timetable.page(session, asked, today=today, order=view.order, offset=view.offset, limit=AT_ONCE)


def _overdue(view: View, today: date) -> Asked:
    return Asked(until=today - timedelta(days=1), unit=view.unit, words=view.words, state="overdue")


def _groups(session: Session, asked: Asked, view: View, today: date) -> list[Count]:
    if view.by == "unit":
        return timetable.by_unit(session, asked, today=today, limit=GROUPS)
    if view.by == "plan":
        return timetable.by_document(session, asked, today=today, limit=GROUPS)
    return timetable.by_week(session, asked, today=today)
