"""Claims: who is at which document, so that two people don't do the same work. A claim ends by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.database import add_missing
from models.tables import Claim

LASTS = timedelta(minutes=10)
"""Each step at a document renews the claim; who goes to lunch loses it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document that somebody is at."""

    document_id: int
    user_id: int
    who: str
    until: datetime


def claim(session: Session, document: int, user: int, at: datetime, *, take_over: bool = False) -> Held:
    """Be at `document` for `LASTS`; what is given back says who is: another one, where they were there first."""
    add_missing(session, Claim.__table__, [{"document_id": document, "user_id": user, "until": at + LASTS}])
    row = session.get_one(Claim, document, with_for_update={"of": Claim}, populate_existing=True)
    if row.user_id != user and row.until > at and not take_over:
        return _held(row)
    row.user_id, row.until = user, at + LASTS
    session.flush()
    session.refresh(row, ["user"])
    return _held(row)


def release(session: Session, user: int, *, document: int | None = None) -> None:
    """Be at `document` no more, or at none."""
    which = delete(Claim).where(Claim.user_id == user)
    session.execute(which if document is None else which.where(Claim.document_id == document))


def claimed(session: Session, at: datetime, documents: Iterable[int] | None = None) -> dict[int, Held]:
    """The claims in force, by document."""
    query = select(Claim).where(Claim.until > at)
    if documents is not None:
        query = query.where(Claim.document_id.in_(list(documents)))
    return {row.document_id: _held(row) for row in session.scalars(query)}


def _held(row: Claim) -> Held:
    return Held(row.document_id, row.user_id, row.user.full_name, row.until)
