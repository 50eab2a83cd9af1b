"""Upkeep: a copy of one moment while others write, and the promises of a database looked after."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dispatches import PLAN
from sqlalchemy import func, select, text

from models import reviews, store, tables, upkeep
from models.database import Database, open_database
from models.errors import BackupRefused
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    with database.writing() as session:
        file = tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, PLAN, version="1", depth="best", made_at=NOON)
        other = replace(
            PLAN, file=replace(PLAN.file, sha256="e" * 64), letterhead=replace(PLAN.letterhead, number=None)
        )
        file = tables.File(sha256="e" * 64, name="b.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, replace(other, tasks=(), targets=()), version="1", depth="best", made_at=NOON)
    yield database
    database.close()


def told(database: Database) -> list[str]:
    return [fault.en for fault in upkeep.check(database)]


def test_a_sound_database(database: Database) -> None:
    assert told(database) == []


def test_a_file_that_is_done_without_a_reading(database: Database) -> None:
    with database.writing() as session:
        session.add(tables.File(sha256="9" * 64, name="b.pdf", size=1, first_seen=NOON, state="done"))
    assert told(database) == ["b.pdf: marked as done without a reading"]


def test_a_document_that_no_reading_speaks_for(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE readings SET current = false"))
    assert told(database) == ["41/KH-UBND: no reading speaks for it", "#2: no reading speaks for it"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE records SET reviewed = true WHERE key = 't1'", "what its history says"),
        ("UPDATE records SET seen = false WHERE key = 't1'", "followed though nobody says so"),
        ("UPDATE parties SET due_on = '2024-06-16' WHERE record_id = 1", "a unit's day is not the record's"),
        ("DELETE FROM tasks WHERE id = 4", "half of the record is missing"),
        ("DELETE FROM entries WHERE record_id = 2", "not to be found by its words"),
        ("DELETE FROM entries WHERE record_id IS NULL", "not to be found by its words"),
        ("UPDATE records SET differs = true WHERE key = 't1'", "though there was none"),
        (
            "INSERT INTO relations (document_id, cited_id, kind) SELECT min(id), max(id), 'mentions' FROM documents",
            "it does not cite",
        ),
    ],
)
def test_every_broken_promise_is_named(database: Database, damage: str, said: str) -> None:
    with database.writing() as session:
        session.execute(text(damage))
    assert said in " ".join(told(database))


def test_a_contradiction_that_is_not_marked(database: Database) -> None:
    with database.writing() as session:
        task = session.scalars(select(tables.Task).where(tables.Record.key == "t1")).one()
        reviews.change(session, task.id, {"deliverable": "Báo cáo"}, By("Lan", NOON), version=1)
    assert told(database) == []
    with database.writing() as session:
        session.execute(text("UPDATE records SET differs = true WHERE key = 't1'"))
    assert "whether the machine disagrees" in " ".join(told(database))


def test_rows_that_point_at_nothing(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a.db").close()
    with sqlite3.connect(tmp_path / "a.db") as connection:  # another program's connection, without foreign keys
        connection.execute("INSERT INTO places (file_id, uri, name, seen_at) VALUES (7, 'x', 'x', '2024-01-01')")
    connection.close()
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    assert told(database) == ["table places, row 1: points at nothing"]
    database.close()


def test_a_copy_made_under_load_is_whole(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.writing() as session:  # always two together
                for letter in "ab":
                    session.add(tables.Unit(name=f"{letter}{number}", settled=True, is_group=False))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        upkeep.backup(database, tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    copy = open_database(f"sqlite:///{tmp_path}/copy.db", create=False)
    assert told(copy) == []
    with copy.reading() as session:
        assert (session.scalar(select(func.count()).select_from(tables.Unit)) or 0) % 2 == 0
    copy.close()
    database.close()


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
def test_a_copy_of_a_postgresql_database(database: Database, tmp_path: Path) -> None:
    upkeep.backup(database, tmp_path / "copy")
    start = (tmp_path / "copy").read_bytes()[:16]
    assert start.startswith(b"PGDMP" if database.engine.dialect.name == "postgresql" else b"SQLite format 3")


def test_a_copy_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BackupRefused, match="is there already"):
        upkeep.backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_copy_that_cannot_be_written_leaves_nothing(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no backup could be written"):
        upkeep.backup(database, tmp_path / "none" / "copy.db")
    assert not (tmp_path / "none").exists()
