"""Documents in a list, and one plan: what it orders as a tree, how far that is, and the documents around it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from feeds.exports.tracking import targets, tracking
from models.following.states import State
from models.questions.followed import Followed, Kind, followed
from models.questions.paged import timetable
from models.questions.paged.aims import TARGETS, aim
from models.questions.paged.catalogue import Plan, entered, plan, tree
from models.questions.paged.timetable import KINDS, Asked, Count
from review.following import charts, sheets
from review.following.answers import MOST_LINES, answered, cut, desk_of, picture, sheet
from review.following.asked import AT_ONCE, Chosen
from review.following.charts import Bar
from review.visit import Reader

router = APIRouter()

EVERYTHING: tuple[Kind, ...] = ("task", "target", "result")


@router.get("/documents")
@router.get("/documents.json")
def documents(visit: Reader, view: Chosen, kind: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The documents, the newest first."""
    with visit.reading() as session:
        found, total = entered(session, words=view.words, kind=kind, offset=view.offset, limit=AT_ONCE)
    return answered(visit, "following/documents.html", {"total": total, "documents": found}, view=view, kind=kind)


@router.get("/documents.xlsx")
def documents_sheet(visit: Reader, view: Chosen, kind: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The list as a sheet."""
    with visit.reading() as session:
        found, _ = entered(session, words=view.words, kind=kind, limit=MOST_LINES)
    table = cut(sheets.documents(found, desk_of(visit)), len(found))
    return sheet(visit, [table], f"van-ban-{visit.today:%Y%m%d}")


@router.get("/plans/{number:int}")
@router.get("/plans/{number:int}.json")
def one_plan(visit: Reader, number: int) -> Response:
    """One document with its tree of tasks and targets, and how those stand that carry it out."""
    with visit.reading() as session:
        known = plan(session, number, today=visit.today)
        lines = list(followed(session, today=visit.today, kinds=EVERYTHING, documents=[number], secret=True))
        below = _below(session, known, visit.today)
    return answered(
        visit,
        "following/plan.html",
        {"plan": known, "states": states_of(lines), "tree": tree(lines), "below": below},
        aim=aim,
        count=sum(line.record != "result" for line in lines),
    )


@router.get("/plans/{number:int}/chart.svg")
def plan_chart(visit: Reader, number: int) -> Response:
    """How the plan stands, and the documents that carry it out."""
    with visit.reading() as session:
        known = plan(session, number, today=visit.today)
        lines = list(followed(session, today=visit.today, kinds=KINDS, documents=[number], secret=True))
        below = _below(session, known, visit.today)
    bars = [Bar(known.number or f"#{known.id}", states_of(lines)), *(Bar(c.name, c.states) for c in below)]
    return picture(charts.rows(bars, visit.language))


@router.get("/plans/{number:int}.xlsx")
def plan_sheet(visit: Reader, number: int) -> Response:
    """The tracking sheet of one document."""
    with visit.reading() as session:
        known = plan(session, number, today=visit.today)
        tables = (
            tracking(
                followed(session, today=visit.today, documents=[number], secret=True), visit.language, desk_of(visit)
            ),
            targets(
                followed(session, today=visit.today, kinds=TARGETS, documents=[number], secret=True),
                visit.language,
                desk_of(visit),
            ),
        )
        name = (known.number or f"van-ban-{number}").replace("/", "-")
        return sheet(visit, tables, name)


def states_of(lines: list[Followed]) -> dict[State, int]:
    """How many lines stand how; "done" counts those done late too."""
    counted: dict[State, int] = {}
    for line in lines:
        if line.record != "result":
            state: State = "done" if line.state == "done_late" else line.state
            counted[state] = counted.get(state, 0) + 1
    return counted


def _below(session: Session, known: Plan, today: date) -> list[Count]:
    """How the documents stand that carry the plan out."""
    numbers = frozenset(near.id for near in known.near if near.theirs and near.relation in ("implements", "amends"))
    if not numbers:
        return []
    return timetable.by_document(session, Asked(documents=numbers), today=today, limit=12)
