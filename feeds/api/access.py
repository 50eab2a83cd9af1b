"""Who is asking: the token behind `Authorization: Bearer …`, what it may do, and a session that sees what it may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from feeds.api.problems import Fault
from models.database import Database
from models.feed.tokens import Caller, caller
from models.people import limited
from models.tables import Scope

bearer = HTTPBearer(auto_error=False, description="a token made by `vanthu token create`")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every answer of one application draws on. `source` names this vanthu in what it tells others."""

    database: Database
    clock: Callable[[], datetime]
    source: str
    allow_private: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A request's caller and the application's surroundings."""

    caller: Caller
    around: Surroundings

    @property
    def now(self) -> datetime:
        return self.around.clock()

    @contextmanager
    def seeing(self) -> Iterator[Session]:
        """A session in which only what the caller may see is there."""
        with self.around.database.reading() as session:
            yield limited(session, self.caller.sight, self.now.date())


def with_scope(scope: Scope) -> Any:
    """The caller, who must have `scope`. Answers 401 or 403 to others."""

    def ask(
        request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)] = None
    ) -> Asking:
        around: Surroundings = request.app.state.around
        if credentials is None:
            raise Fault(401, "send `Authorization: Bearer TOKEN`", www_authenticate="Bearer")
        with around.database.reading() as session:
            known = caller(session, credentials.credentials, around.clock())
        if known is None:
            raise Fault(401, "no such token, or no longer", www_authenticate='Bearer error="invalid_token"')
        if not known.may(scope):
            raise Fault(403, f"this needs the scope `{scope}`")
        return Asking(known, around)

    return Depends(ask)


Reader = Annotated[Asking, with_scope("read")]
Writer = Annotated[Asking, with_scope("write")]
Administrator = Annotated[Asking, with_scope("admin")]
