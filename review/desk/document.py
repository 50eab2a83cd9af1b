"""A document on the desk: its page on the left, its records on the right, what a reviewer may ask about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from models import people
from models.errors import Refused
from models.people import Held
from models.questions import history
from models.questions.desk import Desk, desk, last_step
from models.questions.queue import Chosen, queue
from models.reviews.fields import adapter
from review.desk.shown import AMOUNTS, EDITORS, cards, head_card, said
from review.desk.typed import understood, value_of
from review.desk.units import offered
from review.rendering import environment
from review.visit import Reader, Reviewer, Visit

router = APIRouter()

SURE = 0.98
"""From which confidence on all records of a document may be accepted at once."""


@router.get("/documents/{document}")
@router.get("/documents/{document}.json")
def document(visit: Reader, document: int) -> Response:
    """The desk with one document on it."""
    with visit.reading() as session:
        found = desk(session, document, today=visit.today)
        if visit.request.url.path.endswith(".json"):
            return visit.answer("", document=found)
        return visit.page("desk.html", **shown(visit, session, found))


def shown(visit: Visit, session: Session, found: Desk) -> dict[str, Any]:
    """What the records' side of the desk shows."""
    records = cards(found, visit.today, visit.language)
    left = sum(1 for card in records if card.row and (not card.row.reviewed or card.row.differs))
    sure = [c for c in records if c.row and not c.row.reviewed and c.confidence is not None and c.confidence >= SURE]
    return {
        "desk": found,
        "head": head_card(found, visit.today, visit.language),
        "cards": records,
        "left": left + (0 if found.reviewed and not found.differs else 1),
        "total": len(records) + 1,
        "sure": len(sure),
        "editing": visit.person.may("reviewer"),
        "undoable": last_step(session, found.id, visit.person.name),
        "editors": EDITORS,
    }


def fragment(visit: Visit, session: Session, document: int) -> dict[str, object]:
    """The records' side anew, after a step."""
    found = desk(session, document, today=visit.today)
    told = shown(visit, session, found)
    html = environment(visit.language).get_template("parts/records.html").render(told | {"language": visit.language})
    return {"html": html, "left": told["left"], "total": told["total"]}


@router.get("/documents/{document}/history")
def steps_so_far(visit: Reader, document: int, record: int | None = None) -> Response:
    """What became of a record (or of the document's own fields), step by step."""
    with visit.reading() as session:
        found = desk(session, document, today=visit.today)
        kind = next((row.kind for row in (*found.rows, *found.gone) if row.id == record), "document")
        steps = [step for step in history(session, document, record=record) if step.record == record]
        names = people.full_names(session)

    def words(field: str, value: object) -> str:
        if field not in EDITORS[kind] | AMOUNTS.get(kind, {}) or value is None:
            return "" if value is None else str(value)
        taken = adapter(kind, field).validate_python(value, strict=False)
        return said(field, taken, found.head, visit.today, visit.language)[0]

    told = [(step, words(step.field, step.before), words(step.field, step.after)) for step in steps]
    return visit.page(
        "parts/history.html", names=names, steps=[t for t in told if t[0].before != t[0].after or t[0].action != "add"]
    )


@router.get("/documents/{document}/understand")
def understand(
    visit: Reviewer, document: int, kind: str, field: str, typed: Annotated[str, Query(max_length=500)]
) -> Response:
    """What would become of what is being typed: seen at once, before it is saved."""
    with visit.reading() as session:
        found = desk(session, document, today=visit.today)
    try:
        meant = understood(kind, field, typed, found.head)
    except Refused as refused:
        return JSONResponse({"refused": visit.say(refused.wording)})
    text, _, notes = said(field, value_of(kind, meant), found.head, visit.today, visit.language)
    return JSONResponse({"text": text, "notes": notes, "value": meant.value})


@router.get("/documents/{document}/units")
def units(visit: Reviewer, document: int, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Units to choose from, by a part of a name."""
    with visit.reading() as session:
        found = offered(session, q, desk(session, document, today=visit.today).head)
    return JSONResponse(
        {"units": [{"name": u.name, "canonical": u.canonical, "id": u.id, "group": u.group} for u in found]}
    )


@router.post("/documents/{document}/claim")
def claim(visit: Reviewer, document: int, take_over: bool = False) -> Response:
    """Be at this document; who is, where somebody else was there first."""
    with visit.writing() as session:
        desk(session, document, today=visit.today)
        held = people.claim(session, document, visit.person.id, visit.now, take_over=take_over)
    mine = held.user_id == visit.person.id
    return JSONResponse({"mine": mine, "who": held.who, "until": f"{held.until.astimezone():%H:%M}"})


@router.post("/next")
def next_document(visit: Reviewer, after: Annotated[int | None, Form()] = None) -> Response:
    """On to the worst document that nobody is at."""
    chosen = next_claimed(visit, after)
    return RedirectResponse(f"/documents/{chosen}" if chosen else "/", 303)


@router.post("/next.json")
def next_for_script(visit: Reviewer, after: int | None = None) -> Response:
    """The same for the keyboard: where to go."""
    chosen = next_claimed(visit, after)
    return JSONResponse({"to": f"/documents/{chosen}" if chosen else "/"})


def next_claimed(visit: Visit, after: int | None) -> int | None:
    """The next document, claimed: of two people who ask at once, each gets one of their own."""
    with visit.reading() as session:
        held = people.claimed(session, visit.now)
        others = [number for number, one in held.items() if one.user_id != visit.person.id]
        found = queue(session, Chosen(), today=visit.today, limit=20, without=[*others, *([after] if after else [])])
    wanted = [q.id for q in found if q.left or q.problems]
    with visit.writing() as session:
        if after is not None:
            people.release(session, visit.person.id, document=after)
        for number in wanted:
            held_now: Held = people.claim(session, number, visit.person.id, visit.now)
            if held_now.user_id == visit.person.id:
                return number
    return None
