"""Upkeep: a copy of one moment while others write, and the promises of a database looked after."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dispatches import IN_2024, PLAN
from sqlalchemy import create_engine, select, text

from models import reviews, store, tables, upkeep
from models.database import Database, open_database
from models.errors import BackupRefused
from models.following import progress
from models.following.progress import Achieved
from models.records import Citation
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


def followed(database: Database) -> None:
    """An amendment that moves a deadline, progress that a person told, and a step that was undone."""
    cited = Citation(number="41/KH-UBND", issued_on=PLAN.letterhead.issued_on, relation="amends")
    moved = replace(PLAN.tasks[0], content=f"{PLAN.tasks[0].content}, lùi thời hạn", deadline=IN_2024)
    head = replace(PLAN.letterhead, number="88/QĐ-UBND", issued_on=date(2024, 5, 20))
    file = replace(PLAN.file, sha256="d" * 64)
    amending = replace(PLAN, file=file, letterhead=head, citations=(cited,), tasks=(moved,), targets=())
    with database.writing() as session:
        row = tables.File(sha256=file.sha256, name="c.pdf", size=1, first_seen=NOON, state="done")
        session.add(row)
        store.save(session, row, amending, version="1", depth="best", made_at=NOON)
        task = session.scalars(select(tables.Task).where(tables.Record.key == "t4")).one()
        reviews.undo(session, reviews.confirm(session, task.id, By("Lan", NOON), version=1), By("Lan", NOON))
        progress.report(session, task.id, Achieved(on=None, done=True), By("Lan", NOON))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE reviews SET action = 'undo', who = 'Lan' WHERE action = 'amend'", "a deadline moved by no document"),
        ("UPDATE reviews SET by_document_id = 1 WHERE action = 'amend'", "moved by another document than the one"),
        ("DELETE FROM relations WHERE kind = 'amends'", "moved by a document that amends it no more"),
        ("UPDATE changes SET field = 'superseded'; DELETE FROM relations", "ended by a document that ends it no more"),
        ("UPDATE progress SET document_id = 2", "progress noted at another document"),
        ("UPDATE reviews SET undoes_id = NULL WHERE action = 'undo'", "undone by a step that undid something else"),
        ("UPDATE readings SET file_id = 1 WHERE file_id = 2", "one file speaks for two documents"),
    ],
)
def test_every_broken_promise_of_what_is_followed_is_named(database: Database, damage: str, said: str) -> None:
    followed(database)
    assert told(database) == []
    with database.writing() as session:
        for statement in damage.split(";"):
            session.execute(text(statement))
    assert said in " ".join(told(database))


def test_a_damaged_search_index(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        file = tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, PLAN, version="1", depth="best", made_at=NOON)
        session.execute(text("INSERT INTO found(found) VALUES ('delete-all')"))
    assert "the search index is damaged" in " ".join(told(database))
    database.close()


def test_a_damaged_database_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        session.add_all(tables.Unit(name=f"Sở {n}", settled=True, is_group=False) for n in range(500))
        session.execute(text("PRAGMA writable_schema = ON"))
        session.execute(text("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = "
                             "'ix_units_register_id') WHERE name = 'ix_unit_links_unit_id'"))  # fmt: skip
    database.close()
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    assert "the database file is damaged" in " ".join(told(database))
    database.close()


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


@pytest.mark.skipif(shutil.which("pg_restore") is None, reason="PostgreSQL's tools are not installed")
def test_a_copy_made_under_load_is_of_one_moment_and_opens(database: Database, address: str, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.writing() as session:  # always two together
                session.add_all(tables.Unit(name=f"{a} {number}", settled=True, is_group=False) for a in ("một", "hai"))
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(timeout=30)
        upkeep.backup(database, tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    with restored(address, tmp_path / "copy") as copy:
        assert told(copy) == []
        with copy.reading() as session:
            names = [name.split() for name in session.scalars(select(tables.Unit.name))]
            assert [number for first, number in pairs(names, "một")] == [number for _, number in pairs(names, "hai")]
            assert len(session.scalars(select(tables.Record)).all()) == len(PLAN.tasks) + len(PLAN.targets)


def pairs(names: list[list[str]], first: str) -> list[list[str]]:
    return sorted(name for name in names if len(name) == 2 and name[0] == first)


@contextmanager
def restored(address: str, copy: Path) -> Iterator[Database]:
    """The database that a backup makes: the file itself, or a new one beside the server's own."""
    if address.startswith("sqlite"):
        database = open_database(f"sqlite:///{copy}", create=False)
        yield database
        database.close()
        return
    home = create_engine(address.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with home.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS restored WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE restored"))
        new = address.replace("/test?", "/restored?")
        subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={new}", str(copy)], check=True, capture_output=True)
        database = open_database(new, create=False)
        yield database
        database.close()
        connection.execute(text("DROP DATABASE restored WITH (FORCE)"))
    home.dispose()


def test_a_copy_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BackupRefused, match="is there already"):
        upkeep.backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_copy_that_cannot_be_written_leaves_nothing(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no backup could be written"):
        upkeep.backup(database, tmp_path / "none" / "copy.db")
    assert not (tmp_path / "none").exists()
