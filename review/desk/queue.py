"""The queue: what a reviewer should look at, the worst first, and how the day goes."""

from datetime import datetime, time
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from models import people
from models.questions.choices import choices
from models.questions.queue import Chosen, State, queue, today_of
from review.visit import Reader, Visit

router = APIRouter()

Text = Annotated[str | None, Query(max_length=300)]


@router.get("/")
@router.get("/queue.json")
def documents(
    visit: Reader,
    state: State = "waiting",
    folder: Text = None,
    issuer: Text = None,
    kind: Text = None,
    unit: Text = None,
    reviewer: Text = None,
) -> Response:
    """The documents that wait, the most harmful first, by whatever filters were chosen."""
    chosen = Chosen(state, folder or None, _number(issuer), kind or None, _number(unit), reviewer or None)
    with visit.reading() as session:
        found = queue(session, chosen, today=visit.today, limit=50)
        held = people.claimed(session, visit.now, [q.id for q in found])
        day = today_of(session, visit.person.name, midnight(visit))
        offered = choices(session)
    return visit.answer(
        "queue.html",
        queue=found,
        held=held,
        day=day,
        chosen=chosen,
        choices=offered,
    )


def midnight(visit: Visit) -> datetime:
    """When today began, here."""
    return datetime.combine(visit.today, time.min, visit.now.tzinfo)


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdigit() else None
