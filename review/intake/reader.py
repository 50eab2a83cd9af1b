"""A process beside the server that reads what lies in the inbox, while there is something: `batch.ingest` over it."""

import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path

from batch.settings import Settings
from models.database import Database, open_database
from models.errors import DatabaseError
from models.questions.paged.arrivals import states_under
from review.intake.inbox import Inbox

PATIENCE = 10.0
"""Seconds that the process has to end what it is at when the server stops."""

AGAIN = 60.0
"""Seconds after which what a passing fault kept from being read is tried again."""


class Reader:
    """Keeps one reading process going while files wait; `wake` says that there are new ones."""

    def __init__(self, database: Database, settings: Settings, inbox: Inbox) -> None:
        self.database, self.settings, self.inbox = database, settings, inbox
        self.woken, self.stopped = threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None
        self.process: SpawnProcess | None = None

    def open(self) -> None:
        self.thread = threading.Thread(target=self._keep_going, name="intake", daemon=True)
        self.thread.start()
        self.woken.set()  # what an earlier server left

    def wake(self) -> None:
        self.woken.set()

    def close(self) -> None:
        self.stopped.set()
        self.woken.set()
        process = self.process
        if process is not None and process.is_alive():
            process.terminate()  # which asks it to stop where nothing is half done
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
        if self.thread is not None:
            self.thread.join(PATIENCE)

    def _keep_going(self) -> None:
        while not self.stopped.is_set():
            self.woken.wait(AGAIN if self._waiting() else None)
            self.woken.clear()
            waiting = self._waiting()
            if waiting and not self.stopped.is_set():
                self.process = get_context("spawn").Process(
                    target=beside, args=(self._address(), waiting, self.settings), name="vanthu intake"
                )
                self.process.start()
                self.process.join()

    def _waiting(self) -> list[Path]:
        try:
            with self.database.reading() as session:
                return waiting(states_under(session, self.inbox.folder.as_uri() + "/"), self.inbox)
        except DatabaseError:
            return []

    def _address(self) -> str:
        return self.database.engine.url.render_as_string(hide_password=False)


def waiting(known: Mapping[str, str], inbox: Inbox) -> list[Path]:
    """The files of the inbox that are still to be read, the oldest first."""
    lying = reversed(inbox.lying(None, 100_000))
    return [one.path for one in lying if known.get(one.uri) in (None, "waiting", "leased", "failed")]


def beside(address: str, files: list[Path], settings: Settings) -> None:
    """`read`, giving way to the server: whoever looks at a page does not wait for a file."""
    os.nice(10)
    read(address, files, settings)


def read(address: str, files: list[Path], settings: Settings) -> None:
    """Read `files` into the database at `address`; they stay where they are. Runs in a process of its own."""
    from batch.ingest import ingest
    from models.originals import originals_of

    stays = settings.batch.model_copy(update={"move_done": None, "move_failed": None, "log": ""})
    chosen = settings.model_copy(update={"batch": stays})
    database = open_database(address, create=False, wait=settings.database.wait)
    try:
        ingest(
            files,
            database,
            clock=lambda: datetime.now(UTC),
            settings=chosen,
            originals=originals_of(database, settings.originals.url),
        )
    finally:
        database.close()
