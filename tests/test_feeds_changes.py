"""The feed of changes: each change is told, in order, once it is certain; whose word it was; what stands now."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from dispatches import HOME, PLAN, REPORT, SCANNED_PLAN
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import func, select, text

from models import feed, records, reviews, rows, store, tables
from models.database import Database, downgrade, open_database, upgrade
from models.errors import Refused
from models.feed import Changed
from models.following import progress
from models.following.leaders import entrust
from models.people import Sight, limited
from models.reviews import By
from models.tables.outbox import triggers
from models.units import people

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON, "xem lại bản giấy")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = open_database(address)
    yield opened
    opened.close()


def save(database: Database, dispatch: records.Dispatch, version: str = "1") -> int:
    with database.writing() as session:
        known = select(tables.File).filter_by(sha256=dispatch.file.sha256)
        file = session.scalars(known).one_or_none() or tables.File(
            sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
        )
        session.add(file)
        return store.save(session, file, dispatch, version=version, depth="best", made_at=NOON).id


def told(database: Database, after: int = 0, **asked: Any) -> list[Changed]:
    feed.number(database)
    with database.reading() as session:
        return feed.changes(session, after, limit=1000, **asked)[0]


def end(database: Database) -> int:
    return told(database)[-1].seq


def in_short(changes: list[Changed]) -> list[tuple[str, int, str]]:
    return [(c.topic, c.id, c.happened) for c in changes]


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


def test_pages_follow_one_another_without_gap_or_repetition(database: Database) -> None:
    save(database, PLAN)
    save(database, REPORT)
    everything = told(database)
    found: list[Changed] = []
    after = 0
    with database.reading() as session:
        while True:
            page, after = feed.changes(session, after, limit=3)
            found += page
            if len(page) < 3:
                break
        assert feed.changes(session, after, limit=3) == ([], after)
        assert feed.changes(session, 10**9, limit=3) == ([], 10**9)
        none, skipped = feed.changes(session, 0, limit=1000, topics=("review",))
    assert found == everything
    assert (none, skipped) == ([], everything[-1].seq)


def test_every_trigger_is_there(database: Database) -> None:
    """A migration that makes a table anew on SQLite loses its triggers, and with them what they tell."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if database.engine.dialect.name == "postgresql":
        listed = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with database.reading() as session:
        assert set(triggers(database.engine.dialect.name)) <= set(session.scalars(text(listed)))


WORDS = st.sampled_from(["lập kế hoạch", "rà soát quy trình", "báo cáo kết quả", "kiểm tra nội bộ các đơn vị"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["read", "reread", "scan", "report", "change", "head", "confirm", "reject", "undo", "add", "merge",
             "progress", "decide", "unit", "register", "lead", "secret"]
        ),
        st.integers(0, 9),
        WORDS,
    ),
    min_size=5,
    max_size=25,
)  # fmt: skip


@given(steps=STEPS)
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes: each example makes a database
    suppress_health_check=list(HealthCheck),
)
def test_who_follows_the_feed_knows_what_the_database_knows(steps: list[tuple[str, int, str]]) -> None:
    """Whatever readings and people do, a copy made of the feed alone ends up as what stands."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/a.db")
        copy: dict[tuple[str, int], Any] = {}
        after = 0
        for kind, number, words in [("read", 0, ""), *steps, ("", 0, "")]:
            with contextlib.suppress(Refused):
                taken(database, kind, number, words)
            if number % 2 == 0:
                with database.reading() as session:
                    page, after = feed.changes(session, after, limit=10_000)
                copy |= {(change.topic, change.id): change.now for change in page}
        with database.reading() as session:
            stands: dict[tuple[str, int], Any] = {}
            for topic, table in TABLES.items():
                for found, shape in feed.shape(session, topic, session.scalars(select(table.id))).items():
                    stands[session.get_one(table, found).kind if topic == "task" else topic, found] = shape
        database.close()
    assert {key: now for key, now in copy.items() if now is not None} == stands


TABLES: dict[str, Any] = {
    "document": tables.Document, "task": tables.Record, "review": tables.Review, "progress": tables.Progress,
    "unit": tables.Unit,
}  # fmt: skip


def taken(database: Database, kind: str, number: int, words: str) -> None:
    """One thing that happens. Raises Refused where it can't."""
    by = By("Lan", NOON)
    numbered = replace(PLAN, letterhead=replace(PLAN.letterhead, number=f"{40 + number % 3}/KH-UBND"))
    other = f"{40 + (number + 1) % 3}/KH-UBND"
    replacing = records.Citation(number=other, relation="replaces", issued_on=date(2024, 2, 26))
    if kind == "read":
        save(database, replace(numbered, file=replace(PLAN.file, sha256=f"{number % 4:064d}")))
        return
    if kind == "reread":
        save(database, replace(PLAN, tasks=(replace(PLAN.tasks[number % 4], content=words), *PLAN.tasks[:1])))
        return
    if kind == "scan":
        save(database, replace(numbered, file=SCANNED_PLAN.file, tasks=SCANNED_PLAN.tasks, citations=(replacing,)))
        return
    if kind == "report":
        save(database, replace(REPORT, citations=(replace(replacing, relation="implements"),)))
        return
    with database.writing() as session:
        found = list(session.scalars(select(tables.Record).order_by(tables.Record.id)))
        if not found:
            return
        row = found[number % len(found)]
        if kind == "change":
            reviews.change(session, row.id, {"content": words}, by, version=row.version)
        elif kind == "confirm":
            reviews.confirm(session, row.id, by, version=row.version)
        elif kind == "reject":
            reviews.reject(session, row.id, by, version=row.version)
        elif kind in ("head", "secret"):
            values = {"subject": words} if kind == "head" else {"secrecy": "Mật" if number % 2 else None}
            reviews.change_document(session, row.document_id, values, by, version=row.document.version)
        elif kind == "undo":
            step = session.scalars(select(tables.Review).order_by(tables.Review.id.desc()).offset(number % 3)).first()
            if step is not None:
                reviews.undo(session, step.id, by)
        elif kind == "add":
            reviews.add(session, row.document_id, records.Task(id="new", content=words, lead=(HOME,)), by)
        elif kind == "merge":
            tasks = [r for r in found if r.kind == "task" and r.document_id == row.document_id][:2]
            reviews.merge(session, {r.id: r.version for r in tasks}, records.Task(id="new", content=words), by)
        elif kind == "progress":
            progress.report(session, row.id, progress.Achieved(date(2024, 6, 1), done=True, note=words), by)
        elif kind == "decide":
            entry = session.scalars(select(tables.Progress).filter_by(standing="proposed")).first()
            if entry is not None:
                (progress.confirm if number % 2 else progress.dismiss)(session, entry.id, by)
        elif kind == "unit":
            people.split(session, 2, "Sở KH&CN", f"Sở Khoa học {number}", by)
        elif kind == "register":
            unit = session.scalars(select(tables.Unit).order_by(tables.Unit.id).offset(number % 3)).first()
            if unit is not None:
                unit.register_id = words
        elif kind == "lead":
            entrust(session, row.id, words if number % 3 else None, by)


WRITERS, EACH = 6, 25


def test_nothing_is_passed_over_while_many_write_and_one_reads(database: Database) -> None:
    """Transactions begin, wait and end in every order; whoever reads on from where it was meets each line once."""
    with database.writing() as session:
        session.add_all(tables.Unit(name=f"Sở {n}", settled=True, is_group=False) for n in range(WRITERS))
    before = end(database)
    done = threading.Event()
    failed: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for n in range(EACH):
                with database.writing() as session:
                    row = session.get_one(tables.Unit, writer + 1)
                    row.register_id = f"{writer}-{n}"
                    session.flush()
                    session.add(tables.Unit(name=f"Phòng {n}", within=str(writer), settled=False, is_group=False))
                    session.flush()
                    time.sleep(0.002 * ((writer * 7 + n * 3) % 4))
        except BaseException as error:
            failed.append(error)

    seen: list[Changed] = []

    def read() -> None:
        try:
            after = before
            while True:
                last = done.is_set()
                feed.number(database)
                with database.reading() as session:
                    page, after = feed.changes(session, after, limit=40)
                seen.extend(page)
                if last and not page:
                    return
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    reader = threading.Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert failed == []
    with database.reading() as session:
        written = session.scalar(select(func.count()).select_from(tables.Event)) or 0
    assert len(seen) == written - WRITERS == 2 * WRITERS * EACH
    assert all(one.seq < other.seq for one, other in pairwise(seen))


def test_of_one_record_the_later_change_is_told_later(database: Database) -> None:
    """Two transactions change one record in turn; the one that began first ends last."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    save(database, PLAN)
    before = end(database)
    slow = database.engine.connect()
    work = slow.begin()
    slow.execute(text("UPDATE records SET content = 'khác', version = 2 WHERE id = 2"))  # it has its number now
    with database.writing() as session:
        session.execute(text("UPDATE records SET content = 'một', version = 2 WHERE id = 1"))
    first = told(database, before)
    slow.execute(text("UPDATE records SET content = 'hai', version = 3 WHERE id = 1"))
    work.commit()
    slow.close()
    assert [(c.id, c.version) for c in first] == [(1, 2)]
    assert [(c.id, c.version) for c in told(database, first[-1].seq)] == [(2, 2), (1, 3)]
