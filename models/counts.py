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

EVERY = 6 * 3600.0
"""Seconds. A count takes two seconds of a million tasks; one that looks at some rows only counts them all wrong."""


def count(database: Database) -> None:
    """Count all rows."""
    with told(database.address), database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ANALYZE"))


@contextmanager
def counting(database: Database, *, every: float = EVERY) -> Iterator[None]:
    """While the block runs, count at once and then now and again. Nothing on PostgreSQL."""
    if database.engine.dialect.name != "sqlite":
        yield
        return
    stopped = threading.Event()

    def now_and_again() -> None:
        while True:
            with suppress(DatabaseError):  # somebody writes for long: the next time then
                count(database)
            if stopped.wait(every):
                return

    thread = threading.Thread(target=now_and_again, name="counting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(10)
