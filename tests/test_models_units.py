"""Units in time: names, successors, and what people know of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dispatches import HOME, PLAN
from sqlalchemy import select
from sqlalchemy.orm import Session

from batch.offices import known_office, learn_offices
from models import errors, questions, store, tables, units
from models.database import open_database
from models.reviews import By
from models.units import Office, meeting, people

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


def test_of_offices_that_share_a_short_name_only_the_one_that_is_meant_is_met(session: Session) -> None:
    short = replace(HOME, name="UBND HUYỆN", canonical=None, id=None)
    meeting.meet(session, [(short, f"file {n}") for n in range(30)])
    with Session(session.connection()) as later:
        meeting.meet(later, [(short, "file 7"), (short, "file 30")])
        assert {within for _, within, _, _ in meeting.units_met(later)} == {"file 7", "file 30"}


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


MERGED = [
    ("Sở Nội vụ tỉnh Sóc Trăng", ["Sở Nội vụ thành phố Cần Thơ"], "Ủy ban nhân dân tỉnh Sóc Trăng"),
    ("Ủy ban nhân dân tỉnh Hậu Giang", ["Ủy ban nhân dân thành phố Cần Thơ"], None),
    (
        "Ủy ban nhân dân phường 5, quận 3, thành phố Hồ Chí Minh",
        ["Ủy ban nhân dân phường Bàn Cờ, thành phố Hồ Chí Minh"],
        "Ủy ban nhân dân quận 3, thành phố Hồ Chí Minh",
    ),
    ("Sở Nội vụ thành phố Cần Thơ", [], "Ủy ban nhân dân thành phố Cần Thơ"),
]


@pytest.mark.parametrize(("name", "successors", "parent"), MERGED)
def test_an_office_goes_the_way_of_its_province_or_commune(
    name: str, successors: list[str], parent: str | None
) -> None:
    (office,) = known_office(name)
    assert (list(office.successors), office.parent) == (successors, parent)
    assert (office.valid_to == date(2025, 6, 30)) == bool(successors)


def test_what_was_ordered_before_two_mergers_is_due_for_who_is_left(address: str) -> None:
    """Information and Communications went into Science and Technology, then its province into another."""
    database = open_database(address)
    orders = {
        "Sở Thông tin và Truyền thông tỉnh Sóc Trăng": "niêm yết tại trụ sở",
        "Sở Khoa học và Công nghệ tỉnh Hậu Giang": "lập danh mục máy móc",
        "Sở Khoa học và Công nghệ thành phố Cần Thơ": "tổng hợp số liệu",
    }
    tasks = tuple(
        replace(PLAN.tasks[0], id=f"t{n}", content=content, lead=(replace(HOME, name=name, canonical=name, id=None),))
        for n, (name, content) in enumerate(orders.items())
    )
    with database.writing() as session:
        file = tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        plan = replace(PLAN, tasks=tasks, targets=())
        store.save(session, file, plan, version="1", depth="best", made_at=NOON)
    assert learn_offices(database) >= 3
    assert learn_offices(database) == 0
    with database.reading() as session:
        science = "sở khoa học và công nghệ thành phố cần thơ"
        assert due(session, science, date(2025, 6, 30)) == ["tổng hợp số liệu"]
        assert sorted(due(session, science, date(2025, 7, 1))) == sorted(orders.values())
        parents = session.scalars(select(tables.UnitLink.other_id).where(tables.UnitLink.kind == "parent"))
        names = {session.get_one(tables.Unit, number).name for number in parents}
        assert names == {
            "Ủy ban nhân dân tỉnh Sóc Trăng", "Ủy ban nhân dân tỉnh Hậu Giang", "Ủy ban nhân dân thành phố Cần Thơ",
        }  # fmt: skip
    database.close()
