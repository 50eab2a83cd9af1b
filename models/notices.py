"""Notices that were sent: each key once, whoever sends."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.tables import Notice


def claim(session: Session, key: str, channel: str, recipient: str, subject: str, at: datetime) -> bool:
    """Write down that this notice goes out now; False where it did before, or another program is at it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"key": key, "channel": channel, "recipient": recipient, "subject": subject, "sent_at": at}
    done = session.execute(dialect.insert(Notice).values(**values).on_conflict_do_nothing().returning(Notice.key))
    return done.first() is not None


def release(session: Session, key: str) -> None:
    """Take it back: it did not go out, and may be tried again."""
    session.execute(delete(Notice).where(Notice.key == key))
