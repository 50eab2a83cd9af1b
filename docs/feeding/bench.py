"""Writes docs/feeds-figures.md: how the feeds of other systems hold out. `make bench-feeds`; the sizes are below.

`PARTS="exporting reading"` runs some parts only, `ENGINES=SQLite` on one engine. A part is a function that takes an
engine's name and the address of a database of it, and gives lines of the table: what was done, what came of it. They
are written down as soon as it ends.
"""

import json
import os
import platform
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from sqlalchemy import URL, func, select, text
from starlette.applications import Starlette
from starlette.routing import Mount

from batch.settings import FeedsSection
from docs import figures
from docs.database import engines, load
from docs.feeding.exports import exporting, fill
from feeds.api import PREFIX, create_app
from feeds.webhooks.delivery import deliver
from feeds.webhooks.messages import new_secret
from models import feed, reviews, tables
from models.database import Database, open_database
from models.feed import tokens, webhooks
from models.reviews import By
from models.tables.outbox import dropped, triggers, triggers_of_files

DOCS = Path(__file__).resolve().parents[1]
CHANGES = int(os.environ.get("CHANGES", "1000000"))
KILLS = int(os.environ.get("KILLS", "100"))
MESSAGES = int(os.environ.get("MESSAGES", "2000"))
LOADED = int(os.environ.get("LOADED", "5000"))

Told = dict[str, str]


def reading(engine: str, address: str) -> Told:
    """The whole feed read over HTTP, with what stands now beside each change."""
    fill(address, CHANGES // 50)
    database = open_database(address)
    while (missing := CHANGES - events(database)) > 0:
        with database.writing() as session:
            chosen = "SELECT id FROM records ORDER BY id LIMIT :many"
            session.execute(
                text(f"UPDATE records SET version = version + 1 WHERE id IN ({chosen})"),  # noqa: S608
                {"many": missing},
            )
    began = time.perf_counter()
    feed.number(database)
    numbered = time.perf_counter() - began
    seen, size, last = 0, 0, 0
    with served(database) as (port, token):
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        after, more = 0, True
        began = time.perf_counter()
        while more:
            connection.request(
                "GET", f"{PREFIX}/changes?after={after}&limit=5000", headers={"authorization": f"Bearer {token}"}
            )
            body = connection.getresponse().read()
            page = json.loads(body)
            numbers = [int(change["id"]) for change in page["changes"]]
            assert numbers == sorted(numbers)  # noqa: S101
            assert not numbers or numbers[0] > last  # noqa: S101
            last = numbers[-1] if numbers else last
            seen, size, after, more = seen + len(numbers), size + len(body), page["next"], page["more"]
        took = time.perf_counter() - began
    database.close()
    told = {
        f"{seen:,} changes read over HTTP, in pages of 5,000": f"{seen / took:,.0f} changes/s ({size / 1e6:,.0f} MB)"
    }
    if engine == "PostgreSQL":
        told[f"numbering {seen:,} changes after their commit"] = f"{seen / numbered:,.0f} changes/s"
    return told


def killed(_: str, address: str) -> Told:
    """docs/mirror.py, killed again and again while reviewers write."""
    load(address, 1000)
    database = open_database(address)
    while events(database) < KILLS * 1500:  # so much that it is not through before it was killed often enough
        with database.writing() as session:
            session.execute(text("UPDATE records SET version = version + 1"))
    stopped = threading.Event()
    writer = threading.Thread(target=write, args=(database, stopped))
    chance, kills = random.Random(3), 0
    with TemporaryDirectory() as folder, served(database) as (port, token):
        command = [sys.executable, str(DOCS / "mirror.py"), f"http://127.0.0.1:{port}{PREFIX}", token]
        command.append(f"{folder}/mirror.db")
        writer.start()
        while kills < KILLS:
            process = subprocess.Popen(command)
            time.sleep(chance.uniform(0.1, 0.6))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.wait()
        stopped.set()
        writer.join()
        subprocess.run(command, check=True)
        mirror = sqlite3.connect(f"{folder}/mirror.db")
        ((taken,),) = mirror.execute("SELECT taken FROM place").fetchall()
        copied = {row[0]: row[1:] for row in mirror.execute("SELECT id, content, version FROM tasks")}
        mirror.close()
    with database.reading() as session:
        known = {
            row.id: (row.content, row.version)
            for row in session.execute(
                select(tables.Record.id, tables.Record.content, tables.Record.version).where(
                    tables.Record.kind == "task", tables.Record.standing == "live"
                )
            )
        }
        told = session.scalar(select(func.count()).select_from(tables.Event).where(tables.Event.topic == "task")) or 0
    database.close()
    lost = sum(number not in copied or copied[number] != row for number, row in known.items())
    return {
        f"a consumer (docs/mirror.py) killed {kills} times while reviewers write": f"{taken:,} of {told:,} changes "
        f"taken over, each once; of {len(known):,} tasks {lost} lost or old, {len(copied.keys() - known.keys())} extra"
    }


def write(database: Database, stopped: threading.Event) -> None:
    """A reviewer who corrects one task after the other."""
    chance, by = random.Random(5), By("Lan", datetime.now(UTC))
    with database.reading() as session:
        known = list(session.scalars(select(tables.Record.id).where(tables.Record.kind == "task").limit(2000)))
    while not stopped.is_set():
        record = chance.choice(known)
        with database.writing() as session:
            version = session.get_one(tables.Record, record).version
            words = {"content": f"việc {record}, sửa lần {version}"}
            reviews.change(session, record, words, by, version=version)
        time.sleep(0.005)


def pushed(_: str, address: str) -> Told:
    """Webhooks to a receiver that fails half the time."""
    documents = max(1, MESSAGES // 20)
    load(address, documents)
    database = open_database(address)
    with database.reading() as session:
        start = feed.head(session)
    while events(database) < start + MESSAGES:
        with database.writing() as session:
            session.execute(text("UPDATE records SET version = version + 1"))
    feed.number(database)
    settings = FeedsSection(webhook_allow_private=True, webhook_pause_seconds=0.01, webhook_tries=60)
    chance, got, asked = random.Random(1), defaultdict(list), [0]
    lock = threading.Lock()

    class Failing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                asked[0] += 1
                arrives = chance.random() < 0.5
                if arrives:
                    got[event["subject"]].append(int(event["id"]))
            self.send_response(204 if arrives else 500)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with database.writing() as session:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        made = webhooks.subscribe(session, url, new_secret(), datetime.now(UTC), after=0)
    began = time.perf_counter()
    while True:
        done = deliver(database, settings)
        with database.reading() as session:
            (known,) = webhooks.subscriptions(session, made)
            if done.idle and known.waiting == 0:
                break
        if done.idle:
            time.sleep(0.01)
    took = time.perf_counter() - began
    server.shutdown()
    total = events(database)
    database.close()
    arrived = [number for numbers in got.values() for number in numbers]
    out_of_order = sum(numbers != sorted(numbers) for numbers in got.values())
    return {
        f"{total:,} webhook messages to a receiver that fails half the time": f"{len(set(arrived)):,} arrived "
        f"({asked[0]:,} tries, {known.dead} laid aside), out of order in {out_of_order} of {len(got):,} records; "
        f"{len(arrived) / took:,.0f} a second"
    }


def cost(engine: str, address: str) -> Told:
    """What the outbox costs when documents are read."""
    load(address, min(LOADED, 200))  # so that both begin warm
    emptied(address)
    with_it = load(address, LOADED)
    emptied(address, telling=False)
    without = load(address, LOADED)
    return {
        f"loading {LOADED:,} documents of 5 tasks, with the outbox and without": f"{with_it:,.0f} and {without:,.0f} "
        f"documents/s ({100 * (without - with_it) / without:.0f}% slower)"
    }


def emptied(address: str, *, telling: bool = True) -> None:
    database = open_database(address)
    with database.engine.execution_options(writes=True).begin() as connection:
        engine = connection.dialect.name
        for statement in () if telling else dropped(engine, triggers(engine) | triggers_of_files(engine)):
            connection.exec_driver_sql(statement)
        for table in reversed(tables.Base.metadata.sorted_tables):
            connection.execute(table.delete())
    database.close()


PARTS: tuple[tuple[Callable[[str, str], Told], ...], ...] = ((exporting, reading), (killed,), (pushed,), (cost,))
"""Those of one row have a database in common, the others an empty one each."""


def events(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(tables.Event)) or 0


@contextmanager
def served(database: Database) -> Iterator[tuple[int, str]]:
    """The API over `database` on a port of this machine, and a token for it."""
    with database.writing() as session:
        token = tokens.issue(session, "bench", ("read",), datetime.now(UTC))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = get_context("fork").Process(target=serve, args=(database.engine.url, listening), daemon=True)
    server.start()
    try:
        yield listening.getsockname()[1], token
    finally:
        server.terminate()
        server.join()


def serve(url: URL, listening: socket.socket) -> None:
    """The server, a process of its own."""
    app = Starlette(routes=[Mount(PREFIX, create_app(open_database(url.render_as_string(hide_password=False))))])
    uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])


@contextmanager
def empty(engine: str) -> Iterator[str]:
    """The address of an empty database of `engine`."""
    with engines() as addresses:
        if engine not in addresses:
            raise SystemExit(f"{engine} is not installed")
        yield addresses[engine]


def main() -> None:
    wanted = sys.argv[1:] or [part.__name__ for row in PARTS for part in row]
    for engine in os.environ.get("ENGINES", "SQLite PostgreSQL").split():
        for row in PARTS:
            parts = [part for part in row if part.__name__ in wanted]
            if not parts:
                continue
            with empty(engine) as address:
                for part in parts:
                    began = time.perf_counter()
                    told = part(engine, address)
                    print(engine, part.__name__, f"{time.perf_counter() - began:.0f} s", told, flush=True)
                    figures.keep("feeds", f"{engine} {part.__name__}", told, figures.machine())
                    tell()


def tell() -> None:
    """Write docs/feeds-figures.md from what is known by now."""
    known = figures.kept("feeds")
    lines = [
        "# Figures of the feeds",
        "",
        f"By `make bench-feeds`: {platform.system()} {platform.machine()}, Python {platform.python_version()}; "
        "server and consumer on the same machine. What they mean is in [feeds.md](feeds.md).",
        "",
    ]
    names = [part.__name__ for row in PARTS for part in row]
    for engine in ("SQLite", "PostgreSQL"):
        lines += [f"## {engine}", "", "| what | what came of it | when |", "|---|---|---|"]
        for part in (known[f"{engine} {name}"] for name in names if f"{engine} {name}" in known):
            lines += [f"| {what} | {figure} | {part['on']} |" for what, figure in part["rows"].items()]
        lines.append("")
    (DOCS / "feeds-figures.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
