"""What is saved comes out the same; a document is known again; nothing stands twice."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from dispatches import BY_DATE, HOME, PLAN, REPORT, SCANNED_PLAN
from sqlalchemy import func, select

from models import store, tables
from models.database import Database
from models.records import Dispatch, Unit

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def save(database: Database, dispatch: Dispatch, version: str = "1") -> int:
    with database.writing() as session:
        file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
        if file is None:
            file = tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON)
            session.add(file)
        return store.save(session, file, dispatch, version=version, depth="best", made_at=NOON).id


def load(database: Database, document: int) -> Dispatch:
    with database.reading() as session:
        return store.load(session, session.get_one(tables.Document, document))


def count(database: Database, table: type[tables.Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("dispatch", [PLAN, REPORT, SCANNED_PLAN], ids=["plan", "report", "scan"])
def test_a_dispatch_comes_out_as_it_went_in(database: Database, dispatch: Dispatch) -> None:
    assert load(database, save(database, dispatch)) == dispatch


def test_the_scan_of_a_document_that_is_known_adds_a_file_but_no_document(database: Database) -> None:
    assert save(database, PLAN) == save(database, SCANNED_PLAN)
    assert (count(database, tables.Document), count(database, tables.File), count(database, tables.Reading)) == (
        1,
        2,
        2,
    )


@pytest.mark.parametrize("first", [PLAN, SCANNED_PLAN], ids=["digital first", "scan first"])
def test_the_better_read_file_speaks_for_the_document(database: Database, first: Dispatch) -> None:
    second = PLAN if first is SCANNED_PLAN else SCANNED_PLAN
    save(database, first)
    assert load(database, save(database, second)) == PLAN


@pytest.mark.parametrize(
    "unsure", [{"number": None}, {"issuer": None}, {"issued_on": None}, {"issuer": Unit(name="UBND HUYỆN")}], ids=str
)
def test_documents_not_fully_known_are_not_taken_for_the_same(database: Database, unsure: dict[str, Any]) -> None:
    one = replace(PLAN, letterhead=replace(PLAN.letterhead, **unsure))
    other = replace(one, file=SCANNED_PLAN.file)
    assert save(database, one) != save(database, other)
    assert save(database, one, version="2") == save(database, one, version="3")


@pytest.mark.parametrize(
    ("written", "same"),
    [("41/KH-UBND", True), ("41/kh-ubnd", True), ("41 / KH-UBND", True), ("41/QĐ-UBND", False), ("141/KH-UBND", False)],
)
def test_numbers_are_compared_without_blanks_and_case(database: Database, written: str, same: bool) -> None:
    other = replace(SCANNED_PLAN, letterhead=replace(PLAN.letterhead, number=written))
    assert (save(database, PLAN) == save(database, other)) is same


def test_reading_a_file_again_keeps_the_rows_of_its_records(database: Database) -> None:
    document = save(database, PLAN)
    with database.reading() as session:
        before = {r.key: r.id for r in session.scalars(select(tables.Record))}
    better = replace(
        PLAN, tasks=(replace(PLAN.tasks[1], content="báo cáo"), replace(PLAN.tasks[0], lead=(HOME,), deadline=None))
    )
    assert save(database, better, version="2") == document
    assert load(database, document) == better
    with database.reading() as session:
        after = {r.key: r.id for r in session.scalars(select(tables.Record))}
        gone = session.scalars(select(tables.Record.key).where(tables.Record.standing == "withdrawn"))
        assert sorted(gone) == ["t3", "t4"]
    assert after == before
    assert count(database, tables.Reading) == 2


def test_a_file_that_turns_out_to_be_another_document_leaves_nothing_behind(database: Database) -> None:
    unread = replace(PLAN, letterhead=replace(PLAN.letterhead, issued_on=date(2024, 2, 28)))
    save(database, unread)
    save(database, PLAN, version="2")
    assert count(database, tables.Document) == 1
    assert count(database, tables.Record) == 5


def test_a_document_falls_back_on_its_other_file(database: Database) -> None:
    document = save(database, SCANNED_PLAN)
    save(database, PLAN)
    elsewhere = replace(PLAN, letterhead=replace(PLAN.letterhead, number="42/KH-UBND"))
    assert save(database, elsewhere, version="2") != document
    assert load(database, document) == SCANNED_PLAN


def test_records_that_share_an_id_are_all_kept(database: Database) -> None:
    twins = replace(PLAN, tasks=(PLAN.tasks[0], replace(PLAN.tasks[0], deadline=None)))
    kept = load(database, save(database, twins)).tasks
    assert [(t.content, t.deadline) for t in kept] == [(PLAN.tasks[0].content, BY_DATE), (PLAN.tasks[0].content, None)]
    assert len({t.id for t in kept}) == 2


def test_one_office_is_one_unit_however_it_is_written(database: Database) -> None:
    other = replace(
        REPORT, tasks=(replace(PLAN.tasks[3], lead=(replace(HOME, name="Sở NV"), replace(HOME, name="Nội vụ"))),)
    )
    document = save(database, other)
    assert [u.name for u in load(database, document).tasks[0].lead] == ["Sở NV", "Nội vụ"]
    with database.reading() as session:
        named = session.scalars(select(tables.Unit).where(tables.Unit.name == HOME.canonical)).all()
    assert len(named) == 1


def test_a_group_of_one_province_is_not_the_group_of_another(database: Database) -> None:
    far = replace(PLAN.letterhead, issuer=replace(HOME, name="X", canonical="Ủy ban nhân dân tỉnh Hải Sơn", id=None))
    save(database, PLAN)
    save(database, replace(PLAN, file=REPORT.file, letterhead=far))
    with database.reading() as session:
        groups = session.scalars(select(tables.Unit).where(tables.Unit.is_group)).all()
    assert {g.within for g in groups} == {"Ủy ban nhân dân tỉnh Lâm Sơn", "Ủy ban nhân dân tỉnh Hải Sơn"}
