"""A desk to test against: a database of a few read files, its people, and a server of its own on a free port."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from batch.settings import Settings
from extract.read import read
from models import people, store, tables
from models.database import Database, open_database
from models.records import Dispatch
from nlp.understand import understand
from review.application import create_app
from review.people import passwords

INBOX = Path(__file__).parents[1] / "samples" / "inbox"
NOW = datetime(2024, 3, 20, 9, 0, tzinfo=UTC)
PASSWORD = "mat-khau-cho-kiem-thu"  # noqa: S105
CHROMIUM = Path("/usr/bin/chromium")

PEOPLE: tuple[tuple[str, tables.Rank, str], ...] = (
    ("quan.tri", "administrator", "Lý Quản Trị"),
    ("lan", "reviewer", "Trần Thị Lan"),
    ("minh", "reviewer", "Lê Quang Minh"),
    ("xem", "reader", "Phạm Văn Xem"),
)


@dataclass(frozen=True)
class Served:
    """A running desk."""

    url: str
    database: Database
    app: FastAPI

    def document(self, name: str) -> int:
        """The id of the document that was read from the file of this name."""
        with self.database.reading() as session:
            return session.scalars(select(tables.Reading.document_id).join(tables.File).filter_by(name=name)).one()

    def client(self, name: str | None = None, accept: str = "application/json") -> Any:
        """A browser without pages, signed in as `name`; changes carry the token."""
        if self.url:
            client = httpx.Client(base_url=self.url, headers={"accept": accept}, timeout=60)
        else:
            client = TestClient(self.app, headers={"accept": accept}, follow_redirects=False)
        client.headers["x-csrf-token"] = token(client)
        if name is not None:
            done = client.post("/sign-in", data={"name": name, "password": PASSWORD})
            assert done.status_code == 303, done.text
            client.headers["x-csrf-token"] = token(client)
        return client


def token(client: Any) -> str:
    """What the pages that this client sees carry."""
    page = client.get("/sign-in").text
    return page.split('name="csrf" content="')[1].split('"')[0]


def take_in(database: Database, files: Sequence[Path]) -> None:
    """Read `files` and keep what they say, as an ingest does."""
    for path in files:
        dispatch: Dispatch = understand(read(path))
        with database.writing() as session:
            file = tables.File(
                sha256=dispatch.file.sha256, name=path.name, size=path.stat().st_size,
                media_type=dispatch.file.media_type, pages=dispatch.file.pages, state="done", first_seen=NOW,
            )  # fmt: skip
            file.places = [tables.Place(uri=path.absolute().as_uri(), name=path.name, seen_at=NOW)]
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOW)


def keep(database: Database, dispatch: Dispatch) -> int:
    """A made-up dispatch as a document; its id."""
    with database.writing() as session:
        file = tables.File(
            sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, media_type=dispatch.file.media_type,
            pages=dispatch.file.pages, state="done", first_seen=NOW,
        )  # fmt: skip
        nowhere = f"file:///nowhere/{dispatch.file.sha256}"
        file.places = [tables.Place(uri=nowhere, name=dispatch.file.name, seen_at=NOW)]
        session.add(file)
        return store.save(session, file, dispatch, version="1", depth="best", made_at=NOW).id


def introduce(database: Database) -> None:
    """The people of this desk, all with one password."""
    kept = passwords.hashed(PASSWORD)
    with database.writing() as session:
        for name, rank, full_name in PEOPLE:
            people.introduce(session, name, rank, NOW, full_name=full_name, password_hash=kept)


def at_rest(folder: Path, files: Sequence[Path] = (), settings: Settings | None = None) -> Served:
    """A desk over a new database in `folder`, without a server: its clients ask it directly, and it draws no pages."""
    database = open_database(f"sqlite:///{folder}/desk.db")
    take_in(database, files)
    introduce(database)
    app = create_app(
        database, settings or Settings(), secret=b"for tests only, 32 bytes or more", clock=lambda: NOW,
        cache=folder / "cache",
    )  # fmt: skip
    return Served("", database, app)


@contextmanager
def serving(folder: Path, files: Sequence[Path], settings: Settings | None = None) -> Iterator[Served]:
    """A desk over a new database in `folder`, gone when the block ends."""
    made = at_rest(folder, files, settings)
    database, app = made.database, made.app
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    try:
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", database, app)
    finally:
        server.should_exit = True
        thread.join(20)
        database.close()


needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (/usr/bin/chromium)")
