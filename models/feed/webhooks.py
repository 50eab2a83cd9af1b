"""Webhooks: who subscribed, and what became of each message for them.

Messages of one record go out in order: one is not tried while an earlier one of the same record waits. One worker at a
time has a webhook. A message is kept as it was first written, so what is replayed is what was signed before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from models.errors import NotThere
from models.feed.changes import head
from models.tables import Clearance, Delivery, Posted, Topic, Webhook


@dataclass(frozen=True, slots=True)
class Subscription:
    """A webhook as its owner sees it; the secret is shown when it is made, never again."""

    id: int
    url: str
    topics: tuple[Topic, ...]
    clearance: Clearance
    position: int
    active: bool
    stopped_because: str | None
    made_at: datetime
    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be sent."""

    id: int
    seq: int
    subject: str
    body: str
    tries: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A message and what became of it."""

    id: int
    seq: int
    subject: str
    state: Posted
    tries: int
    next_at: datetime
    status: int | None
    error: str | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Leased:
    """A webhook that a worker has now."""

    id: int
    url: str
    secret: str
    topics: tuple[Topic, ...]
    clearance: Clearance
    position: int


def subscribe(
    session: Session,
    url: str,
    secret: str,
    at: datetime,
    *,
    topics: Collection[Topic] = (),
    clearance: Clearance = "open",
    after: int | None = None,
) -> int:
    """A new webhook, from the number `after` of the feed on (None: from now on); its id."""
    row = Webhook(
        url=url,
        secret=secret,
        topics=tuple(topics),
        clearance=clearance,
        position=head(session) if after is None else after,
        made_at=at,
        active=True,
    )
    session.add(row)
    session.flush()
    return row.id


def unsubscribe(session: Session, webhook: int) -> None:
    """Take a webhook away, with all that was to be sent. Raises NotThere."""
    row = _there(session, webhook)
    session.execute(delete(Delivery).where(Delivery.webhook_id == webhook))
    session.delete(row)
    session.flush()


def resume(session: Session, webhook: int) -> None:
    """Go on with a webhook that was stopped. Raises NotThere."""
    row = _there(session, webhook)
    row.active, row.stopped_because = True, None


def stop(session: Session, webhook: int, because: str) -> None:
    """Send it no more, until it is resumed."""
    row = _there(session, webhook)
    row.active, row.stopped_because = False, because


def subscriptions(session: Session, webhook: int | None = None) -> list[Subscription]:
    """The webhooks, or one."""
    counted: dict[tuple[int, str], int] = {
        (row[0], row[1]): row[2]
        for row in session.execute(
            select(Delivery.webhook_id, Delivery.state, func.count())
            .where(Delivery.state != "delivered")
            .group_by(Delivery.webhook_id, Delivery.state)
        )
    }
    query = select(Webhook).order_by(Webhook.id)
    if webhook is not None:
        query = query.where(Webhook.id == webhook)
    return [
        Subscription(
            row.id,
            row.url,
            row.topics,
            row.clearance,
            row.position,
            row.active,
            row.stopped_because,
            row.made_at,
            counted.get((row.id, "waiting"), 0),
            counted.get((row.id, "dead"), 0),
        )
        for row in session.scalars(query)
    ]


def lease(session: Session, worker: str, at: datetime, lasts: timedelta) -> list[Leased]:
    """Take every active webhook that no other worker has, or that one has died with, or that is `worker`'s already."""
    free = or_(Webhook.leased_until.is_(None), Webhook.leased_until <= at, Webhook.worker == worker)
    rows = session.scalars(
        select(Webhook).where(Webhook.active, free).order_by(Webhook.id).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.worker, row.leased_until = worker, at + lasts
    return [Leased(r.id, r.url, r.secret, r.topics, r.clearance, r.position) for r in rows]


def release(session: Session, worker: str) -> None:
    """Leave the webhooks to others."""
    session.execute(update(Webhook).where(Webhook.worker == worker).values(worker=None, leased_until=None))


def work(session: Session, at: datetime) -> bool:
    """Whether there is anything for a worker to do."""
    behind = select(Webhook.id).where(Webhook.active, Webhook.position < head(session)).limit(1)
    waiting = (
        select(Delivery.id)
        .join(Webhook)
        .where(Webhook.active, Delivery.state == "waiting", Delivery.next_at <= at)
        .limit(1)
    )
    return any(session.scalars(query).first() is not None for query in (behind, waiting))


def write_down(
    session: Session,
    webhook: int,
    messages: Sequence[tuple[int, str, str]],
    position: int,
    to: int,
    at: datetime,
) -> None:
    """Keep `messages` (number, subject, body) to be sent, and the place in the feed that they reach up `to`.

    Where somebody else did so meanwhile (it is at `position` no more), nothing is left to do.
    """
    moved = update(Webhook).where(Webhook.id == webhook, Webhook.position == position).values(position=to)
    if session.execute(moved).rowcount == 0:  # type: ignore[attr-defined]
        return
    if messages:
        session.execute(
            insert(Delivery),
            [
                {
                    "webhook_id": webhook,
                    "seq": seq,
                    "subject": subject,
                    "body": body,
                    "state": "waiting",
                    "tries": 0,
                    "next_at": at,
                    "made_at": at,
                }
                for seq, subject, body in messages
            ],
        )


def forget(session: Session, webhook: int, before: datetime) -> None:
    """Forget the oldest messages that arrived before then, some at a time."""
    oldest = (
        select(Delivery.id)
        .where(Delivery.webhook_id == webhook, Delivery.state == "delivered", Delivery.delivered_at < before)
        .order_by(Delivery.seq)
        .limit(1000)
    )
    session.execute(delete(Delivery).where(Delivery.id.in_(oldest)))


def due(session: Session, webhook: int, at: datetime, limit: int) -> list[Letter]:
    """Messages to be tried now, each the first of its record that waits, in order."""
    first = (
        select(func.min(Delivery.id).label("id"))
        .where(Delivery.webhook_id == webhook, Delivery.state == "waiting")
        .group_by(Delivery.subject)
        .subquery()
    )
    rows = session.execute(
        select(Delivery.id, Delivery.seq, Delivery.subject, Delivery.body, Delivery.tries)
        .where(Delivery.id.in_(select(first.c.id)), Delivery.next_at <= at)
        .order_by(Delivery.id)
        .limit(limit)
    )
    return [Letter(*row) for row in rows]


def next_try(session: Session, webhook: int) -> datetime | None:
    """When the next message is to be tried; None where none waits."""
    return session.scalar(
        select(func.min(Delivery.next_at)).where(Delivery.webhook_id == webhook, Delivery.state == "waiting")
    )


def delivered(session: Session, letter: int, status: int, at: datetime) -> None:
    """It arrived."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == letter)
        .values(state="delivered", status=status, error=None, delivered_at=at, tries=Delivery.tries + 1)
    )


def failed(session: Session, letter: int, status: int | None, error: str, again: datetime | None) -> None:
    """It did not; it is tried `again` then, or laid aside (None)."""
    values: dict[str, object] = {"status": status, "error": error, "tries": Delivery.tries + 1}
    values |= {"state": "dead"} if again is None else {"next_at": again}
    session.execute(update(Delivery).where(Delivery.id == letter).values(values))


def deliveries(
    session: Session, webhook: int, *, state: Posted | None = None, after: int = 0, limit: int = 50
) -> list[Sent]:
    """What became of the messages of a webhook, in order. Raises NotThere."""
    _there(session, webhook)
    query = select(Delivery).where(Delivery.webhook_id == webhook, Delivery.id > after)
    if state is not None:
        query = query.where(Delivery.state == state)
    return [
        Sent(r.id, r.seq, r.subject, r.state, r.tries, r.next_at, r.status, r.error, r.delivered_at)
        for r in session.scalars(query.order_by(Delivery.id).limit(limit))
    ]


def replay(
    session: Session, webhook: int, at: datetime, *, letters: Collection[int] = (), since: int | None = None
) -> int:
    """Send again: these messages, or all from the number `since` on, or (without either) those laid aside. How many."""
    _there(session, webhook)
    chosen = update(Delivery).where(Delivery.webhook_id == webhook)
    if letters:
        chosen = chosen.where(Delivery.id.in_(letters), Delivery.state != "waiting")
    elif since is not None:
        chosen = chosen.where(Delivery.seq >= since, Delivery.state != "waiting")
    else:
        chosen = chosen.where(Delivery.state == "dead")
    done = session.execute(chosen.values(state="waiting", tries=0, next_at=at, status=None, error=None))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _there(session: Session, webhook: int) -> Webhook:
    row = session.get(Webhook, webhook)
    if row is None:
        raise NotThere(f"webhook {webhook}")
    return row
