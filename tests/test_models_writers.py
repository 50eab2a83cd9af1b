"""Two writers at the same moment: the second waits, then finds what the first made, or is told to do it again."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from dispatches import PLAN
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from batch.offices import known_office, learn_offices
from models import reviews, store, tables, units, upkeep
from models.database import Database, open_database
from models.errors import Collided, DocumentKnown
from models.people import claims
from models.records import Dispatch
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN, MINH = By("Lan", NOON), By("Minh", NOON)
TWIN = replace(PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number="42/KH-UBND"))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    yield database
    database.close()


def test_two_runs_learn_the_same_offices(database: Database) -> None:
    (office,) = known_office("Sở Nội vụ thành phố Cần Thơ")
    with database.writing() as session:
        session.add(tables.Unit(name=office.name, settled=True, is_group=False, register_id=office.id))
    first = lambda session: units.learn(session, [office.name], [office])  # noqa: E731
    assert at_once(database, first, lambda: learn_offices(database)) is None
    with database.reading() as session:
        assert units.to_learn(session) == []


def test_two_documents_name_the_same_new_offices(database: Database) -> None:
    assert at_once(database, lambda session: save(session, PLAN), writing(database, save, TWIN)) is None
    with database.reading() as session:
        assert len(session.scalars(select(tables.Document)).all()) == 2
    assert list(upkeep.check(database)) == []


def test_two_people_open_the_same_document(database: Database) -> None:
    with database.writing() as session:
        document = save(session, PLAN)
        session.add_all(
            tables.User(name=name, full_name=name, rank="reviewer", clearance="open", made_at=NOON)
            for name in ("lan", "minh")
        )
    held: list[str] = []

    def claim(session: Session, user: int) -> None:
        held.append(claims.claim(session, document, user, NOON).who)

    assert at_once(database, lambda session: claim(session, 1), writing(database, claim, 2)) is None
    assert held == ["lan", "lan"]


def test_two_documents_are_given_the_same_number(database: Database) -> None:
    """The second is told to do it again; then it is told why that can't be."""
    with database.writing() as session:
        one, other = save(session, PLAN), save(session, TWIN)

    def number(session: Session, document: int) -> None:
        reviews.change_document(session, document, {"number": "50/KH-UBND"}, LAN, version=1)

    fault = at_once(database, lambda session: number(session, one), writing(database, number, other))
    assert isinstance(fault, Collided | DocumentKnown)
    with pytest.raises(DocumentKnown), database.writing() as session:
        number(session, other)


def save(session: Session, dispatch: Dispatch) -> int:
    file = tables.File(sha256=dispatch.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
    session.add(file)
    return store.save(session, file, dispatch, version="1", depth="best", made_at=NOON).id


def writing(database: Database, work: Callable[..., object], given: object) -> Callable[[], None]:
    """`work` in a transaction of its own."""

    def run() -> None:
        with database.writing() as session:
            work(session, given)

    return run


def at_once(
    database: Database, first: Callable[[Session], object], second: Callable[[], object]
) -> BaseException | None:
    """Begin `second` while `first` is done and not yet kept; what became of `second`."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except BaseException as error:
            failed.append(error)

    other = threading.Thread(target=run)
    with database.writing() as session:
        first(session)
        session.flush()
        other.start()
        stands_behind(database)
    other.join(timeout=30)
    assert not other.is_alive()
    return failed[0] if failed else None


def stands_behind(database: Database) -> None:
    """Come back when another writer waits for the one that is under way."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = time.monotonic() + 10
    while database.engine.dialect.name == "postgresql" and time.monotonic() < until:
        with database.reading() as session:
            if session.scalar(asked):
                return
        time.sleep(0.02)
    time.sleep(0.3)  # SQLite's writers wait unseen
