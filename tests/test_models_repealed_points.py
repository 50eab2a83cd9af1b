"""Points of a plan that are repealed by name: their tasks are superseded, the others stay open."""

from dataclasses import replace
from datetime import date

import pytest
from cited import LAN, citing, decision, read, saying
from dispatches import BY_DATE, PLAN, SCIENCE
from sqlalchemy import select

from models import questions, reviews, tables, upkeep
from models.database import Database
from models.following.points import points_named, under
from models.questions.followed import followed
from models.questions.paged import timetable
from models.records import Dispatch, Task


def a_plan(paths: tuple[str, ...]) -> Dispatch:
    """The plan with a task at each place."""
    tasks = tuple(
        Task(id=f"t{n}", content=f"việc tại {path}", lead=(SCIENCE,), deadline=BY_DATE, path=path)
        for n, path in enumerate(paths)
    )
    return replace(PLAN, tasks=tasks, targets=())


PLACES = ("II > 1 > a", "III > 1 > a", "III > 2 > a", "III > 2 > b", "III > 2 > đ", "III > 3", "Phụ lục I > dòng 2",
          "Phụ lục II > dòng 2")  # fmt: skip


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("điểm a khoản 2 Mục III của Kế hoạch số 41/KH-UBND", {"III > 2 > a"}),
        ("điểm a, điểm b khoản 2 Mục III Kế hoạch số 41/KH-UBND", {"III > 2 > a", "III > 2 > b"}),
        ("điểm a, b và đ khoản 2 Mục III Kế hoạch số 41", {"III > 2 > a", "III > 2 > b", "III > 2 > đ"}),
        ("điểm d khoản 2 Mục III Kế hoạch số 41/KH-UBND", set()),
        ("khoản 2 Mục III Kế hoạch số 41", {"III > 2 > a", "III > 2 > b", "III > 2 > đ"}),
        ("điểm a khoản 1 và khoản 3 Mục III Kế hoạch số 41", {"III > 1 > a", "III > 3"}),
        ("khoản 1 đến 3 Mục III Kế hoạch số 41", {p for p in PLACES if p.startswith("III")}),
        ("Mục II, Mục III Kế hoạch số 41", {p for p in PLACES if p.startswith("I")}),
        ("điểm a khoản 1 Kế hoạch số 41", set()),
        ("dòng 2 Phụ lục II ban hành kèm theo Kế hoạch số 41", {"Phụ lục II > dòng 2"}),
        ("số thứ tự 2 Phụ lục I ban hành kèm theo Kế hoạch số 41", {"Phụ lục I > dòng 2"}),
        ("dòng 2 ban hành kèm theo Kế hoạch số 41", set()),
        ("cụm từ “khoản 2 Mục III” tại Kế hoạch số 41", set()),
        ("một phần Kế hoạch số 41/KH-UBND", set()),
    ],
)
def test_points_that_are_repealed_end_with_the_link_and_the_rest_stays_open(words: str, ended: set[str]) -> None:
    assert under(PLACES, points_named(words)) == ended


REPEALING = decision("77/QĐ-UBND", date(2024, 5, 2), saying("điểm a khoản 2 Mục III Kế hoạch số 41", "repeals"))


@pytest.mark.parametrize("later", [False, True], ids=["plan first", "plan later"])
def test_the_tasks_of_a_repealed_point_are_superseded(database: Database, later: bool) -> None:
    plan = a_plan(PLACES)
    read(database, *((REPEALING, plan) if later else (plan, REPEALING)))
    assert ended(database) == {"III > 2 > a": "77/QĐ-UBND"}
    read(database, plan, REPEALING)
    assert ended(database) == {"III > 2 > a": "77/QĐ-UBND"}
    with database.reading() as session:
        (step,) = reviews.history(session, 1 + later)
        assert (step.action, step.field, step.by_document) == ("amend", "superseded", "77/QĐ-UBND")
        asked = timetable.Asked(state="superseded")
        assert timetable.page(session, asked, today=date(2024, 6, 1), offset=0, limit=9).total == 1
        assert timetable.page(session, asked, today=date(2024, 5, 1), offset=0, limit=9).total == 0, "not issued yet"
    assert list(upkeep.check(database)) == []


def test_a_point_stands_again_when_the_repeal_is_read_otherwise_or_ends_itself(database: Database) -> None:
    read(database, a_plan(PLACES), REPEALING)
    read(database, replace(REPEALING, citations=(saying("điểm b khoản 2 Mục III Kế hoạch số 41", "repeals"),)))
    assert ended(database) == {"III > 2 > b": "77/QĐ-UBND"}
    read(database, decision("99/QĐ-UBND", date(2024, 5, 9), citing("repeals", "77/QĐ-UBND", date(2024, 5, 2))))
    assert ended(database) == {}


def test_a_person_undoes_the_end_of_a_point_and_it_stays_undone(database: Database) -> None:
    read(database, a_plan(PLACES), REPEALING)
    with database.writing() as session:
        reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    assert ended(database) == {}
    read(database, a_plan(PLACES), REPEALING)
    assert ended(database) == {}


def ended(database: Database) -> dict[str, str]:
    """The places whose tasks are superseded, and by what; the same by each question."""
    with database.reading() as session:
        paths = {r.id: str(r.path) for r in session.scalars(select(tables.Record))}
        today = date(2024, 6, 1)
        found = {paths[d.id]: str(d.superseded_by) for d in questions.due(session, today=today) if d.superseded_by}
        lines = followed(session, today=today)
        assert {str(f.path): f.source.superseded_by for f in lines if f.state == "superseded"} == found
        plan = next(d.id for d in session.scalars(select(tables.Document)) if d.number == "41/KH-UBND")
        assert {paths[m.id]: m.superseded_by for m in questions.marks(session, plan) if m.superseded_by} == found
    return found


def test_a_part_that_is_repealed_supersedes_nothing_else(database: Database) -> None:
    read(database, PLAN, decision("77/QĐ-UBND", date(2024, 5, 2), saying("khoản 9 Mục II Kế hoạch số 41", "repeals")))
    with database.reading() as session:
        found = questions.due(session, today=date(2024, 6, 1))
    assert found
    assert {d.superseded_by for d in found} == {None}
