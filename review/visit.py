"""One request of one person: who asks, in which language, and the only way from a page to the database.

Every page takes a `Visit` by the rank that it needs (`Reader`, `Reviewer`, `Manager`, `Administrator`); the sessions
that it opens hold only what this person may see, and a request that changes something must carry the form's token.
"""

import hmac
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from models.database import Database
from models.people import Person, limited, person
from models.reviews import By
from models.tables import Rank
from models.wording import Language, Wording
from review.people.sessions import Ticket, token_of
from review.rendering import environment

LANGUAGE_COOKIE = "vanthu_language"


class SignInFirst(Exception):
    """Nobody is signed in."""


class PasswordFirst(Exception):
    """Somebody is signed in with a password that was only for the first time."""


class NotAllowed(Exception):
    """Somebody asks for what their rank may not do."""


class TokenMissing(Exception):
    """A change that did not come from a page of ours (CSRF)."""


@dataclass(frozen=True)
class Visit:
    """A person's request."""

    request: Request
    person: Person

    @property
    def database(self) -> Database:
        database: Database = self.request.app.state.database
        return database

    @property
    def now(self) -> datetime:
        moment: datetime = self.request.app.state.clock()
        return moment

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def language(self) -> Language:
        return language_of(self.request)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing and sees what this person may see."""
        with self.database.reading() as session:
            yield limited(session, self.person.sight, self.today)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept when the block ends; it sees what this person may see."""
        with self.request.app.state.writers, self.database.writing() as session:
            yield limited(session, self.person.sight, self.today)

    def by(self, why: str | None = None) -> By:
        """This person, now, as the one who takes a step of a review."""
        return By(self.person.name, self.now, why)

    def say(self, wording: Wording) -> str:
        """A message in the language of the page."""
        return wording.into(self.language)

    def page(self, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page for a person. Templates find `person`, `today`, `now`, `csrf` and `path` beside what is given."""
        return page(self.request, template, status=status, person=self.person, **shown)

    def answer(self, template: str, **shown: Any) -> Response:
        """A page, or its JSON twin where the address ends in .json: the same values, for a program."""
        if not self.request.url.path.endswith(".json"):
            return self.page(template, **shown)
        return JSONResponse({name: _plain(value) for name, value in shown.items()})


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page, also for somebody who is not signed in."""
    ticket: Ticket | None = getattr(request.state, "ticket", None)
    now: datetime = request.app.state.clock()
    context = {
        "person": None, "now": now, "today": now.date(), "path": request.url.path, "query": request.url.query,
        "csrf": token_of(request.app.state.secret, ticket) if ticket else "", "language": language_of(request),
    }  # fmt: skip
    body = environment(language_of(request)).get_template(template).render(context | shown)
    return HTMLResponse(body, status)


def language_of(request: Request) -> Language:
    """Vietnamese, unless this browser chose English."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "vi"


def at_least(rank: Rank) -> Callable[[Request], Awaitable[Visit]]:
    """Whoever asks must be signed in, of this rank or above."""

    async def visiting(request: Request) -> Visit:
        ticket: Ticket | None = request.state.ticket
        if ticket is None or ticket.user is None:
            raise SignInFirst
        known = await run_in_threadpool(_known, request.app.state.database, ticket)
        if known is None:
            raise SignInFirst
        await check_token(request)
        if known.must_change and not request.url.path.startswith("/password"):
            raise PasswordFirst
        if not known.may(rank):
            raise NotAllowed
        return Visit(request, known)

    return visiting


async def check_token(request: Request) -> None:
    """A change must carry the token of its page: as a header from scripts, as a field from forms."""
    if request.method in ("GET", "HEAD"):
        return
    given = request.headers.get("x-csrf-token")
    if given is None and "form" in request.headers.get("content-type", ""):
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else None
    ticket: Ticket | None = request.state.ticket
    if ticket is None or given is None or not hmac.compare_digest(given, token_of(request.app.state.secret, ticket)):
        raise TokenMissing


def _known(database: Database, ticket: Ticket) -> Person | None:
    with database.reading() as session:
        found = person(session, ticket.user or 0)
    return found if found and found.active and found.seal == ticket.seal else None


def _plain(value: Any) -> Any:
    return TypeAdapter(Any).dump_python(value, mode="json")


Reader = Annotated[Visit, Depends(at_least("reader"))]
Reviewer = Annotated[Visit, Depends(at_least("reviewer"))]
Manager = Annotated[Visit, Depends(at_least("manager"))]
Administrator = Annotated[Visit, Depends(at_least("administrator"))]
