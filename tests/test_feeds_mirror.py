"""The worked example of docs/feeds.md, a mirror in 30 lines that may be killed anywhere; and what that page says."""

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from dispatches import PLAN, REPORT
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Mount

from feeds.api import PREFIX, create_app
from feeds.api.lists import KINDS
from models import reviews, store, tables
from models.database import Database, open_database
from models.feed import tokens
from models.reviews import By

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "feeds.md").read_text(encoding="utf-8")
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = open_database(address)
    for dispatch in (PLAN, REPORT):
        with opened.writing() as session:
            file = tables.File(sha256=dispatch.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)
    yield opened
    opened.close()


@contextmanager
def served(database: Database) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # who asks before the server is up waits
    app = Starlette(routes=[Mount(PREFIX, create_app(database))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}{PREFIX}"
    finally:
        server.should_exit = True
        thread.join()


def mirrored(file: Path) -> dict[int, tuple[str, str, str | None, int]]:
    with closing(sqlite3.connect(file)) as mirror:
        return {row[0]: row[1:] for row in mirror.execute("SELECT id, content, lead, due, version FROM tasks")}


def test_the_page_shows_the_mirror_as_it_is() -> None:
    shown = re.search(r"```python\n(\"\"\"A mirror.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert shown[1] == (DOCS / "mirror.py").read_text(encoding="utf-8")
    assert len(shown[1].splitlines()) <= 30


def test_the_mirror_says_what_the_database_says(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "mirror", ("read",), NOON)
    file = tmp_path / "tasks.db"
    with served(database) as address:
        command = [sys.executable, str(DOCS / "mirror.py"), address, token, str(file)]
        subprocess.run(command, check=True, timeout=60)
        first = mirrored(file)
        assert first[1] == (
            "xây dựng kế hoạch kiểm tra nội bộ", "Sở Khoa học và Công nghệ tỉnh Lâm Sơn", "2024-06-15", 1,
        )  # fmt: skip
        assert sorted(first) == [1, 2, 3, 4]
        with database.writing() as session:
            reviews.change(session, 1, {"content": "lập kế hoạch"}, By("Lan", NOON), version=1)
            reviews.reject(session, 4, By("Lan", NOON), version=1)
        subprocess.run(command, check=True, timeout=60)
        subprocess.run(command, check=True, timeout=60)
    assert mirrored(file)[1][0] == "lập kế hoạch"
    assert sorted(mirrored(file)) == [1, 2, 3]


def test_a_mirror_that_is_killed_loses_and_doubles_nothing(database: Database, tmp_path: Path) -> None:
    for _ in range(400):
        with database.writing() as session:
            session.execute(text("UPDATE records SET version = version + 1"))
    with database.writing() as session:
        token = tokens.issue(session, "mirror", ("read",), NOON)
    file, kills = tmp_path / "tasks.db", 0
    with served(database) as address:
        command = [sys.executable, str(DOCS / "mirror.py"), address, token, str(file)]
        for pause in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
            process = subprocess.Popen(command)
            time.sleep(pause)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.wait()
        subprocess.run(command, check=True, timeout=60)
    with closing(sqlite3.connect(file)) as mirror:
        ((taken,),) = mirror.execute("SELECT taken FROM place").fetchall()
    with database.reading() as session:
        told = session.scalar(text("SELECT count(*) FROM outbox WHERE topic = 'task'"))
        known = dict(session.execute(text("SELECT id, version FROM records WHERE kind = 'task'")).all())  # type: ignore[arg-type]
    assert kills > 0
    assert taken == told
    assert {number: row[3] for number, row in mirrored(file).items()} == known


def test_the_page_names_every_list_and_filter_and_nothing_else() -> None:
    described = create_app(None).openapi()["paths"]  # type: ignore[arg-type]
    everywhere = {"limit", "cursor", "sort", "fields", "if-none-match"}
    rows = [row for row in PAGE.splitlines() if row.startswith("| `/")]
    named = {
        path: set(re.findall(r"`([a-z0-9_]+)`", row.split("|")[3]))
        for row in rows
        for path in re.findall(r"`(/[a-z]+)`", row.split("|")[1])
    }
    lists = {f"/{name}" for name in KINDS}
    assert set(named) == lists
    for path in lists:
        parameters = {p["name"].lower() for p in described[path]["get"]["parameters"]} - everywhere
        assert named[path] == parameters, path


def test_every_step_of_the_page_is_there() -> None:
    described = create_app(None).openapi()["paths"]  # type: ignore[arg-type]
    steps = re.findall(r"`(GET|PATCH|POST|DELETE) (?:/api/v1)?(/[a-z/{}]+)", PAGE)
    assert len(steps) > 6
    for method, path in steps:
        assert method.lower() in described[path], (method, path)
