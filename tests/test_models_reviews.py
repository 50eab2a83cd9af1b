"""Reviews: who changed what, when, from what to what and why; added, rejected, split and merged; undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from dispatches import BY_DATE, HOME, PLAN, REPORT, SCIENCE
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import errors, reviews, store, tables
from models.database import Database, open_database
from models.records import Deadline, Dispatch, Task
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON, "đối chiếu bản giấy")
MINH = By("Minh", NOON)
LATER = Deadline(text="trước ngày 30/6/2024", kind="by", end=date(2024, 6, 30), boundary="before")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    read(database, PLAN)
    yield database
    database.close()


def read(database: Database, dispatch: Dispatch) -> int:
    """Read a file, once more where it is known."""
    with database.writing() as session:
        file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
        if file is None:
            file = tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON)
            session.add(file)
        return store.save(session, file, dispatch, version="1", depth="best", made_at=NOON).id


def load(database: Database) -> Dispatch:
    with database.reading() as session:
        return store.load(session, session.get_one(tables.Document, 1))


def row(session: Session, key: str) -> tables.Record:
    return session.scalars(select(tables.Record).filter_by(key=key)).one()


def test_a_change_is_kept_with_who_when_before_after_and_why(database: Database) -> None:
    with database.writing() as session:
        reviews.change(session, 1, {"deadline": LATER}, LAN, version=1)
        told = reviews.history(session, 1, record=1, field="deadline")
    assert load(database).tasks[0] == replace(PLAN.tasks[0], deadline=LATER)
    assert [(s.who, s.at, s.why, s.before["end"], s.after["end"]) for s in told] == [
        ("Lan", NOON, "đối chiếu bản giấy", "2024-06-15", "2024-06-30")
    ]


def test_the_documents_own_fields_are_changed_too(database: Database) -> None:
    with database.writing() as session:
        reviews.change_document(session, 1, {"number": "42/KH-UBND", "issued_on": "2024-02-27"}, LAN, version=1)
        document = session.get_one(tables.Document, 1)
        assert (document.number_key, document.version) == ("42/kh-ubnd", 2)
    assert load(database).letterhead == replace(PLAN.letterhead, number="42/KH-UBND", issued_on=date(2024, 2, 27))


def test_two_documents_do_not_become_one_by_a_change(database: Database) -> None:
    other = replace(PLAN, file=REPORT.file, letterhead=replace(PLAN.letterhead, number="42/KH-UBND"))
    second = read(database, other)
    with pytest.raises(errors.DocumentKnown), database.writing() as session:
        reviews.change_document(session, second, {"number": "41/KH-UBND"}, LAN, version=1)


def test_the_second_of_two_reviewers_is_told_and_overwrites_nothing(database: Database) -> None:
    with database.writing() as session:
        reviews.change(session, 1, {"content": "lập kế hoạch kiểm tra"}, LAN, version=1)
    with pytest.raises(errors.Overtaken, match="Lan changed this") as told, database.writing() as session:
        reviews.change(session, 1, {"content": "lập kế hoạch"}, MINH, version=1)
    assert (told.value.version, told.value.who) == (2, "Lan")
    assert load(database).tasks[0].content == "lập kế hoạch kiểm tra"


def test_a_reviewer_is_told_of_a_new_reading_too(database: Database) -> None:
    read(database, replace(PLAN, tasks=(replace(PLAN.tasks[0], deadline=LATER), *PLAN.tasks[1:])))
    with pytest.raises(errors.Overtaken, match="a new reading"), database.writing() as session:
        reviews.reject(session, 1, MINH, version=1)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"due": "2024-06-30"}, errors.FieldUnknown),
        ({"confidence": 1.0}, errors.FieldUnknown),
        ({"deadline": "ngày mai"}, errors.ValueRefused),
        ({"lead": [{"title": "Sở Nội vụ"}]}, errors.ValueRefused),
        ({"content": "  "}, errors.ValueRefused),
        ({"content": None}, errors.ValueRefused),
    ],
)
def test_what_is_no_value_of_the_field_is_refused(
    database: Database, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error), database.writing() as session:
        reviews.change(session, 1, values, LAN, version=1)
    assert load(database) == PLAN


def test_a_record_that_was_missed(database: Database) -> None:
    missed = Task(id="", content="niêm yết công khai", lead=(HOME,), deadline=LATER, confidence=1.0, path="II > 5")
    with database.writing() as session:
        reviews.add(session, 1, missed, LAN)
    added = load(database).tasks[-1]
    assert replace(added, id="") == missed
    assert added.id


def test_a_record_that_is_none_stays_none_when_read_again(database: Database) -> None:
    with database.writing() as session:
        reviews.reject(session, 1, LAN, version=1)
    assert load(database) == replace(PLAN, tasks=PLAN.tasks[1:])
    read(database, PLAN)
    assert load(database) == replace(PLAN, tasks=PLAN.tasks[1:])


def test_a_record_is_split_and_stays_split(database: Database) -> None:
    parts = [replace(PLAN.tasks[0], content=c) for c in ("xây dựng kế hoạch kiểm tra", "trình kế hoạch kiểm tra")]
    with database.writing() as session:
        made = reviews.split(session, 1, parts, LAN, version=1)
        assert len(made) == 2
    read(database, PLAN)
    assert sorted(t.content for t in load(database).tasks) == sorted(
        [*(p.content for p in parts), *(t.content for t in PLAN.tasks[1:])]
    )


def test_records_are_merged_and_the_merging_undone(database: Database) -> None:
    whole = replace(PLAN.tasks[0], content="xây dựng kế hoạch, báo cáo kết quả")
    with database.writing() as session:
        made = reviews.merge(session, {1: 1, 2: 1}, whole, LAN)
        step = reviews.history(session, 1, record=made)[0].review
    assert [t.content for t in load(database).tasks] == [whole.content, *(t.content for t in PLAN.tasks[2:])]
    with database.writing() as session:
        reviews.undo(session, step, MINH)
    assert load(database) == PLAN


def test_undoing_the_last_change_brings_back_the_one_before(database: Database) -> None:
    with database.writing() as session:
        first = reviews.change(session, 1, {"content": "một"}, LAN, version=1)
        second = reviews.change(session, 1, {"content": "hai"}, LAN, version=2)
        reviews.undo(session, second, MINH)
        assert row(session, "t1").content == "một"
        back = reviews.undo(session, first, MINH)
        assert (row(session, "t1").content, row(session, "t1").reviewed) == (PLAN.tasks[0].content, False)
        again = reviews.undo(session, back, LAN)
        assert row(session, "t1").content == "một"
        reviews.undo(session, again, LAN)
        assert row(session, "t1").content == PLAN.tasks[0].content
        with pytest.raises(errors.AlreadyUndone):
            reviews.undo(session, first, LAN)
    assert load(database) == PLAN


def test_what_a_person_touched_stays_and_what_the_machine_now_sees_is_kept_beside_it(database: Database) -> None:
    with database.writing() as session:
        step = reviews.change(session, 1, {"deadline": LATER}, LAN, version=1)
    read(database, PLAN)
    with database.reading() as session:
        assert not row(session, "t1").differs  # the machine says what it said when Lan looked
    newly = replace(BY_DATE, text="trước ngày 16/6/2024", end=date(2024, 6, 16))
    better = replace(PLAN.tasks[0], id="other", content="xây dựng kế hoạch kiểm tra nội bộ năm 2024", deadline=newly)
    read(database, replace(PLAN, tasks=(better, *PLAN.tasks[1:])))
    kept = load(database).tasks[0]
    assert (kept.id, kept.deadline, kept.content) == ("t1", LATER, better.content)
    with database.writing() as session:
        assert row(session, "t1").differs
        assert row(session, "t1").machine["deadline"]["end"] == "2024-06-16"
        reviews.undo(session, step, MINH)
        assert not row(session, "t1").differs
    assert load(database).tasks[0] == replace(better, id="t1")


def test_a_touched_record_that_the_machine_no_longer_sees_stays_and_is_flagged(database: Database) -> None:
    with database.writing() as session:
        reviews.confirm(session, 1, LAN, version=1)
    read(database, replace(PLAN, tasks=PLAN.tasks[1:]))
    assert PLAN.tasks[0] in load(database).tasks
    with database.reading() as session:
        assert row(session, "t1").differs


def test_a_confirmed_record_stays_as_it_was_seen(database: Database) -> None:
    with database.writing() as session:
        reviews.confirm(session, 1, LAN, version=1)
    read(database, replace(PLAN, tasks=(replace(PLAN.tasks[0], lead=(HOME,)), *PLAN.tasks[1:])))
    assert load(database).tasks[0].lead == (SCIENCE,)


def test_what_a_person_added_is_known_again_when_the_machine_sees_it_at_last(database: Database) -> None:
    fifth = Task(id="t5", content="niêm yết công khai kế hoạch", lead=(HOME,), confidence=0.7, path="II > 5")
    with database.writing() as session:
        reviews.add(session, 1, replace(fifth, content="niêm yết công khai Kế hoạch"), LAN)
    read(database, replace(PLAN, tasks=(*PLAN.tasks, fifth)))
    assert [t.content for t in load(database).tasks].count("niêm yết công khai Kế hoạch") == 1
    assert len(load(database).tasks) == len(PLAN.tasks) + 1


def test_a_document_that_was_worked_on_stays_the_files_own(database: Database) -> None:
    with database.writing() as session:
        reviews.change_document(session, 1, {"number": "14/KH-UBND"}, LAN, version=1)
    read(database, replace(PLAN, letterhead=replace(PLAN.letterhead, number="47/KH-UBND")))
    assert load(database).letterhead.number == "14/KH-UBND"
    with database.reading() as session:
        assert session.get_one(tables.Document, 1).differs
        assert len(session.scalars(select(tables.Document)).all()) == 1
