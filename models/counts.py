"""What the engine knows of how many rows its tables hold: by that it chooses which index a question goes by.

PostgreSQL counts by itself. SQLite does when it is told to, and without it goes through everything that is followed
where a few rows by another index would do: fifty times as long among a million.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import text

from models.database import Database, told
from models.errors import DatabaseError

ROWS = 2000
"""Rows of each index that a count by the way looks at: milliseconds, however large the table."""

EVERY = 3600.0
"""Seconds."""


def count(database: Database, *, rows: int = 0) -> None:
    """Count: all rows, worth it after a bulk load, or on SQLite about `rows` of each index."""
    with told(database.address), database.engine.execution_options(writes=True).begin() as connection:
        if database.engine.dialect.name == "sqlite":
            connection.execute(text(f"PRAGMA analysis_limit = {rows:d}"))
        connection.execute(text("ANALYZE"))


@contextmanager
def counting(database: Database, *, every: float = EVERY) -> Iterator[None]:
    """While the block runs, count by the way, at once and then now and again. Nothing on PostgreSQL."""
    if database.engine.dialect.name != "sqlite":
        yield
        return
    stopped = threading.Event()

    def now_and_again() -> None:
        while True:
            with suppress(DatabaseError):  # somebody writes for long: the next time then
                count(database, rows=ROWS)
            if stopped.wait(every):
                return

    thread = threading.Thread(target=now_and_again, name="counting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(10)
