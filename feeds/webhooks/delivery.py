"""The worker that sends webhooks: it writes messages down from the feed, sends what is due, and tries again, each
pause longer than the last. Any number of workers may run; each webhook is with one of them at a time.

What was sent and not yet written down when a worker dies is sent again: a receiver knows it by its `webhook-id`.
"""

import asyncio
import random
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import httpx
import structlog

from batch.settings import FeedsSection
from feeds.events import cloud_event, subject_of
from feeds.webhooks.addresses import Unfit, fit
from feeds.webhooks.messages import body_of, headers_of
from models import feed
from models.database import Database
from models.errors import DatabaseError, NotThere
from models.feed import webhooks
from models.feed.webhooks import Leased, Letter
from models.people import Sight, limited

LEASE = timedelta(minutes=5)
AT_ONCE = 50
"""Messages of one webhook in one round, each of another record; so a round is over long before its lease."""

SIDE_BY_SIDE = 5
"""Messages of one webhook that are under way at the same time."""

WRITTEN_AT_ONCE = 500

LONGEST = timedelta(hours=12)
"""The longest pause between two tries."""

KEPT = timedelta(days=30)
"""How long a message that arrived can be sent again."""

SAID = 64_000
"""Bytes of an answer that are read."""

GONE = 410
"""A receiver's way to unsubscribe (Standard Webhooks)."""

log = structlog.get_logger("vanthu.webhooks")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try; `again` is how long the receiver asked us to wait."""

    letter: Letter
    status: int | None
    error: str | None
    again: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    written: int
    delivered: int
    failed: int

    @property
    def idle(self) -> bool:
        return not (self.written or self.delivered or self.failed)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def deliver(
    database: Database,
    settings: FeedsSection,
    *,
    source: str = "/api/v1",
    worker: str | None = None,
    clock: Callable[[], datetime] = now,
) -> Round:
    """One round over every webhook that no other worker has. `source` names this vanthu in the messages."""
    worker = worker or uuid.uuid4().hex
    feed.number(database)
    with database.reading() as session:
        if not webhooks.work(session, clock()):
            return Round(0, 0, 0)
    with database.writing() as session:
        leased = webhooks.lease(session, worker, clock(), LEASE)
    try:
        written = sum(_write_down(database, webhook, source, clock()) for webhook in leased)
        with database.reading() as session:
            letters = {w.id: webhooks.due(session, w.id, clock(), AT_ONCE) for w in leased}
        outcomes = asyncio.run(_send_all(leased, letters, settings, clock))
        for webhook in leased:
            _keep(database, webhook, outcomes[webhook.id], settings, clock())
    finally:
        with database.writing() as session:
            webhooks.release(session, worker)
    every = [outcome for found in outcomes.values() for outcome in found]
    arrived = sum(outcome.error is None for outcome in every)
    return Round(written, arrived, len(every) - arrived)


def _write_down(database: Database, webhook: Leased, source: str, at: datetime) -> int:
    """The next changes of the feed as messages of `webhook`; how many the feed had."""
    sight = Sight(webhook.clearance)
    with database.reading() as session:
        changes, position = feed.changes(
            limited(session, sight, at.date()), webhook.position, limit=WRITTEN_AT_ONCE, topics=webhook.topics
        )
    if position == webhook.position:
        return 0
    messages = [(c.seq, subject_of(c), body_of(cloud_event(c, source))) for c in changes]
    with database.writing() as session:
        webhooks.write_down(session, webhook.id, messages, webhook.position, position, at)
        webhooks.forget(session, webhook.id, at - KEPT)
    return len(messages)


async def _send_all(
    leased: list[Leased], letters: dict[int, list[Letter]], settings: FeedsSection, clock: Callable[[], datetime]
) -> dict[int, list[Outcome]]:
    """Send to all receivers at the same time: one that hangs keeps nobody else waiting for longer than its time."""
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(
        verify=_certificates(),
        follow_redirects=False,
        trust_env=False,
        timeout=None,  # noqa: S113 - each try as a whole has its time
        limits=limits,
    ) as client:

        async def to_one(webhook: Leased) -> list[Outcome]:
            side_by_side = asyncio.Semaphore(SIDE_BY_SIDE)

            async def one(letter: Letter) -> Outcome:
                async with side_by_side:
                    return await _send(client, webhook, letter, settings, clock())

            return list(await asyncio.gather(*map(one, letters[webhook.id])))

        found = await asyncio.gather(*map(to_one, leased))
    return {webhook.id: outcomes for webhook, outcomes in zip(leased, found, strict=True)}


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust: read once, it takes long."""
    return httpx.create_ssl_context()


async def _send(
    client: httpx.AsyncClient, webhook: Leased, letter: Letter, settings: FeedsSection, at: datetime
) -> Outcome:
    try:
        async with asyncio.timeout(settings.webhook_seconds):
            target = await asyncio.to_thread(fit, webhook.url, allow_private=settings.webhook_allow_private)
            headers = headers_of(webhook.secret, webhook.id, letter.seq, letter.body, at) | {"host": target.named}
            request = client.build_request(
                "POST",
                target.url,
                content=letter.body.encode(),
                headers=headers,
                extensions={"sni_hostname": target.host},
            )
            answer = await client.send(request, stream=True)
            await _read_past(answer)
    except Unfit as error:
        return Outcome(letter, None, str(error))
    except TimeoutError:
        return Outcome(letter, None, f"no answer within {settings.webhook_seconds:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Outcome(letter, None, f"{type(error).__name__}: {error}"[:500])
    if answer.is_success:
        return Outcome(letter, answer.status_code, None)
    asked = answer.headers.get("retry-after", "")
    again = timedelta(seconds=min(int(asked), 3600)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    return Outcome(letter, answer.status_code, f"the receiver answered {answer.status_code}", again)


async def _read_past(answer: httpx.Response) -> None:
    """What a receiver says beside its status is nothing to us; a short answer is read, to keep the connection."""
    size = 0
    try:
        async for part in answer.aiter_raw():
            size += len(part)
            if size > SAID:
                break
    finally:
        await answer.aclose()


def _keep(database: Database, webhook: Leased, outcomes: list[Outcome], settings: FeedsSection, at: datetime) -> None:
    if not outcomes:
        return
    try:
        with database.writing() as session:
            for outcome in outcomes:
                if outcome.error is None:
                    webhooks.delivered(session, outcome.letter.id, outcome.status or 200, at)
                    continue
                again = _next(outcome, settings, at)
                webhooks.failed(session, outcome.letter.id, outcome.status, outcome.error, again)
                if again is None:
                    log.error("webhook message laid aside", webhook=webhook.id, message=outcome.letter.seq)
            if any(outcome.status == GONE for outcome in outcomes):
                webhooks.stop(session, webhook.id, "the receiver answered 410: it wants no more")
    except NotThere:
        pass  # it was taken away meanwhile


def _next(outcome: Outcome, settings: FeedsSection, at: datetime) -> datetime | None:
    """When to try again; None after the last try."""
    tries = outcome.letter.tries + 1
    if tries >= settings.webhook_tries:
        return None
    pause = min(timedelta(seconds=settings.webhook_pause_seconds * 2 ** min(outcome.letter.tries, 30)), LONGEST)
    spread = 0.8 + 0.4 * random.random()  # noqa: S311 - so that all do not come back in the same moment
    return at + max(pause * spread, outcome.again or timedelta())


def keep_delivering(
    database: Database,
    settings: FeedsSection,
    stopped: threading.Event,
    *,
    source: str = "/api/v1",
    every: float = 1.0,
) -> None:
    """Rounds until `stopped` is set; `every` so many seconds where there is nothing to do."""
    worker = uuid.uuid4().hex
    while not stopped.is_set():
        try:
            idle = deliver(database, settings, source=source, worker=worker).idle
        except DatabaseError as error:
            log.error("webhooks wait for the database", fault=error.wording.en)
            idle = True
        if idle:
            stopped.wait(every)


@contextmanager
def delivering(database: Database, settings: FeedsSection, *, source: str = "/api/v1") -> Iterator[None]:
    """Deliver in the background while the block runs."""
    stopped = threading.Event()
    thread = threading.Thread(
        target=keep_delivering, args=(database, settings, stopped), kwargs={"source": source}, name="vanthu-webhooks"
    )
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
