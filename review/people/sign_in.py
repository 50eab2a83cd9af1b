"""The door: signing in and out, changing one's password, choosing the language."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from models import people
from models.errors import Refused
from models.folding import bare
from models.tables import Outcome
from models.wording import Wording
from review.people import passwords
from review.people.sessions import fresh
from review.visit import LANGUAGE_COOKIE, Reader, check_token, language_of, page

router = APIRouter()
Typed = Annotated[str, Form(max_length=300)]


@router.get("/sign-in")
def form(request: Request, to: str = "/") -> Response:
    """Where one signs in; `to` is the page to go on to."""
    return _form(request, to)


@router.post("/sign-in", dependencies=[Depends(check_token)])
def sign_in(request: Request, name: Typed, password: Typed, to: Typed = "/") -> Response:
    """Let somebody in; each try is written down, and one after many wrong ones has to wait."""
    state = request.app.state
    plain, address = bare(name).replace(" ", "")[:100], address_of(request)
    if state.attempts.too_many(plain, address):
        _note(request, name, "limited")
        return _form(
            request, to, 429, name, Wording("sai quá nhiều lần; hãy đợi một phút", "too many tries; wait a minute")
        )
    with state.database.reading() as session:
        found = people.known(session, plain)
        kept = people.to_check(session, found.id) if found else None
    if not passwords.is_right(password, kept) or found is None:
        state.attempts.wrong(plain, address)
        _note(request, name, "wrong", found.id if found else None)
        return _form(
            request, to, 401, name, Wording("tên hoặc mật khẩu không đúng", "the name or the password is wrong")
        )
    if not found.active:
        _note(request, name, "closed", found.id)
        return _form(request, to, 403, name, Wording("tài khoản đã bị khóa", "this user is closed"))
    _note(request, name, "in", found.id)
    request.state.ticket = fresh(found.id, found.seal)
    return RedirectResponse("/password" if found.must_change else inside(to), 303)


@router.post("/sign-out")
def sign_out(visit: Reader) -> Response:
    """Out; the documents one was at are free for others."""
    with visit.writing() as session:
        people.release(session, visit.person.id)
    _note(visit.request, visit.person.name, "out", visit.person.id)
    visit.request.state.ticket = fresh()
    return RedirectResponse("/sign-in", 303)


@router.get("/password")
def password_form(visit: Reader) -> Response:
    """Where one changes the password."""
    return visit.page("password.html", message=None, shortest=passwords.SHORTEST)


@router.post("/password")
def change_password(visit: Reader, now: Typed, new: Typed, again: Typed) -> Response:
    """Another password of one's own. All other sessions end."""
    state = visit.request.app.state
    with visit.reading() as session:
        kept = people.to_check(session, visit.person.id)
    wrong = None
    if state.attempts.too_many(visit.person.name, address_of(visit.request)):
        wrong = Wording("sai quá nhiều lần; hãy đợi một phút", "too many tries; wait a minute")
    elif not passwords.is_right(now, kept):
        state.attempts.wrong(visit.person.name, address_of(visit.request))
        wrong = Wording("mật khẩu hiện tại không đúng", "that is not your password")
    elif new != again:
        wrong = Wording("hai lần nhập không giống nhau", "the two are not the same")
    elif new == now:
        wrong = Wording("mật khẩu mới phải khác mật khẩu cũ", "the new one must not be the old one")
    if wrong is None:
        try:
            made = passwords.hashed(new)
        except Refused as refused:
            wrong = refused.wording
    if wrong is not None:
        return visit.page("password.html", status=422, message=visit.say(wrong), shortest=passwords.SHORTEST)
    with visit.writing() as session:
        people.set_password(session, visit.person.id, made, must_change=False)
    _note(visit.request, visit.person.name, "password", visit.person.id)
    visit.request.state.ticket = fresh(visit.person.id, visit.person.seal + 1)
    return RedirectResponse("/", 303)


@router.get("/language/{chosen}")
def choose_language(chosen: str, to: str = "/") -> Response:
    """Vietnamese or English, for a year, on this browser."""
    answer = RedirectResponse(inside(to), 303)
    answer.set_cookie(
        LANGUAGE_COOKIE, "en" if chosen == "en" else "vi", max_age=31536000, httponly=True, samesite="lax"
    )
    return answer


def inside(address: str) -> str:
    """`address` if it is a page of ours; else the first page: nobody is led elsewhere from the door."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if plain and address.isprintable() else "/"


def address_of(request: Request) -> str:
    """Where a request came from; behind a trusted proxy, uvicorn has put the browser's own address here."""
    return request.client.host if request.client else "-"


def _form(request: Request, to: str, status: int = 200, name: str = "", wrong: Wording | None = None) -> Response:
    said = wrong.into(language_of(request)) if wrong else None
    openid = bool(request.app.state.settings.serve.openid_issuer)
    return page(request, "sign_in.html", status=status, to=inside(to), name=name[:100], message=said, openid=openid)


def _note(request: Request, name: str, outcome: Outcome, user: int | None = None) -> None:
    with request.app.state.database.writing() as session:
        people.noted(session, name, address_of(request), outcome, request.app.state.clock(), user)
