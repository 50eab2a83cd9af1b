"""Units in time: names, successors, and what people know of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dispatches import HOME, PLAN
from sqlalchemy import select
from sqlalchemy.orm import Session

from batch.offices import known_office
from models import errors, questions, store, tables, units
from models.database import open_database
from models.reviews import By
from models.units import Office, people

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON)
OLD = replace(HOME, name="Sở TT&TT", canonical="Sở Thông tin và Truyền thông tỉnh Lâm Sơn", id=None)
SCIENCE_NAME = "Sở Khoa học và Công nghệ tỉnh Lâm Sơn"
TASKS = (replace(PLAN.tasks[0], lead=(OLD,), support=()), replace(PLAN.tasks[3], deadline=PLAN.tasks[0].deadline))


@pytest.fixture
def session(address: str) -> Iterator[Session]:
    database = open_database(address)
    with database.writing() as session:
        read(session)
    with database.writing() as session:
        yield session
    database.close()


def read(session: Session) -> None:
    file = session.scalars(select(tables.File)).first()
    if file is None:
        file = tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
    dispatch = replace(PLAN, tasks=TASKS, targets=())
    store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def unit(session: Session, name: str | None) -> tables.Unit:
    return session.scalars(select(tables.Unit).filter_by(name=name, settled=True)).one()


def due(session: Session, name: str, today: date) -> list[str]:
    return [d.content for d in questions.due(session, today=today, unit=name)]


def learned(session: Session) -> None:
    successors = (SCIENCE_NAME, "Sở Văn hóa, Thể thao và Du lịch tỉnh Lâm Sơn")
    office = Office(name=str(OLD.canonical), short=("STTTT",), valid_to=date(2025, 2, 28), successors=successors)
    units.learn(session, [str(OLD.canonical)], [office])


def test_an_office_answers_for_those_it_took_over_from_that_day_on(session: Session) -> None:
    learned(session)
    assert due(session, "sở khoa học và công nghệ", date(2025, 2, 28)) == []
    assert due(session, "sở khoa học và công nghệ", date(2025, 3, 1)) == [TASKS[0].content]
    assert due(session, "sở văn hóa", date(2025, 3, 1)) == []  # the chief successor answers
    assert due(session, "STTTT", date(2025, 3, 1)) == [TASKS[0].content]


def test_the_register_is_asked_about_each_office_once(session: Session) -> None:
    assert str(OLD.canonical) in units.to_learn(session)
    learned(session)
    learned(session)
    assert str(OLD.canonical) not in units.to_learn(session)
    assert len(session.scalars(select(tables.UnitLink)).all()) == 2


def test_the_register_hands_over_what_it_knows() -> None:
    (office,) = known_office("Sở Thông tin và Truyền thông tỉnh Sóc Trăng")
    assert office.valid_to == date(2025, 2, 28)
    assert office.successors[0] == "Sở Khoa học và Công nghệ tỉnh Sóc Trăng"
    assert list(known_office("Hội đồng nào đó")) == []


def test_two_units_are_one_by_a_persons_word(session: Session) -> None:
    step = people.merge(session, unit(session, OLD.canonical).id, unit(session, HOME.canonical).id, LAN)
    assert len(due(session, "sở nội vụ", date(2024, 3, 1))) == 2
    people.undo(session, step, LAN)
    assert len(due(session, "sở nội vụ", date(2024, 3, 1))) == 1
    with pytest.raises(errors.AlreadyUndone):
        people.undo(session, step, LAN)


def test_one_unit_is_two_by_a_persons_word_and_stays_so_when_read_again(session: Session) -> None:
    step = people.split(session, unit(session, OLD.canonical).id, "Sở TT&TT", "Sở Truyền thông tỉnh Lâm Sơn", LAN)
    assert due(session, "sở truyền thông", date(2024, 3, 1)) == [TASKS[0].content]
    read(session)
    assert due(session, "sở truyền thông", date(2024, 3, 1)) == [TASKS[0].content]
    assert due(session, "thông tin và truyền thông", date(2024, 3, 1)) == []
    people.undo(session, step, LAN)
    assert due(session, "thông tin và truyền thông", date(2024, 3, 1)) == [TASKS[0].content]


def test_one_office_took_over_from_another_by_a_persons_word(session: Session) -> None:
    home, old = unit(session, HOME.canonical), unit(session, OLD.canonical)
    people.succeed(session, old.id, home.id, date(2024, 7, 1), LAN)
    assert [len(due(session, "nội vụ", date(2024, month, 1))) for month in (6, 7)] == [1, 2]
