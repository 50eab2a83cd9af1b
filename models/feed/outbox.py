"""The order of the outbox: every line gets its number only when the transaction that wrote it is over.

On SQLite one transaction writes at a time, so the order of ids is the order of commits. On PostgreSQL it is not: of two
that write at once, the one with the lower ids may end later, and a consumer that has read past them would never see
them. So lines are numbered after the commit, under a lock, by whoever asks for the feed: a line that can be seen for
the first time is behind all that were seen before. (A horizon by transaction ids would do without the second write, but
one long transaction anywhere on the server would hold up the feed, and it would order by when transactions began: of
two that change one record in turn, the later change could come first. Line ids of one record do have the right order,
since the second change waits for the first one's row lock.)

The outbox is thinned out, not cut off: of old lines the last one of each thing stays, also that which says that it is
gone. So whoever asks, from 0 or from wherever they had come to, still ends up with what stands.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from models.database import Database
from models.tables import Event, Webhook

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


def thin_out(database: Database, before: datetime) -> int:
    """Drop the lines from before then that a later line of the same thing has overtaken; how many.

    Not those that a webhook at work has still to write down. A line says that something changed, not how: what a reader
    of the feed misses without it is how often. The steps of people are things of their own, and stay.
    """
    number(database)
    dropped = 0
    while True:
        with database.reading() as session:
            last = select(func.max(Event.id)).group_by(Event.topic, Event.subject_id)
            query = select(Event.id).where(Event.at < before, Event.id.not_in(last))
            reached = session.scalar(select(func.min(Webhook.position)).where(Webhook.active))
            if reached is not None:
                query = query.where(place(session) <= reached)
            if session.get_bind().dialect.name != "sqlite":
                query = query.where(Event.seq.is_not(None))
            old = session.scalars(query.order_by(Event.id).limit(AT_ONCE * 10)).all()
        for start in range(0, len(old), AT_A_TIME):
            with database.writing() as session:  # little by little: others write meanwhile
                session.execute(delete(Event).where(Event.id.in_(old[start : start + AT_A_TIME])))
        dropped += len(old)
        if len(old) < AT_ONCE * 10:
            return dropped


AT_A_TIME = 5_000
"""Lines dropped in one transaction."""


def place(session: Session) -> ColumnElement[int]:
    """The column that orders the feed on this engine."""
    return Event.id.expression if session.get_bind().dialect.name == "sqlite" else Event.seq.expression  # type: ignore[return-value]
