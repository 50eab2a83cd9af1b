"""Users: who there is, who may do and see what, new ones, new passwords; and who signed in."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from models import people
from models.errors import NotThere, Refused
from models.questions.units import named
from models.tables import CLEARANCES, RANKS, Clearance, Rank
from review.people import passwords
from review.visit import Administrator, Visit

router = APIRouter()
Typed = Annotated[str, Form(max_length=300)]


@router.get("/users")
def users(visit: Administrator) -> Response:
    """All users, and who signed in lately."""
    return _page(visit)


@router.post("/users")
def introduce(
    visit: Administrator,
    name: Typed,
    rank: Annotated[Rank, Form()],
    full_name: Typed = "",
    clearance: Annotated[Clearance, Form()] = "open",
    units: Typed = "",
) -> Response:
    """A new user, whose one-time password is shown once."""
    password = passwords.one_time()
    try:
        with visit.writing() as session:
            people.introduce(
                session,
                name,
                rank,
                visit.now,
                full_name=full_name,
                password_hash=passwords.hashed(password),
                must_change=True,
                clearance=clearance,
                units=_units(units),
            )
    except Refused as refused:
        return _page(visit, message=visit.say(refused.wording), status=422)
    return _page(visit, given=(name, password))


@router.get("/users/{number}")
def user(visit: Administrator, number: int) -> Response:
    """One user."""
    with visit.reading() as session:
        found = people.person(session, number)
    if found is None:
        raise NotThere(f"user {number}")
    return visit.page("user.html", user=found, ranks=RANKS, clearances=CLEARANCES, message=None)


@router.post("/users/{number}")
def change(
    visit: Administrator,
    number: int,
    rank: Annotated[Rank, Form()],
    clearance: Annotated[Clearance, Form()],
    full_name: Typed = "",
    units: Typed = "",
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Another rank, other limits; the door closed or opened."""
    try:
        with visit.writing() as session:
            people.change(
                session,
                number,
                full_name=full_name,
                rank=rank,
                clearance=clearance,
                units=_units(units),
                active=active,
            )
    except Refused as refused:
        return _page(visit, message=visit.say(refused.wording), status=422)
    return RedirectResponse("/users", 303)


@router.post("/users/{number}/password")
def new_password(visit: Administrator, number: int) -> Response:
    """A one-time password in place of a forgotten one."""
    password = passwords.one_time()
    with visit.writing() as session:
        people.set_password(session, number, passwords.hashed(password), must_change=True)
        found = people.person(session, number)
    return _page(visit, given=(found.name if found else "", password))


@router.get("/units.json")
def units(visit: Administrator, q: str = "") -> Response:
    """Units that the database knows, by a part of their name."""
    with visit.reading() as session:
        found = named(session, q, limit=12)
    return visit.answer("", units=found)


def _page(
    visit: Visit, *, message: str | None = None, given: tuple[str, str] | None = None, status: int = 200
) -> Response:
    with visit.reading() as session:
        known, knocks = people.people(session), people.sign_ins(session, limit=50)
    return visit.page(
        "users.html",
        status=status,
        users=known,
        knocks=knocks,
        ranks=RANKS,
        clearances=CLEARANCES,
        message=message,
        given=given,
    )


def _units(written: str) -> list[int]:
    return [int(part) for part in written.split(",") if part.strip().isascii() and part.strip().isdigit()]
