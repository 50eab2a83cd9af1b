"""What the queue can be filtered by: folders, issuers, kinds, units and reviewers that there are."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import Document, Party, Place, Unit, User

MOST = 60
"""Of each: a list that is longer is not read."""

RECENT = 3000
"""Documents, places and parties that are looked at: the newest ones."""


@dataclass(frozen=True, slots=True)
class Choices:
    """`issuers` and `units` are (id, name), `reviewers` (name, full name)."""

    folders: tuple[str, ...]
    issuers: tuple[tuple[int, str], ...]
    kinds: tuple[str, ...]
    units: tuple[tuple[int, str], ...]
    reviewers: tuple[tuple[str, str], ...]


def choices(session: Session) -> Choices:
    """The choices among what came last, the most frequent first."""
    newest = (
        select(Document.id, Document.issuer_id, Document.kind).order_by(Document.id.desc()).limit(RECENT).subquery()
    )
    issuers = session.execute(
        select(Unit.id, Unit.name)
        .join(newest, newest.c.issuer_id == Unit.id)
        .group_by(Unit.id, Unit.name)
        .order_by(func.count().desc(), Unit.name)
        .limit(MOST)
    )
    kinds = session.scalars(
        select(newest.c.kind).where(newest.c.kind.is_not(None)).group_by(newest.c.kind).order_by(func.count().desc())
    )
    last = select(Party.unit_id).order_by(Party.record_id.desc()).limit(RECENT).subquery()
    units = session.execute(
        select(Unit.id, Unit.name)
        .join(last, last.c.unit_id == Unit.id)
        .where(Unit.settled)
        .group_by(Unit.id, Unit.name)
        .order_by(func.count().desc(), Unit.name)
        .limit(MOST)
    )
    places = session.scalars(select(Place.name).order_by(Place.id.desc()).limit(RECENT))
    folders = dict.fromkeys(name.rpartition("/")[0] + "/" for name in places if "/" in name)
    people = session.execute(select(User.name, User.full_name).where(User.rank != "reader").order_by(User.name))
    return Choices(
        folders=tuple(folders)[:MOST],
        issuers=tuple((number, name) for number, name in issuers),
        kinds=tuple(kinds)[:MOST],
        units=tuple((number, name) for number, name in units),
        reviewers=tuple((name, full) for name, full in people),
    )
