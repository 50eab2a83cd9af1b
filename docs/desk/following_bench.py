"""Writes docs/following.md: how fast the pages of following answer over a million tasks.

`make bench-following` (DOCUMENTS=200000 sets the size; five tasks a document). The pages are asked for one after the
other, by somebody who sees everything and by somebody of one office, through the application itself.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from datetime import time as of_day
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from batch.settings import Settings
from docs.database import TASKS, TODAY, load, office
from models import people, tables
from models.database import open_database
from review.application import create_app
from review.people import passwords

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
DOCUMENTS = int(os.environ.get("DOCUMENTS", "200000"))
ASKED = int(os.environ.get("ASKED", "40"))
NOW = datetime.now(UTC)
WORD = "mat-khau-cua-phep-do"

PAGES = (
    ("what is due in four weeks, by week", "/due"),
    ("the same, by unit", "/due?by=unit"),
    ("the same, by document", "/due?by=plan"),
    ("its chart", "/due/chart.svg"),
    ("what is due in a quarter", "/due?span=quarter"),
    ("what is due for offices of a name", "/due?unit=noi+vu+tinh+so+003"),
    ("what is due, with three words", "/due?q=chuyen+doi+so"),
    ("what is overdue", "/overdue"),
    ("its tenth page", "/overdue?page=10"),
    ("a month's calendar", "/calendar"),
    ("documents", "/documents"),
    ("one plan", "/plans/{document}"),
    ("the load of units", "/units"),
    ("one unit", "/units/{unit}"),
    ("one task's progress", "/records/{record}/progress"),
    ("search, three words", "/search?q=chuyen+doi+so"),
)


def main() -> None:
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.db"
        rate = load(address, DOCUMENTS)
        print(f"{DOCUMENTS} documents loaded, {rate:.0f} a second", flush=True)
        database = open_database(address)
        with database.writing() as session:
            unit = session.scalars(select(tables.Unit.id).where(tables.Unit.name == office(30))).one()
            kept = passwords.hashed(WORD)
            for name, units in (("tat.ca", ()), ("mot.so", (unit,))):
                people.introduce(session, name, "manager", NOW, password_hash=kept, units=units)
            record = session.scalars(select(tables.Party.record_id).where(tables.Party.unit_id == unit)).first()
            document = session.scalars(select(tables.Record.document_id).where(tables.Record.id == record)).one()
        moment = datetime.combine(TODAY, of_day(9)).astimezone()
        app = create_app(database, Settings(), secret=b"for measuring only, 32 bytes or so", clock=lambda: moment)
        known = {"unit": unit, "record": record, "document": document}
        everything, own = (signed_in(app, name) for name in ("tat.ca", "mot.so"))
        rows = []
        for name, page in PAGES:
            at = page.format_map(known)
            times = [p95(client, at) for client in (everything, own)]
            rows.append(f"| {name} | `{page}` | {times[0]:.0f} ms | {times[1]:.0f} ms |")
            print(rows[-1], flush=True)
        size = (Path(folder) / "bench.db").stat().st_size / 2**30
        database.close()
    head = (
        f"Measured by `make bench-following` on {NOW:%Y-%m-%d}: {DOCUMENTS:,} documents, {DOCUMENTS * TASKS:,} tasks "
        f"in SQLite ({size:.1f} GB), made up; {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.0f}. The time that 95 of 100 requests take at most, for "
        "somebody who sees all units and for somebody of one.\n\n| | page | all units | one unit |\n|---|---|---|---|\n"
    )
    notes = (HERE / "following-notes.md").read_text(encoding="utf-8")
    (DOCS / "following.md").write_text(notes.replace("FIGURES", head + "\n".join(rows)), encoding="utf-8")


def signed_in(app: Any, name: str) -> TestClient:
    """Somebody at a browser."""
    client = TestClient(app, headers={"accept": "text/html"})
    token = client.get("/sign-in").text.split('name="csrf" content="')[1].split('"')[0]
    client.post("/sign-in", data={"name": name, "password": WORD, "csrf": token}, follow_redirects=False)
    return client


def p95(client: TestClient, page: str) -> float:
    """Milliseconds."""
    times = []
    for _ in range(ASKED + 2):
        began = time.perf_counter()
        answer = client.get(page)
        times.append(1000 * (time.perf_counter() - began))
        answer.raise_for_status()
    return statistics.quantiles(times[2:], n=20)[-1]  # a server that runs has its statements compiled


if __name__ == "__main__":
    sys.exit(main())
