"""The order of the outbox: every line gets its number only when the transaction that wrote it is over.

On SQLite one transaction writes at a time, so the order of ids is the order of commits. On PostgreSQL it is not: of two
that write at once, the one with the lower ids may end later, and a consumer that has read past them would never see
them. So lines are numbered after the commit, under a lock, by whoever asks for the feed: a line that can be seen for
the first time is behind all that were seen before. (A horizon by transaction ids would do without the second write, but
one long transaction anywhere on the server would hold up the feed, and it would order by when transactions began: of
two that change one record in turn, the later change could come first. Line ids of one record do have the right order,
since the second change waits for the first one's row lock.)
"""

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from models.database import Database
from models.tables import Event

AT_ONCE = 20_000
"""Lines numbered in one transaction."""

NUMBER = text(
    "UPDATE outbox SET seq = n.seq FROM (SELECT id, (SELECT coalesce(max(seq), 0) FROM outbox) "
    "+ row_number() OVER (ORDER BY id) AS seq FROM (SELECT id FROM outbox WHERE seq IS NULL ORDER BY id LIMIT :many) w"
    ") n WHERE outbox.id = n.id"
)


def number(database: Database) -> None:
    """Number what was committed since the last time. Nothing is left to do on SQLite."""
    if database.engine.dialect.name == "sqlite":
        return
    while True:
        with database.reading() as session:
            if session.scalars(select(Event.id).where(Event.seq.is_(None)).limit(1)).first() is None:
                return
        with database.writing() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext('vanthu outbox'))"))
            session.execute(NUMBER, {"many": AT_ONCE})


def place(session: Session) -> ColumnElement[int]:
    """The column that orders the feed on this engine."""
    return Event.id.expression if session.get_bind().dialect.name == "sqlite" else Event.seq.expression  # type: ignore[return-value]
