"""Writes docs/following.md: how fast the pages of following answer over a million tasks.

`make bench-following` (DOCUMENTS=200000 sets the size; five tasks a document; BENCH_DATABASE names a file that is
kept and used again; `PARTS="/due /units"` asks for some pages only). The pages are asked for one after the other, by
somebody who sees everything and by somebody of one office, through the application itself.
"""

import os
import statistics
import sys
import time
from datetime import datetime
from datetime import time as of_day
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from batch.settings import Settings
from docs import figures
from docs.database import TODAY, office
from docs.desk.loaded import introduce, loaded, size_of
from models import tables
from models.database import open_database
from review.application import create_app

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
ASKED = int(os.environ.get("ASKED", "40"))
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
    wanted = sys.argv[1:]
    with loaded() as address:
        database = open_database(address)
        with database.writing() as session:
            unit = session.scalars(select(tables.Unit.id).where(tables.Unit.name == office(30))).one()
            introduce(session, ("tat.ca",), "manager", WORD)
            introduce(session, ("mot.so",), "manager", WORD, units=(unit,))
            record = session.scalars(select(tables.Party.record_id).where(tables.Party.unit_id == unit)).first()
            document = session.scalars(select(tables.Record.document_id).where(tables.Record.id == record)).one()
        moment = datetime.combine(TODAY, of_day(9)).astimezone()
        app = create_app(database, Settings(), secret=b"for measuring only, 32 bytes or so", clock=lambda: moment)
        known = {"unit": unit, "record": record, "document": document}
        everything, own = (signed_in(app, name) for name in ("tat.ca", "mot.so"))
        on = size_of(address)
        for name, page in PAGES:
            if wanted and page not in wanted:
                continue
            times = [f"{p95(client, page.format_map(known)):.0f} ms" for client in (everything, own)]
            print(name, page, *times, flush=True)
            figures.keep("following", page, {name: times}, f"{on}; {figures.machine()}")
            tell()
        database.close()


def tell() -> None:
    """Write docs/following.md from what is known by now."""
    known = figures.kept("following")
    lines = [
        "Measured by `make bench-following`: the time that 95 of 100 requests take at most, for somebody who sees all "
        "units and for somebody of one.",
        "",
    ]
    for on in dict.fromkeys(part["on"].partition("; ")[0] for part in known.values()):
        lines += [f"{on}:", "", "| | page | all units | one unit |", "|---|---|---|---|"]
        for name, page in PAGES:
            if page in known and known[page]["on"].startswith(on):
                lines.append(f"| {name} | `{page}` | {' | '.join(known[page]['rows'][name])} |")
        lines.append("")
    notes = (HERE / "following-notes.md").read_text(encoding="utf-8")
    (DOCS / "following.md").write_text(notes.replace("FIGURES", "\n".join(lines).rstrip()), encoding="utf-8")


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
    main()
