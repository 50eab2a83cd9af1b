"""What is due, asked of the database: by day, unit, plan, state and words; the tree of a plan."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from dispatches import HERE, PLAN, REPORT
from followed import MADE, NOON, TODAY, number_of, ordered, task

from models import store, tables
from models.database import Database, open_database
from models.following.progress import Achieved, report
from models.people import Sight, limited
from models.questions.followed import followed
from models.questions.paged import timetable
from models.questions.paged.catalogue import tree
from models.questions.paged.timetable import Asked
from models.records import Citation
from models.reviews import By


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    for dispatch in (MADE, PLAN, REPORT):
        with database.writing() as session:
            file = tables.File(
                sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
            )
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)
    yield database
    database.close()


def contents(page: timetable.Page) -> list[tuple[date | None, str, str]]:
    return [(line.day, line.content, line.state) for line in page.lines]


def test_what_is_due_in_some_days_with_the_times_of_recurring_deadlines(database: Database) -> None:
    with database.reading() as session:
        found = timetable.page(session, Asked(since=date(2024, 3, 18), until=date(2024, 4, 14)), today=TODAY)
    assert contents(found) == [
        (date(2024, 3, 18), "rà soát quy trình 2", "overdue"),
        (date(2024, 3, 22), "rà soát quy trình 3", "due_soon"),
        (date(2024, 3, 25), "gửi số liệu 7", "due_soon"),
        (date(2024, 4, 10), "tổng hợp báo cáo 4", "not_due"),
    ]
    assert found.total == 4


FILTERS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"state": "overdue"}, "12"),
    ({"state": "open", "until": date(2024, 3, 31)}, "1237"),
    ({"state": "due_soon"}, "3"),
    ({"state": "not_due", "until": date(2024, 6, 1)}, "477"),
    ({"unit": "so noi vu", "until": date(2024, 5, 1)}, "2747"),
    ({"unit": "không có"}, ""),
    ({"words": "bao cao tong hop"}, "4"),
    ({"kind": "target"}, ""),
)
"""What is asked for, and the numbers of the tasks of MADE that are found."""


def test_what_is_due_by_state_unit_and_words(database: Database) -> None:
    with database.reading() as session:
        lines = followed(session, today=TODAY)
        own = frozenset(line.source.id for line in lines if line.source.number == "12/KH-UBND")
        for asked, numbers in FILTERS:
            found = timetable.page(session, Asked(**asked, documents=own), today=TODAY)
            assert "".join(line.content[-1] for line in found.lines) == numbers, asked


ORDERS: tuple[tuple[timetable.Order, str], ...] = (("day", "1"), ("-day", "5"), ("content", "1"), ("unit", "1"))


def test_a_list_is_ordered_and_comes_a_page_at_a_time(database: Database) -> None:
    asked = Asked(words="quy trinh ra soat")
    for order, first in ORDERS:
        with database.reading() as session:
            whole = timetable.page(session, asked, today=TODAY, order=order)
            pages = [
                timetable.page(session, asked, today=TODAY, order=order, offset=n, limit=2).lines
                for n in range(0, 4, 2)
            ]
        assert whole.lines[0].content[-1] == first
        assert [line.id for page in pages for line in page] == [line.id for line in whole.lines]
        if order == "day":
            assert all(a.day <= b.day for a, b in pairwise(whole.lines))


def test_what_was_done_counts_as_done_in_lists_and_counts(database: Database) -> None:
    with database.writing() as session:
        by = By("minh", NOON)
        report(session, number_of(session, "rà soát quy trình 1"), Achieved(on=date(2024, 2, 28), done=True), by)
        report(
            session,
            number_of(session, "gửi số liệu 7"),
            Achieved(on=date(2024, 3, 20), done=True, occurrence=date(2024, 3, 25)),
            by,
        )
    span = {"since": date(2024, 2, 26), "until": date(2024, 4, 28)}
    with database.reading() as session:
        done = timetable.page(session, Asked(**span, state="done"), today=TODAY)
        weeks = timetable.by_week(session, Asked(**span), today=TODAY)
        units = {count.name: count.states for count in timetable.by_unit(session, Asked(**span), today=TODAY)}
        days = timetable.by_day(session, Asked(**span), today=TODAY)
    assert contents(done) == [
        (date(2024, 3, 1), "rà soát quy trình 1", "done"),
        (date(2024, 3, 25), "gửi số liệu 7", "done"),
    ]
    assert [date.fromordinal(w.key) for w in weeks][:2] == [date(2024, 2, 26), date(2024, 3, 4)]
    assert [w.states for w in weeks] == [
        {"done": 1}, {}, {}, {"overdue": 1, "due_soon": 1}, {"done": 1}, {}, {"not_due": 1}, {}, {"not_due": 1},
    ]  # fmt: skip
    assert units["Sở Nội vụ tỉnh Lâm Sơn"] == {"overdue": 1, "not_due": 1}
    assert [line.content for line in days[date(2024, 3, 25)][1]] == ["gửi số liệu 7"]


def test_what_a_replaced_plan_ordered_is_superseded(database: Database) -> None:
    after = replace(
        ordered("99/KH-UBND", task(9, date(2024, 3, 21)), issued_on=date(2024, 3, 19)),
        citations=(Citation(number="12/KH-UBND", issuer=PLAN.letterhead.issuer, relation="replaces", evidence=HERE),),
    )
    with database.writing() as session:
        file = tables.File(sha256="7" * 64, name="thay.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, after, version="1", depth="best", made_at=NOON)
    with database.reading() as session:
        gone = timetable.page(session, Asked(state="superseded"), today=TODAY)
        late = timetable.page(session, Asked(state="overdue"), today=TODAY)
        often = timetable.page(session, Asked(since=date(2024, 3, 25), until=date(2024, 3, 25)), today=TODAY)
    assert {line.source.superseded_by for line in gone.lines} == {"99/KH-UBND"}
    assert gone.total == 5
    assert late.total == 0
    assert often.total == 0


def test_who_belongs_to_a_unit_counts_only_its_documents(database: Database) -> None:
    with database.reading() as session:
        unit = next(u.id for u in session.query(tables.Unit) if u.name == "Sở Nội vụ tỉnh Lâm Sơn")
        session.expunge_all()
        limited(session, Sight("open", frozenset([unit])), TODAY)
        found = timetable.page(session, Asked(until=date(2025, 1, 1)), today=TODAY)
    assert found.total > 5  # MADE gives it tasks
    with database.reading() as session:
        nobody = limited(session, Sight("open", frozenset([10_000])), TODAY)
        asked = Asked(since=date(2024, 1, 1), until=date(2025, 1, 1))
        assert timetable.page(nobody, asked, today=TODAY).total == 0
        assert timetable.by_unit(nobody, asked, today=TODAY) == []
        assert not any(week.states for week in timetable.by_week(nobody, asked, today=TODAY))


def test_the_tree_of_a_plan_counts_as_people_do(database: Database) -> None:
    with database.reading() as session:
        line = next(iter(followed(session, today=TODAY)))
    paths = [
        "Điều 10",
        "Điều 2 > khoản 10",
        "Điều 2 > khoản 9 > điểm đ",
        "Điều 2 > khoản 9 > điểm d",
        "IX > 1",
        "V > 1",
    ]
    root = tree(replace(line, path=path, content=path) for path in paths)
    assert [one.content for one in root.lines] == ["Điều 10"]
    assert [branch.title for branch in root.branches] == ["V", "IX", "Điều 2"]
    second = root.branches[2]
    assert [one.content for one in second.branches[0].lines] == [
        "Điều 2 > khoản 9 > điểm d",
        "Điều 2 > khoản 9 > điểm đ",
    ]
    assert [one.content for one in second.lines] == ["Điều 2 > khoản 10"]
