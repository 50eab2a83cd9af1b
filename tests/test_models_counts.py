"""Questions go by the index that serves them: SQLite knows how many rows there are."""

import time
from datetime import date
from pathlib import Path

from dispatches import PLAN
from sqlalchemy import select, text
from told import save

from models.counts import count, counting
from models.database import Database, open_database
from models.tables import Record


def counted(database: Database) -> bool:
    with database.reading() as session:
        there = "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"
        return bool(session.scalar(text(there))) and bool(session.scalar(text("SELECT count(*) FROM sqlite_stat1")))


def test_what_was_counted_stays_known(address: str) -> None:
    database = open_database(address)
    save(database, PLAN)
    count(database)
    database.close()
    database = open_database(address)
    if database.engine.dialect.name == "sqlite":
        assert counted(database)
    else:
        with database.reading() as session:
            assert session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'records'")) == 5
    database.close()


def test_who_serves_counts_by_the_way(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    save(database, PLAN)
    with counting(database, every=0.05):
        until = time.monotonic() + 10
        while not counted(database) and time.monotonic() < until:
            time.sleep(0.02)
    assert counted(database)
    database.close()


def test_what_is_due_goes_by_its_day_not_through_all_that_is_followed(tmp_path: Path) -> None:
    from docs.database import load

    address = f"sqlite:///{tmp_path}/a.db"
    load(address, 200)
    database = open_database(address)
    due = select(Record.id).where(
        Record.standing == "live", Record.deadline_end >= date(2024, 6, 1), Record.deadline_end < date(2024, 6, 8)
    )
    with database.engine.connect() as connection:
        query = str(due.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert not any("ix_records_review" in line or line.startswith("SCAN records") for line in plan), plan
    database.close()
