"""The feed of changes: each change is told, in order, once it is certain; whose word it was; what stands now."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from dispatches import PLAN, REPORT
from pydantic import TypeAdapter
from sqlalchemy import select, text
from told import LAN, NOON, end, in_short, save, told

from models import feed, records, reviews, rows, store, tables
from models.database import Database, downgrade, open_database, upgrade
from models.following import progress
from models.following.leaders import entrust
from models.people import Sight, limited
from models.reviews import By
from models.tables.outbox import triggers, triggers_of_files
from models.units import people


def test_a_document_that_is_read_is_told_with_all_its_records(database: Database) -> None:
    document = save(database, PLAN)
    changes = told(database, topics=("document", "task", "target", "result"))
    assert [(c.topic, c.happened, c.document_id) for c in changes] == [
        ("document", "created", document),
        *[("task", "created", document)] * 4,
        ("target", "created", document),
    ]
    assert [c.seq for c in changes] == sorted(c.seq for c in changes)
    assert all(c.by == {"kind": "reading", "name": None, "review_id": None} for c in changes)
    told_of = changes[1].now
    assert told_of is not None
    assert told_of["content"] == "xây dựng kế hoạch kiểm tra nội bộ"
    assert [u["canonical"] for u in told_of["lead"]] == ["Sở Khoa học và Công nghệ tỉnh Lâm Sơn"]


def test_what_is_told_is_what_the_rows_say(database: Database) -> None:
    """The shapes are made from the columns; they must say what the contract's records say."""
    save(database, PLAN)
    save(database, REPORT)
    with database.reading() as session:
        for row in session.scalars(select(tables.Record)):
            shape = feed.shape(session, row.kind, [row.id])[row.id]
            said = TypeAdapter(type(rows.record_of(row))).dump_python(rows.record_of(row), mode="json", by_alias=True)
            own = {"id": row.id, "document_id": row.document_id, "key": said.pop("id"), "version": row.version}
            own |= {"standing": row.standing, "reviewed": row.reviewed, "differs": row.differs}
            own |= {"leader": None} if row.kind != "result" else {}
            assert without_unit_ids(shape) == own | said
        for document in session.scalars(select(tables.Document)):
            shape = without_unit_ids(feed.shape(session, "document", [document.id])[document.id])
            head = TypeAdapter(records.Letterhead).dump_python(rows.letterhead_of(document), mode="json", by_alias=True)
            assert {name: shape[name] for name in head} == head
            cited = [asdict(rows.plain(records.Citation, c)) for c in document.citations]
            assert [c["number"] for c in shape["citations"]] == [c["number"] for c in cited]
            assert [f["name"] for f in shape["files"]] == [r.file.name for r in document.readings]


def without_unit_ids(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {name: without_unit_ids(value) for name, value in shape.items() if name != "unit_id"}
    return [without_unit_ids(value) for value in shape] if isinstance(shape, list) else shape


def test_a_correction_is_told_with_its_step_and_who_took_it(database: Database) -> None:
    save(database, PLAN)
    before = end(database)
    with database.writing() as session:
        step = reviews.change(session, 1, {"content": "lập kế hoạch kiểm tra"}, LAN, version=1)
    review, *of_task = told(database, before)
    assert (review.topic, review.id, review.happened) == ("review", step, "created")
    assert review.now is not None
    assert (review.now["who"], review.now["changes"][0]["before"], review.now["changes"][0]["after"]) == (
        "Lan", "xây dựng kế hoạch kiểm tra nội bộ", "lập kế hoạch kiểm tra",
    )  # fmt: skip
    assert {(c.topic, c.id) for c in of_task} == {("task", 1)}
    assert of_task[-1].by == {"kind": "reviewer", "name": "Lan", "review_id": step}
    assert of_task[-1].version == 2
    assert of_task[-1].now is not None
    assert of_task[-1].now["content"] == "lập kế hoạch kiểm tra"


def test_a_reading_after_a_correction_is_the_readings_word(database: Database) -> None:
    save(database, PLAN)
    with database.writing() as session:
        reviews.change(session, 1, {"content": "lập kế hoạch"}, LAN, version=1)
    before = end(database)
    save(database, replace(PLAN, tasks=(PLAN.tasks[0], replace(PLAN.tasks[1], content="báo cáo duy trì"))), "2")
    changes = told(database, before, topics=("task",))
    assert [(c.id, c.version) for c in changes] == [(2, 2), (3, 2), (4, 2)]
    assert {c.by["kind"] for c in changes if c.by} == {"reading"}
    assert [c.now["standing"] for c in changes if c.now] == ["live", "withdrawn", "withdrawn"]


def test_undoing_a_correction_is_told_as_the_word_of_who_undid_it(database: Database) -> None:
    save(database, PLAN)
    with database.writing() as session:
        step = reviews.change(session, 1, {"content": "lập kế hoạch"}, LAN, version=1)
    before = end(database)
    with database.writing() as session:
        back = reviews.undo(session, step, By("Minh", NOON))
    changes = told(database, before)
    assert in_short(changes)[:2] == [("review", back, "created"), ("review", step, "changed")]
    assert {c.by["name"] for c in changes if c.topic == "task" and c.by} == {"Minh"}


def test_a_deadline_that_another_document_moves_is_that_documents_word(database: Database) -> None:
    known = replace(PLAN.tasks[0], content="hoàn thành kiểm tra nội bộ hệ thống quản lý chất lượng")
    save(database, replace(PLAN, tasks=(known,)))
    before = end(database)
    moved = records.Deadline(text="trước ngày 30/9/2024", kind="by", end=date(2024, 9, 30), boundary="before")
    amending = replace(
        PLAN,
        file=replace(PLAN.file, sha256="d" * 64, name="sua-doi.pdf"),
        letterhead=replace(PLAN.letterhead, number="77/KH-UBND", issued_on=date(2024, 5, 2)),
        citations=(
            records.Citation(
                number="41/KH-UBND", kind="Kế hoạch", issued_on=date(2024, 2, 26), relation="amends", confidence=0.9
            ),
        ),
        tasks=(replace(known, deadline=moved),),
        targets=(),
    )
    save(database, amending)
    (last,) = [c for c in told(database, before) if c.topic == "task" and c.id == 1][-1:]
    assert last.by is not None
    assert (last.by["kind"], last.by["name"]) == ("document", "77/KH-UBND")
    assert last.now is not None
    assert last.now["deadline"]["end"] == "2024-09-30"
    fresh = [c for c in told(database, before) if c.topic == "task" and c.happened == "created"]
    assert {c.by["kind"] for c in fresh if c.by} == {"reading"}


def test_a_document_that_goes_is_told_with_its_records(database: Database) -> None:
    """A scan was taken for another document, until its number was read better."""
    document = save(database, PLAN)
    misread = replace(PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number="47"))
    wrong = save(database, misread)
    before = end(database)
    save(database, replace(misread, letterhead=PLAN.letterhead), "2")
    changes = told(database, before)
    gone = [c for c in changes if c.happened == "deleted"]
    assert {(c.topic, c.document_id) for c in gone} == {(t, wrong) for t in ("document", "task", "target")}
    assert all(c.now is None for c in changes if c.document_id == wrong)
    assert [f["name"] for c in changes if c.id == document and c.now for f in c.now["files"]] == ["ke-hoach.pdf"] * 2


def test_an_id_is_given_once(database: Database) -> None:
    """A system that asks late must not read "target 10 is gone" and be given the task that has the number 10 by now."""
    save(database, PLAN)
    misread = replace(PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number="47"))
    wrong = save(database, misread)
    save(database, replace(misread, letterhead=PLAN.letterhead), "2")
    another = replace(PLAN.letterhead, number="52/KH-UBND")
    right = save(database, replace(PLAN, file=replace(PLAN.file, sha256="f" * 64), letterhead=another, tasks=()))
    changes = told(database, topics=("document", "task", "target", "result"))
    born = [("document" if c.topic == "document" else "record", c.id) for c in changes if c.happened == "created"]
    assert len(born) == len(set(born))
    assert {c.now for c in changes if c.document_id == wrong} == {None}
    assert {c.id for c in changes if c.now and c.document_id == right} == {right, max(n for _, n in born)}


def test_progress_and_units_are_told(database: Database) -> None:
    save(database, PLAN)
    before = end(database)
    with database.writing() as session:
        entry = progress.report(session, 1, progress.Achieved(date(2024, 6, 1), done=True), LAN)
        people.succeed(session, 2, 3, date(2025, 3, 1), LAN)
        entrust(session, 2, "Phó Chủ tịch Đỗ Minh Khang", LAN)
    changes = told(database, before)
    (led,) = [c for c in changes if c.topic == "task"]
    assert (led.id, led.by) == (2, None)
    assert led.now is not None
    assert led.now["leader"] == "Phó Chủ tịch Đỗ Minh Khang"
    (said,) = [c for c in changes if c.topic == "progress"]
    assert said.now is not None
    assert (said.id, said.now["done"], said.now["decided_by"]) == (entry, True, "Lan")
    assert {c.id for c in changes if c.topic == "unit"} == {2, 3}
    old = next(c.now for c in changes if c.id == 2 and c.topic == "unit")
    assert old is not None
    assert old["links"] == [{"kind": "successor", "unit_id": 2, "other_id": 3, "since": "2025-03-01", "chief": True}]


def test_a_document_that_another_replaces_is_told(database: Database) -> None:
    plan = save(database, PLAN)
    before = end(database)
    cited = records.Citation(
        number="41/KH-UBND", kind="Kế hoạch", issued_on=date(2024, 2, 26), relation="replaces", confidence=0.9
    )
    head = replace(PLAN.letterhead, number="77/KH-UBND", issued_on=date(2024, 5, 2))
    file = replace(PLAN.file, sha256="d" * 64)
    later = save(database, replace(PLAN, file=file, letterhead=head, citations=(cited,), tasks=(), targets=()))
    (told_of,) = [c for c in told(database, before, topics=("document",)) if c.id == plan]
    assert told_of.now is not None
    assert (told_of.happened, told_of.now["superseded_by"]) == ("changed", later)
    before = end(database)
    save(database, replace(PLAN, file=file, letterhead=head, citations=(), tasks=(), targets=()), "2")
    (back,) = [c for c in told(database, before, topics=("document",)) if c.id == plan]
    assert back.now is not None
    assert back.now["superseded_by"] is None


def test_a_file_is_told_from_where_it_was_met_to_the_documents_that_it_gave(database: Database) -> None:
    with database.writing() as session:
        session.add(tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON))
    with database.writing() as session:
        file = session.get_one(tables.File, 1)
        file.state, file.worker, file.leased_until = "leased", "w", NOON
    with database.writing() as session:
        session.get_one(tables.File, 1).leased_until = NOON.replace(hour=13)  # a lease held on to is no news
    with database.writing() as session:
        file = session.get_one(tables.File, 1)
        file.state, file.worker, file.reason_code, file.reason_vi = "quarantined", None, "password", "có mật khẩu"
    changes = told(database)
    assert in_short(changes) == [("file", 1, "created"), ("file", 1, "changed"), ("file", 1, "changed")]
    assert changes[-1].now is not None
    assert (changes[-1].now["state"], changes[-1].now["document_ids"], changes[-1].by) == ("quarantined", [], None)
    before = end(database)
    with database.writing() as session:
        file = session.get_one(tables.File, 1)
        file.state, file.reason_code, file.reason_vi = "done", None, None
        document = store.save(session, file, PLAN, version="1", depth="best", made_at=NOON).id
    last = told(database, before, topics=("file",))[-1]
    assert last.now is not None
    assert (last.now["state"], last.now["document_ids"]) == ("done", [document])


def test_a_file_whose_document_becomes_another_one_is_told(database: Database) -> None:
    document = save(database, PLAN)
    misread = replace(PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number="47"))
    save(database, misread)
    before = end(database)
    save(database, replace(misread, letterhead=PLAN.letterhead), "2")
    last = told(database, before, topics=("file",))[-1]
    assert last.now is not None
    assert (last.id, last.now["document_ids"]) == (2, [document])


def test_what_is_rolled_back_is_never_told(database: Database) -> None:
    save(database, PLAN)
    before = end(database)
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        reviews.change(session, 1, {"content": "không ghi"}, LAN, version=1)
        raise ZeroDivisionError
    assert told(database, before) == []


def test_whoever_writes_by_hand_is_told_too(database: Database) -> None:
    save(database, PLAN)
    before = end(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE records SET content = 'sửa tay', version = 2 WHERE id = 3"))
        connection.execute(text("UPDATE records SET content = content WHERE id = 4"))
    assert in_short(told(database, before)) == [("task", 3, "changed")]


def test_what_one_may_not_see_is_a_number_without_content(database: Database) -> None:
    save(database, replace(PLAN, letterhead=replace(PLAN.letterhead, secrecy="Mật")))
    feed.number(database)
    with database.reading() as session:
        changes, _ = feed.changes(limited(session, Sight(), date(2024, 3, 1)), 0, limit=100)
    assert {c.now is None for c in changes if c.topic != "unit"} == {True}
    with database.reading() as session:
        changes, _ = feed.changes(session, 0, limit=100)
    assert {c.now is None for c in changes} == {False}


def test_a_reviewed_document_is_told_to_each_as_far_as_they_may_see(database: Database) -> None:
    save(database, PLAN)
    with database.writing() as session:
        reviews.change(session, 1, {"content": "lập kế hoạch"}, LAN, version=1)
    feed.number(database)
    for sight, seen in ((Sight(), True), (Sight("Mật"), True), (Sight(units=frozenset({4})), True)):
        with database.reading() as session:
            changes, _ = feed.changes(limited(session, sight, date(2024, 3, 1)), 0, limit=100, topics=("task",))
        assert {c.now is not None for c in changes} == {seen}
        assert changes[-1].by == {"kind": "reviewer", "name": "Lan", "review_id": 1}
    with database.reading() as session:
        changes, _ = feed.changes(limited(session, Sight(units=frozenset({99})), date(2024, 3, 1)), 0, limit=100)
    assert {c.now for c in changes if c.topic != "unit"} == {None}


def test_a_mark_of_secrecy_set_later_is_told_for_every_record(database: Database) -> None:
    document = save(database, PLAN)
    before = end(database)
    with database.writing() as session:
        reviews.change_document(session, document, {"secrecy": "Mật"}, LAN, version=1)
    changed = {(c.topic, c.id) for c in told(database, before)}
    assert {("task", n) for n in (1, 2, 3, 4)} | {("target", 5), ("document", document)} <= changed


def test_what_was_known_before_the_feed_was_there_is_in_it(address: str) -> None:
    database = open_database(address)
    save(database, PLAN)
    save(database, REPORT)
    expected = {(c.topic, c.id) for c in told(database) if c.topic != "review"}
    downgrade(database, "0007")
    upgrade(database)
    changes = told(database)
    assert {(c.topic, c.id) for c in changes} == expected
    assert {c.happened for c in changes} == {"created"}
    database.close()


def test_every_trigger_is_there(database: Database) -> None:
    """A migration that makes a table anew on SQLite loses its triggers, and with them what they tell."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if database.engine.dialect.name == "postgresql":
        listed = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with database.reading() as session:
        wanted = triggers(database.engine.dialect.name) | triggers_of_files(database.engine.dialect.name)
        assert set(wanted) <= set(session.scalars(text(listed)))
