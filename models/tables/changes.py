"""What other systems are fed from: the outbox of changes, who may ask, and what was sent where."""

from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Value
from models.tables.base import Base
from models.tables.people import Clearance

Topic = Literal["document", "task", "target", "result", "review", "progress", "unit", "file"]
Happening = Literal["created", "changed", "deleted"]
Scope = Literal["read", "write", "admin"]
Posted = Literal["waiting", "delivered", "dead"]

TOPICS: tuple[Topic, ...] = ("document", "task", "target", "result", "review", "progress", "unit", "file")
HAPPENINGS: tuple[Happening, ...] = ("created", "changed", "deleted")
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
POSTED: tuple[Posted, ...] = ("waiting", "delivered", "dead")

Number = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts only what it calls INTEGER by itself."""

NUMBERED = text("seq IS NOT NULL")
"""On SQLite no line is: its indexes stay empty there."""


class Event(Base):
    """A line of the outbox: something changed. Triggers write it, in the transaction that makes the change.

    `seq` is its place in the feed: on PostgreSQL given after the commit, on SQLite `id` itself (`models.feed.outbox`).
    `review_id` is the step that was at work, where it was no reading. It points at nothing, as all here: what it tells
    of may be gone by now.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(f"topic IN {TOPICS}", name="topic"),
        CheckConstraint(f"happened IN {HAPPENINGS}", name="happened"),
        Index("uq_outbox_seq", "seq", unique=True, sqlite_where=NUMBERED, postgresql_where=NUMBERED),
        Index("ix_outbox_unnumbered", "id", sqlite_where=NUMBERED, postgresql_where=text("seq IS NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seq: Mapped[int | None] = mapped_column(BigInteger)
    topic: Mapped[Topic] = mapped_column(String)
    subject_id: Mapped[int]
    document_id: Mapped[int | None]
    happened: Mapped[Happening] = mapped_column(String)
    version: Mapped[int | None]
    review_id: Mapped[int | None]
    at: Mapped[datetime]


class Token(Base):
    """What a system shows to be let in. Only the SHA-256 of it is kept: it is 256 random bits, so that is enough.

    `clearance` is the highest mark of secrecy that it opens.
    """

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[tuple[Scope, ...]] = mapped_column(Value(tuple[Scope, ...]))
    clearance: Mapped[Clearance] = mapped_column(String, default="open", server_default="open")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Answer(Base):
    """What a write with an Idempotency-Key was answered; asked again, it is answered the same and done once."""

    __tablename__ = "answers"

    token_id: Mapped[int] = mapped_column(ForeignKey("tokens.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(Value(dict[str, str]))
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class Webhook(Base):
    """A subscription: changes of these `topics` (none: all) go to `url`, signed with `secret`.

    `position` is the place in the feed up to which its messages were written down as deliveries. One worker at a time
    has it, until `leased_until`. `clearance` is the highest mark of secrecy that it is told of.
    """

    __tablename__ = "webhooks"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    secret: Mapped[str]
    topics: Mapped[tuple[Topic, ...]] = mapped_column(Value(tuple[Topic, ...]))
    clearance: Mapped[Clearance] = mapped_column(String, default="open", server_default="open")
    position: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    stopped_because: Mapped[str | None]
    made_at: Mapped[datetime]
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]


class Delivery(Base):
    """A message for one webhook. It keeps the `body` it was first given; `dead` after its last try, until replayed."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(f"state IN {POSTED}", name="state"),
        UniqueConstraint("webhook_id", "seq"),
        Index(
            "ix_deliveries_waiting",
            "webhook_id",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[Posted] = mapped_column(String)
    tries: Mapped[int]
    next_at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str | None]
    made_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()


class Notice(Base):
    """A notice that was sent. Its `key` says what of, for whom and for which day: the same one is not sent twice."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str | None]
    sent_at: Mapped[datetime]
