"""What tests of the feed have in common: a document that is read, and what was told of it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from models import feed, records, store, tables
from models.database import Database
from models.feed import Changed
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON, "xem lại bản giấy")


def save(database: Database, dispatch: records.Dispatch, version: str = "1") -> int:
    with database.writing() as session:
        known = select(tables.File).filter_by(sha256=dispatch.file.sha256)
        file = session.scalars(known).one_or_none() or tables.File(
            sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
        )
        session.add(file)
        return store.save(session, file, dispatch, version=version, depth="best", made_at=NOON).id


def told(database: Database, after: int = 0, **asked: Any) -> list[Changed]:
    feed.number(database)
    with database.reading() as session:
        return feed.changes(session, after, limit=1000, **asked)[0]


def end(database: Database) -> int:
    return told(database)[-1].seq


def in_short(changes: list[Changed]) -> list[tuple[str, int, str]]:
    return [(c.topic, c.id, c.happened) for c in changes]
