"""Deadlines that an amendment moves: with the old one kept, and back when it holds no more."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from cited import AMENDING, LAN, MOVED, NOON, citing, decision, read, row
from dispatches import BY_DATE, PLAN, SCIENCE
from sqlalchemy import select

from models import questions, reviews, tables, upkeep
from models.database import Database
from models.records import Dispatch, Task


@pytest.mark.parametrize("order", list(permutations((PLAN, AMENDING))), ids=["plan first", "plan later"])
def test_an_amendment_moves_the_deadline_and_keeps_the_old_one(database: Database, order: tuple[Dispatch, ...]) -> None:
    read(database, *order)
    with database.reading() as session:
        task = row(session, "t1")
        assert task.deadline == MOVED
        (step,) = reviews.history(session, task.document_id, record=task.id, field="deadline")
        assert (step.by_document, step.before["end"], step.after["end"]) == ("88/QĐ-UBND", "2024-06-15", "2024-11-30")
        found = [d for d in questions.due(session, today=date(2024, 6, 1)) if d.day == date(2024, 11, 30)]
        assert [(d.document, d.moved_by) for d in found] == [("41/KH-UBND", "88/QĐ-UBND")]  # and not a second time


def test_reading_the_plan_again_leaves_the_moved_deadline(database: Database) -> None:
    read(database, PLAN, AMENDING, PLAN, AMENDING)
    with database.reading() as session:
        assert row(session, "t1").deadline == MOVED
        assert len(reviews.history(session, 1)) == 1


def test_a_task_that_comes_back_with_an_amended_deadline_says_else_what_is_read_now(database: Database) -> None:
    others = replace(PLAN, tasks=PLAN.tasks[1:])
    first = replace(PLAN.tasks[0], deliverable="báo cáo", lead=(SCIENCE,))
    read(database, PLAN, AMENDING, others, replace(PLAN, tasks=(first, *PLAN.tasks[1:])))
    with database.reading() as session:
        task = row(session, "t1")
        assert (task.deadline, task.deliverable) == (MOVED, "báo cáo")
        assert [party.name for party in task.parties if party.role == "lead"] == [SCIENCE.name]


def test_a_wrong_match_is_undone_by_a_person_and_stays_undone(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    read(database, PLAN, AMENDING)
    with database.reading() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        assert len(questions.due(session, today=date(2024, 6, 1))) == 5


def test_an_amendment_that_turns_out_to_move_nothing_is_taken_back(database: Database) -> None:
    read(database, PLAN, AMENDING, replace(AMENDING, tasks=()))
    with database.reading() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline


def test_a_persons_deadline_is_not_moved_but_flagged(database: Database) -> None:
    read(database, PLAN)
    with database.writing() as session:
        reviews.change(session, 1, {"deadline": replace(MOVED, end=date(2024, 7, 1))}, LAN, version=1)
    read(database, AMENDING)
    with database.reading() as session:
        assert (row(session, "t1").deadline_end, row(session, "t1").differs) == (date(2024, 7, 1), True)


ENDING_IT = decision("99/QĐ-UBND", date(2024, 6, 20), citing("repeals", "88/QĐ-UBND", date(2024, 5, 20)))


def rejected(database: Database) -> None:
    with database.writing() as session:
        task = row(session, "a1")
        reviews.reject(session, task.id, LAN, version=task.version)


def renumbered(database: Database) -> None:
    with database.writing() as session:
        plan = session.scalars(select(tables.Document).filter_by(number="41/KH-UBND")).one()
        reviews.change_document(session, plan.id, {"number": "47/KH-UBND"}, LAN, version=plan.version)


ENDS = {
    "a person rejects the amending task": rejected,
    "a person mends the number of the plan": renumbered,
    "read again, it amends nothing": lambda database: read(database, replace(AMENDING, citations=())),
    "read again, it orders something else": lambda database: read(database, replace(AMENDING, tasks=())),
    "it is repealed": lambda database: read(database, ENDING_IT),
    "it is replaced": lambda database: read(
        database, replace(ENDING_IT, citations=(replace(ENDING_IT.citations[0], relation="replaces"),))
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_moved_deadline_goes_back_with_what_moved_it_at_once_and_says_so(database: Database, end: str) -> None:
    read(database, PLAN, AMENDING)
    ENDS[end](database)
    with database.reading() as session:
        task = row(session, "t1")
        assert task.deadline == PLAN.tasks[0].deadline
        (step,) = reviews.history(session, task.document_id, record=task.id, field="deadline")
        assert (step.by_document, step.undone) == ("88/QĐ-UBND", True)
        back = session.scalars(select(tables.Review).filter_by(undoes_id=step.review)).one()
        assert (back.action, back.who) == ("amend", None)
        day = PLAN.tasks[0].deadline.end
        assert [(d.day, d.moved_by) for d in questions.due(session, today=NOON.date()) if d.id == task.id] == [
            (day, None)
        ]
    assert list(upkeep.check(database)) == []


def test_it_moves_again_when_the_amendment_holds_again(database: Database) -> None:
    read(database, PLAN, AMENDING, ENDING_IT, replace(ENDING_IT, citations=()))
    with database.writing() as session:
        assert row(session, "t1").deadline == MOVED
        task = row(session, "a1")
        reviews.reject(session, task.id, LAN, version=task.version)
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        reviews.undo(session, session.scalars(select(tables.Review.id).filter_by(action="reject")).one(), LAN)
        assert row(session, "t1").deadline == MOVED


def test_what_a_person_undid_stays_undone_though_the_relation_comes_and_goes(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        back = reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    read(database, replace(AMENDING, citations=()), AMENDING)
    with database.writing() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        reviews.undo(session, back, LAN)
        assert row(session, "t1").deadline == MOVED


def test_words_that_a_person_mends_in_the_plan_leave_the_moved_deadline(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        task = row(session, "t1")
        reviews.change(session, task.id, {"content": "lập kế hoạch đánh giá"}, LAN, version=task.version)
        assert row(session, "t1").deadline == MOVED


@pytest.mark.parametrize(
    ("words", "paths", "which"),
    [
        ("thời hạn tại dòng 11 Phụ lục điều chỉnh thành", ("Phụ lục > dòng 11", "Phụ lục > dòng 1"), 0),
        ("điều chỉnh điểm b mục 2 như sau", ("II > 2 > a", "II > 2 > b"), 1),
        ("thời hạn nêu tại điểm a khoản 2 Điều 3 là", ("Điều 2 > khoản 2 > điểm a", "Điều 3 > khoản 2 > điểm a"), 1),
        ("STT 4, Phụ lục II hoàn thành", ("Phụ lục I > dòng 4", "Phụ lục II > dòng 4"), 1),
        ("số thứ tự 4 hoàn thành", ("Phụ lục I > dòng 4", "Phụ lục II > dòng 4"), None),
        ("khoản 7 hoàn thành", ("Điều 3 > khoản 2", "Điều 3 > khoản 17"), None),
        ("hoàn thành trong tháng 11", ("11", "Phụ lục > dòng 11"), None),
    ],
)
def test_an_amendment_that_names_only_a_place(
    database: Database, words: str, paths: tuple[str, str], which: int | None
) -> None:
    orders = ("niêm yết tại bộ phận một cửa", "cử người dự tập huấn ở tỉnh")
    told = tuple(
        Task(id=f"t{n}", content=content, lead=(SCIENCE,), deadline=BY_DATE, path=path)
        for n, (content, path) in enumerate(zip(orders, paths, strict=True))
    )
    changed = Task(id="a1", content=f"{words} trước ngày 30/11/2024", lead=(SCIENCE,), deadline=MOVED)
    read(
        database,
        replace(PLAN, tasks=told, targets=()),
        decision("88/QĐ-UBND", date(2024, 5, 2), citing("amends"), tasks=(changed,)),
    )
    with database.reading() as session:
        moved = [n for n in range(2) if row(session, f"t{n}").deadline == MOVED]
    assert moved == ([] if which is None else [which])
