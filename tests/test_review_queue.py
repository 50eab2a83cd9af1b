"""The queue: worst first, by filters, quick among many; and what a page shows of a day's work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dispatches import HOME, PLAN, REPORT, SCIENCE
from served import keep
from sqlalchemy import event, text

from models import tables
from models.database import Database, open_database
from models.questions.choices import choices
from models.questions.queue import Chosen, harm, haste, queue, today_of, waiting_records
from models.questions.units import named
from models.records import Deadline, Dispatch, Problem, Task
from models.reviews import By, confirm
from models.reviews.together import confirm_document

TODAY = date(2024, 3, 20)
NOW = datetime(2024, 3, 20, 9, tzinfo=UTC)


def plan(number: int, confidence: float, due: date | None = None, **more: object) -> Dispatch:
    deadline = Deadline(text=f"trước ngày {due:%d/%m/%Y}", kind="by", end=due, boundary="before") if due else None
    return replace(
        PLAN,
        file=replace(PLAN.file, name=f"hop/{number}.pdf", sha256=f"{number:064x}"),
        letterhead=replace(PLAN.letterhead, number=f"{number}/KH-UBND"),
        tasks=(
            Task(id="t", content=f"việc {number}", lead=(HOME,), deadline=deadline, confidence=confidence),
        ),
        targets=(),
        problems=(),
        **more,
    )  # fmt: skip


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    yield database
    database.close()


def numbers(database: Database, chosen: Chosen = Chosen(), **more: object) -> list[str | None]:  # noqa: B008 - a value
    with database.reading() as session:
        return [q.number for q in queue(session, chosen, today=TODAY, **more)]  # type: ignore[arg-type]


def test_the_worst_stands_first(database: Database) -> None:
    keep(database, plan(1, 0.95))
    keep(database, plan(2, 0.60))
    keep(database, plan(3, 0.80, date(2024, 3, 25)))
    keep(database, plan(4, 0.80))
    assert numbers(database) == ["3/KH-UBND", "2/KH-UBND", "4/KH-UBND", "1/KH-UBND"]


def test_what_is_reviewed_leaves_the_queue_and_is_found_among_the_reviewed(database: Database) -> None:
    one, two = keep(database, plan(1, 0.6)), keep(database, plan(2, 0.7))
    with database.writing() as session:
        record = session.query(tables.Record.id).filter_by(document_id=one).scalar()
        confirm(session, record, By("lan", NOW), version=1)
        confirm_document(session, one, By("lan", NOW), version=1)
    with database.reading() as session:
        left = {q.number: q.left for q in queue(session, Chosen(), today=TODAY)}
        assert left.get("1/KH-UBND", 0) == 0
        assert left["2/KH-UBND"] == 1
        assert [q.id for q in queue(session, Chosen("reviewed"), today=TODAY)] == [one]
        assert [q.id for q in queue(session, Chosen("reviewed", reviewer="minh"), today=TODAY)] == []
        assert today_of(session, "lan", NOW.replace(hour=0)).documents == 1
        assert waiting_records(session) == 1
    assert numbers(database, without=[two]) == []


def test_a_document_with_a_doubt_waits_even_without_records(database: Database) -> None:
    doubt = Problem(code="number_missing", message="Chưa đọc được số văn bản.", field="dispatch.number")
    keep(database, replace(plan(1, 0.9), tasks=(), problems=(doubt,)))
    assert numbers(database) == ["1/KH-UBND"]
    assert numbers(database, Chosen("problems")) == ["1/KH-UBND"]
    assert numbers(database, Chosen("differs")) == []


def test_filters_keep_what_fits(database: Database) -> None:
    keep(database, plan(1, 0.6))
    keep(database, REPORT)
    with database.reading() as session:
        offered = choices(session)
        home = next(number for number, name in offered.units if name == HOME.canonical)
        (science,) = named(session, "so khoa hoc", limit=1)
    assert science.name == SCIENCE.canonical
    assert "hop/" in offered.folders
    assert numbers(database, Chosen(folder="hop/")) == ["1/KH-UBND"]
    assert numbers(database, Chosen(kind="Kế hoạch")) == ["1/KH-UBND"]
    assert "1/KH-UBND" in numbers(database, Chosen(unit=home))
    assert numbers(database, Chosen(issuer=science.id)) == [REPORT.letterhead.number]
    assert numbers(database, Chosen(reviewer="lan")) == []


@pytest.mark.parametrize(
    ("due", "weight"),
    [(None, 1.0), (date(2024, 3, 22), 3.0), (date(2024, 4, 10), 2.0), (date(2025, 1, 1), 1.0), (date(2023, 1, 1), 0.6)],
)
def test_a_near_day_weighs_more(due: date | None, weight: float) -> None:
    assert haste(due, TODAY) == weight


def test_the_more_offices_are_bound_the_worse() -> None:
    assert harm(0.8, None, 6, TODAY) > harm(0.8, None, 1, TODAY) > harm(0.9, None, 1, TODAY)


def test_the_worst_are_found_by_the_queues_own_indexes(tmp_path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/plan.db")
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with database.reading() as session:
        queue(session, Chosen(), today=TODAY)
        plans = {
            index: [line.detail for line in session.execute(text(f"EXPLAIN QUERY PLAN {query}"), {}).all()]
            for index in ("ix_records_unsure", "ix_records_unreviewed")
            for query in [next(a for a in asked if index in a).replace("?", "1")]
        }
    for index, (line, *more) in plans.items():
        assert f"USING {'COVERING ' if 'COVERING' in line else ''}INDEX {index}" in line
        assert more == []  # in the index's own order: nothing is sorted
    database.close()
