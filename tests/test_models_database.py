"""Opening the database: made by itself, brought up to date, and every fault told in one sentence."""

import os
import sqlite3
import threading
import time
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, bindparam, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from models import errors, questions, tables, upkeep
from models.database import (
    UNUSED,
    Database,
    connect,
    downgrade,
    open_database,
    revision,
    steps,
    upgrade,
    without_waiting,
)


def test_a_database_is_made_on_first_use_and_found_again(address: str) -> None:
    open_database(address).close()
    database = open_database(address, create=False)
    with database.reading() as session:
        assert session.scalars(select(tables.Document)).all() == []
    database.close()


def test_the_migrations_make_the_tables_that_the_program_knows(address: str) -> None:
    database = open_database(address)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, tables.Base.metadata) == []
    database.close()


def ours(name: str | None, kind: str, _: object) -> bool:
    """All but the engines' own indexes of words, which are no tables of the program's."""
    return not (name or "").startswith("found") and name not in ("vector", "ix_entries_vector")


VERSION_ONE = """
INSERT INTO units (id, name, within, settled, is_group) VALUES
  (1, 'Ủy ban nhân dân tỉnh Lâm Sơn', '', true, false), (2, 'Sở Nội vụ tỉnh Lâm Sơn', '', true, false);
INSERT INTO files (id, sha256, name, size, state, attempts, first_seen) VALUES
  (1, 'aa', 'a.pdf', 1, 'done', 1, '2024-03-01 12:00:00');
INSERT INTO documents (id, number, number_key, issuer_id, issuer_name, issued_on, recipients, executors, evidence)
  VALUES
  (1, '41/KH-UBND', '41/kh-ubnd', 1, 'UBND TỈNH', '2024-02-26', '[]', '[]', '{}');
INSERT INTO readings (id, file_id, document_id, version, depth, made_at, current, dispatch) VALUES
  (1, 1, 1, '0.1.0', 'best', '2024-03-01 12:00:00', true, '{"schema": "vanthu/1", "file": {"name": "a.pdf",
   "sha256": "aa", "media_type": "application/pdf", "pages": 1}, "dispatch": {"number": "41/KH-UBND"}}');
INSERT INTO records (id, document_id, kind, key, position, content, deadline_text, deadline_kind, deadline_end,
  evidence, confidence) VALUES
  (1, 1, 'task', 't1', 0, 'niêm yết công khai', 'trước ngày 15/6/2024', 'by', '2024-06-15', '[]', 0.9),
  (2, 1, 'task', 't2', 1, 'phổ biến', null, null, null, '[]', 0.9);
INSERT INTO tasks (id) VALUES (1), (2);
INSERT INTO parties (record_id, role, position, unit_id, name) VALUES (1, 'lead', 0, 2, 'Sở NV');
"""


def test_a_database_of_the_first_version_with_rows_in_it_goes_up_and_down_again(address: str) -> None:
    database = connect(address)
    upgrade(database, "0001")
    with database.engine.begin() as connection:
        for statement in VERSION_ONE.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    upgrade(database)
    with database.reading() as session:
        (task,) = questions.due(session, today=date(2024, 6, 10), unit="so nv")
        assert (task.content, task.state) == ("niêm yết công khai", "due_soon")
        assert [f.record for f in questions.search(session, "niem yet so noi vu")] == [1]
        assert [(r.standing, r.version) for r in session.scalars(select(tables.Record))] == [("live", 1)] * 2
    assert list(upkeep.check(database)) == []
    downgrade(database, "0001")
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM records")).scalar() == 2
    database.close()


OWN_ROWS = {
    "0002": """
INSERT INTO reviews (id, document_id, action, who, at) VALUES (1, 1, 'change', 'Lan', CURRENT_TIMESTAMP);
INSERT INTO changes (id, review_id, record_id, field, before, after, machine) VALUES
  (1, 1, 2, 'content', '"phổ biến"', '"phổ biến kế hoạch"', '"phổ biến"');
UPDATE records SET reviewed = true, version = 2, content = 'phổ biến kế hoạch',
  machine = '{"id": "t2", "content": "phổ biến"}' WHERE id = 2""",
    "0003": """
INSERT INTO progress (id, document_id, record_id, achieved_on, done, standing, said_at, decided_by, decided_at) VALUES
  (1, 1, 1, '2024-06-01', true, 'confirmed', CURRENT_TIMESTAMP, 'Minh', CURRENT_TIMESTAMP)""",
    "0004": "INSERT INTO unit_links (id, unit_id, other_id, kind, chief) VALUES (1, 2, 1, 'parent', true)",
    "0005": "",
    "0006": "UPDATE files SET kept = true",
    "0007": """
INSERT INTO users (id, name, full_name, rank, must_change, made_at) VALUES
  (1, 'lan', 'Lan', 'reviewer', false, CURRENT_TIMESTAMP);
INSERT INTO claims (document_id, user_id, until) VALUES (1, 1, CURRENT_TIMESTAMP)""",
    "0008": """
INSERT INTO leaders (record_id, name, who, at) VALUES (1, 'Đỗ Minh Khang', 'Lan', CURRENT_TIMESTAMP);
INSERT INTO tokens (id, name, digest, scopes, made_at) VALUES
  (1, 'một cửa', 'd', '["read", "secret"]', CURRENT_TIMESTAMP);
INSERT INTO notices (key, channel, recipient, sent_at) VALUES ('k', 'mail', 'lan@so.example', CURRENT_TIMESTAMP)""",
    "0009": """
INSERT INTO attempts (id, file_id, worker, version, depth, began_at, ended_at, ended, seconds) VALUES
  (1, 1, 'w', '0.1.0', 'best', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'done', '{}')""",
    "0010": """
INSERT INTO joins (id, document_id, gone_id, files, likeness, who, at) VALUES
  (1, 1, 7, '[1]', 0.9, 'Lan', CURRENT_TIMESTAMP)""",
}
"""What each version could hold that the one before could not."""


def test_every_version_with_rows_of_its_own_goes_up_and_down_again(address: str) -> None:
    """Each step is taken with rows that every version before it wrote, and back again: nothing of theirs is lost."""
    database = connect(address)
    versions = [step.revision for step in reversed(list(steps().walk_revisions()))]
    held: dict[str, dict[str, int]] = {}
    for version in versions:
        upgrade(database, version)
        with database.engine.begin() as connection:
            for statement in (VERSION_ONE if version == "0001" else OWN_ROWS.get(version, "")).split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement.replace("%", "%%"))
        held[version] = rows_in(database)
    assert list(upkeep.check(database)) == []
    with database.reading() as session:
        (task,) = questions.due(session, today=date(2024, 6, 10), unit="so nv")
        assert task.state == "done"
        assert session.get_one(tables.Record, 2).content == "phổ biến kế hoạch"
    for version in reversed(versions[:-1]):
        downgrade(database, version)
        there = rows_in(database)
        assert {name: there.get(name) for name in held[version] if name != "outbox"} == {
            name: count for name, count in held[version].items() if name != "outbox"
        }
    upgrade(database)
    assert list(upkeep.check(database)) == []
    database.close()


def rows_in(database: Database) -> dict[str, int]:
    """How many rows each table has; the engines' own and the words, which are made anew, aside."""
    with database.engine.connect() as connection:
        names = [n for n in inspect(connection).get_table_names() if not n.startswith(("found", "alembic", "entries"))]
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}  # noqa: S608


def test_the_schema_goes_down_to_nothing_and_up_again(address: str) -> None:
    database = open_database(address)
    downgrade(database, "base")
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    with database.engine.connect() as connection:
        assert revision(connection) is not None
    database.close()


def test_ten_programs_starting_at_once_make_one_database(address: str) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            open_database(address).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_transaction_is_kept_whole_or_not_at_all(address: str) -> None:
    database = open_database(address)
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(tables.Unit(name="Sở Nội vụ", settled=False, is_group=False))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalars(select(tables.Unit)).all() == []
    database.close()


def test_what_is_not_waited_for_one_by_one_is_kept_whole_or_not_at_all(address: str) -> None:
    database, office = open_database(address), {"name": "Sở Nội vụ", "within": "", "settled": True, "is_group": False}
    named = insert(tables.Unit).values(name=bindparam("name")).inline()
    for twice in (True, False):
        with (
            pytest.raises(errors.Collided) if twice and address.startswith("postgresql") else nullcontext(),
            suppress(IntegrityError),
            database.writing() as session,
            without_waiting(session.connection()),
        ):
            for given in [office] * 2 if twice else [office]:
                session.connection().execute(named, given)
        with database.reading() as session:
            assert len(session.scalars(select(tables.Unit)).all()) == (0 if twice else 1)
    database.close()


@pytest.mark.parametrize("idle", [0.0, 1.1 * UNUSED])
def test_a_server_that_broke_off_is_found_again(postgres: str, idle: float) -> None:
    """What was under way is lost, and said so; the next one does not notice, nor one that comes after a while."""
    database = connect(postgres)
    with (
        pytest.raises(errors.DatabaseUnreachable),
        database.writing() as session,
        without_waiting(session.connection()),
    ):
        broken_off(postgres, session.connection())
        session.connection().execute(text("SET LOCAL work_mem = '1MB'"))
    with database.asking() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
        broken_off(postgres, connection)
    time.sleep(idle)
    with nullcontext() if idle else pytest.raises(errors.DatabaseUnreachable), database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()


def broken_off(address: str, connection: Connection) -> None:
    """Have the server end the process that serves `connection`."""
    driver = connection.connection.driver_connection
    assert driver is not None
    other = connect(address)
    with other.asking() as asking:
        asking.execute(text("SELECT pg_terminate_backend(:served, 5000)"), {"served": driver.info.backend_pid})
    other.close()


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
    database.close()


def test_a_database_of_a_newer_program_is_left_alone(address: str) -> None:
    database = open_database(address)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(errors.SchemaNewer, match="newer vanthu"):
        open_database(address)


def test_questions_make_no_database(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseAbsent, match="vanthu ingest"):
        open_database(f"sqlite:///{tmp_path}/none.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_sqlite_file_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "theirs.db") as connection:
        connection.execute("CREATE TABLE photos (name)")
    connection.close()
    with pytest.raises(errors.DatabaseForeign):
        open_database(f"sqlite:///{tmp_path}/theirs.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"Kinh gui " * 1000)
    with pytest.raises(errors.DatabaseForeign):
        open_database(f"sqlite:///{tmp_path}/letter.db")
    assert (tmp_path / "letter.db").read_bytes() == b"Kinh gui " * 1000


def test_sqlite_gives_an_id_that_others_know_only_once(tmp_path: Path) -> None:
    """As the tables say; it is in the words of the schema alone, which no comparison of tables looks at."""
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        known = tables.Base.metadata.tables.values()
        assert set(found.scalars()) == {t.name for t in known if t.dialect_options["sqlite"]["autoincrement"]}
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
    downgrade(database, "0001")
    with database.engine.begin() as connection:
        for statement in VERSION_ONE.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        assert left.scalars().all() == []
    upgrade(database)
    with database.engine.connect() as connection:
        last = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    assert (last["documents"], last["records"], last["units"], last["files"], last["reviews"]) == (1, 2, 2, 1, 0)
    database.close()


def test_a_database_that_another_program_holds(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/a.db"
    open_database(address).close()
    holder = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    database = open_database(address, wait=0.1)
    with pytest.raises(errors.DatabaseLocked) as told, database.writing() as session:
        session.execute(select(tables.Unit))
    assert told.value.passing
    holder.close()
    database.close()


def test_a_database_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseUnwritable, match="--db"):
        open_database(f"sqlite:///{tmp_path}/no/such/folder/a.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_database_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(errors.DatabaseUnwritable):
        open_database(f"sqlite:///{tmp_path}/a.db")


@pytest.mark.parametrize("address", ["vanthu.db", "mysql://localhost/vanthu", "", "sqlite//vanthu.db", "nothing://x"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(errors.AddressWrong) as told:
        connect(address)
    assert told.value.wrong_use


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseUnreachable) as told:
        open_database(f"postgresql://vanthu:secret@/vanthu?host={tmp_path}", wait=2)
    assert "secret" not in str(told.value)
    assert told.value.passing


def test_the_diagram_in_the_docs_shows_the_tables_as_they_are() -> None:
    """`python -m docs.database --diagram` draws it anew."""
    from docs.database import diagram

    page = (Path(__file__).parents[1] / "docs" / "database.md").read_text(encoding="utf-8")
    assert diagram() in page
