"""Writes that are asked for twice are done once: the answer of the first is kept, in the transaction that did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.tables import Answer

KEPT = timedelta(days=7)
"""How long a key is remembered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked (its fingerprint), and the answer."""

    fingerprint: str
    status: int
    headers: dict[str, str]
    body: str


def begun(session: Session, token: int, key: str, fingerprint: str, at: datetime) -> Answered | None:
    """The answer that was given under `key`; None where this is the first time: then the key is taken.

    Another one that is at it at the same moment is waited for.
    """
    session.execute(delete(Answer).where(Answer.at < at - KEPT))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    taken = insert(Answer).values(
        token_id=token, key=key, fingerprint=fingerprint, status=0, headers={}, body="", at=at
    )
    session.execute(taken.on_conflict_do_nothing())
    row = session.scalars(
        select(Answer).where(Answer.token_id == token, Answer.key == key).execution_options(populate_existing=True)
    ).one()
    return None if row.status == 0 else Answered(row.fingerprint, row.status, row.headers, row.body)


def keep(session: Session, token: int, key: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep the answer with what it answers."""
    row = session.get_one(Answer, (token, key))
    row.status, row.headers, row.body = status, dict(headers), body
