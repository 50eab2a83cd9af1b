"""Targets against results."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from feeds.exports.tracking import progress
from feeds.exports.tracking import targets as targets_table
from models.questions.followed import followed
from models.questions.paged.aims import TARGETS, Aim, Wanted, aims
from models.wording import Wording
from review.following import charts
from review.following.answers import MOST_LINES, answered, cut, desk_of, picture, sheet
from review.following.asked import AT_ONCE, Chosen
from review.following.charts import Against
from review.visit import Reader

router = APIRouter()

Result = Annotated[Literal["met", "not_met", "measured", "not_measured", ""], Query()]

DRAWN = 12
"""Targets of a chart."""


@router.get("/targets")
@router.get("/targets.json")
def targets(visit: Reader, view: Chosen, result: Result = "") -> Response:
    """The targets, those with a result first, a page at a time."""
    with visit.reading() as session:
        found, total = aims(
            session, view.asked(), today=visit.today, wanted=_wanted(result), offset=view.offset, limit=AT_ONCE
        )
    return answered(
        visit,
        "following/targets.html",
        {"total": total, "targets": found},
        view=view,
        result=result,
        drawn=[aim for aim in found if aim.share is not None][:DRAWN],
    )


@router.get("/targets/chart.svg")
def targets_chart(visit: Reader, view: Chosen, result: Result = "") -> Response:
    """The page's targets that were measured."""
    with visit.reading() as session:
        found, _ = aims(
            session, view.asked(), today=visit.today, wanted=_wanted(result), offset=view.offset, limit=AT_ONCE
        )
    drawn = [aim for aim in found if aim.share is not None][:DRAWN]
    verdicts = {
        True: Wording("đạt", "met"),
        False: Wording("chưa đạt", "not met"),
        None: Wording("", ""),
    }
    bars = [_bar(aim, verdicts[aim.met].into(visit.language)) for aim in drawn]
    return picture(charts.against(bars, visit.language))


@router.get("/targets.xlsx")
def targets_sheet(visit: Reader, view: Chosen, result: Result = "") -> Response:
    """The tracking sheet of the targets."""
    with visit.reading() as session:
        found, _ = aims(session, view.asked(), today=visit.today, wanted=_wanted(result), limit=MOST_LINES)
        wanted = {aim.line.id for aim in found}
        lines = followed(session, today=visit.today, kinds=TARGETS, records=wanted, secret=True)
        table = cut(targets_table(lines, visit.language, desk_of(visit)), len(wanted))
        return sheet(visit, [table], f"chi-tieu-{visit.today:%Y%m%d}")


def _wanted(result: str) -> Wanted | None:
    return result or None  # type: ignore[return-value]  # one of the four


def _bar(aim: Aim, verdict: str) -> Against:
    figure = aim.line.figure
    name = (figure.measure if figure else None) or aim.line.content
    said = " · ".join(part for part in (progress(aim.line.reached), verdict) if part)
    return Against(name, aim.share, aim.met, said)
