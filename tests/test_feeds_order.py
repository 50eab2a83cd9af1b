"""The feed as a whole: in order, without gaps, whoever writes meanwhile; a copy made of it is what stands."""

import contextlib
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from dispatches import HOME, PLAN, REPORT, SCANNED_PLAN
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from told import LAN, NOON, end, save, told

from models import feed, records, reviews, tables
from models.database import Database, open_database
from models.errors import Refused
from models.feed import Changed, webhooks
from models.following import progress
from models.following.leaders import entrust
from models.reviews import By
from models.units import people


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


def test_old_changes_are_thinned_out_and_who_follows_still_knows_all(database: Database) -> None:
    save(database, PLAN)
    middle = end(database)
    for version in (1, 2, 3):
        with database.writing() as session:
            reviews.change(session, 1, {"content": f"lập kế hoạch lần {version}"}, LAN, version=version)
    with database.writing() as session:
        reviews.reject(session, 2, LAN, version=1)
    before = told(database)
    assert feed.thin_out(database, NOON) == 0  # all is younger
    assert told(database) == before
    dropped = feed.thin_out(database, datetime.now(UTC) + timedelta(days=1))
    after = told(database)
    assert dropped == len(before) - len(after)
    last = {(c.topic, c.id): c for c in before}
    assert {(c.topic, c.id): c for c in after} == last
    assert len(after) == len(last)
    assert [c for c in after if c.seq > middle] == told(database, middle)
    assert end(database) == before[-1].seq
    assert feed.thin_out(database, datetime.now(UTC) + timedelta(days=1)) == 0


def test_what_is_gone_stays_told_and_what_a_webhook_has_not_sent_is_kept(database: Database) -> None:
    save(database, PLAN)
    misread = replace(PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number="47"))
    wrong = save(database, misread)
    reached = end(database)
    with database.writing() as session:
        hook = webhooks.subscribe(session, "https://nhan.example.vn/", "s", NOON, after=reached)
    save(database, replace(misread, letterhead=PLAN.letterhead), "2")
    with database.writing() as session:
        reviews.change(session, 1, {"content": "lập kế hoạch"}, LAN, version=session.get_one(tables.Record, 1).version)
    late = datetime.now(UTC) + timedelta(days=1)
    waiting = told(database, reached)
    feed.thin_out(database, late)
    assert told(database, reached) == waiting
    with database.writing() as session:
        webhooks.stop(session, hook, "the receiver said that it is gone")
    assert feed.thin_out(database, late) > 0
    gone = {(c.topic, c.id) for c in told(database) if c.happened == "deleted"}
    assert ("document", wrong) in gone
    assert gone == {(c.topic, c.id) for c in waiting if c.happened == "deleted"}


WORDS = st.sampled_from(["lập kế hoạch", "rà soát quy trình", "báo cáo kết quả", "kiểm tra nội bộ các đơn vị"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["read", "reread", "scan", "report", "change", "head", "confirm", "reject", "undo", "add", "merge",
             "progress", "decide", "unit", "register", "lead", "secret", "thin"]
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
    "unit": tables.Unit, "file": tables.File,
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
    if kind == "thin":
        feed.thin_out(database, datetime.now(UTC) + timedelta(days=1))
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
