"""Tokens: which system is asking, and what it may. Only digests are kept, so a stolen database lets nobody in."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotThere, Refused
from models.people import Sight
from models.tables import SCOPES, Clearance, Scope, Token
from models.wording import Wording

PREFIX = "vanthu_"
"""So that a token that leaked into a log or a repository is known for what it is."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, by its token. `write` includes `read`, `admin` both; `clearance` stands by itself."""

    id: int
    name: str
    scopes: frozenset[Scope]
    clearance: Clearance
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def may(self, scope: Scope) -> bool:
        """Whether its scopes reach that far."""
        return bool(self.scopes & GIVEN_BY[scope])

    @property
    def sight(self) -> Sight:
        return Sight(self.clearance)


GIVEN_BY: dict[Scope, frozenset[Scope]] = {
    "read": frozenset({"read", "write", "admin"}),
    "write": frozenset({"write", "admin"}),
    "admin": frozenset({"admin"}),
}


def issue(
    session: Session,
    name: str,
    scopes: Collection[Scope],
    at: datetime,
    expires: datetime | None = None,
    *,
    clearance: Clearance = "open",
) -> str:
    """A new token; it is shown this once. Raises Refused where the name is taken or empty, or a scope is none."""
    name = name.strip()
    if not name or not scopes or not set(scopes) <= set(SCOPES):
        raise Refused(Wording("cần tên và phạm vi hợp lệ", "a name and known scopes are needed"))
    if session.scalar(select(Token.id).where(Token.name == name)) is not None:
        raise Refused(Wording(f"đã có mã truy cập “{name}”", f"there is a token “{name}” already"))
    token = PREFIX + secrets.token_urlsafe(32)
    ordered = tuple(scope for scope in SCOPES if scope in scopes)
    row = Token(name=name, digest=digest(token), scopes=ordered, clearance=clearance, made_at=at, expires_at=expires)
    session.add(row)
    session.flush()
    return token


def caller(session: Session, token: str, at: datetime) -> Caller | None:
    """Who shows `token`; None where it is none, revoked, or past its time."""
    row = session.scalars(select(Token).where(Token.digest == digest(token))).one_or_none()
    if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= at):
        return None
    return _caller(row)


def revoke(session: Session, name: str, at: datetime) -> None:
    """Let nobody in by this token any more. Raises NotThere."""
    row = session.scalars(select(Token).where(Token.name == name)).one_or_none()
    if row is None:
        raise NotThere(f"“{name}”")
    row.revoked_at = row.revoked_at or at


def callers(session: Session) -> list[Caller]:
    """Every token there ever was."""
    return [_caller(row) for row in session.scalars(select(Token).order_by(Token.id))]


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _caller(row: Token) -> Caller:
    return Caller(row.id, row.name, frozenset(row.scopes), row.clearance, row.made_at, row.expires_at, row.revoked_at)
