"""Writes docs/database.md: the tables, a worked example over the samples, and how fast the database answers.

`make bench-database` (DOCUMENTS=200000 sets the size, five tasks a document; ENGINES=SQLite runs one of the two;
BENCH_DATABASE names a file where SQLite's is kept for other benches). The rows are made up. With `--diagram` only the
diagram is drawn anew.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from docs import figures
from models import questions, reviews, store, tables
from models.counts import count
from models.database import Database, open_database
from models.questions.paged import timetable
from models.records import Citation, Deadline, Dispatch, Evidence, File, Letterhead, Provenance, Task, Unit
from models.reviews import By

HERE = Path(__file__).resolve().parent
DOCUMENTS = int(os.environ.get("DOCUMENTS", "200000"))
TASKS = 5
AT_ONCE = 500
"""Documents in one transaction of a bulk load."""

UNITS = 2000
ASKED = 200
"""Questions of each kind, asked one after the other."""

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
TODAY = date(2024, 6, 1)
VERBS = [
    "xây dựng",
    "rà soát",
    "tổng hợp",
    "kiểm tra",
    "báo cáo",
    "tổ chức",
    "ban hành",
    "triển khai",
    "công khai",
    "đánh giá",
]
MATTERS = [
    "kế hoạch cải cách hành chính",
    "quy trình nội bộ",
    "thủ tục hành chính",
    "hệ thống quản lý chất lượng",
    "hồ sơ công việc",
    "số liệu thống kê",
    "văn bản quy phạm pháp luật",
    "đường giao thông nông thôn",
    "chuyển đổi số",
    "phòng cháy chữa cháy",
    "tài sản công",
    "an toàn thực phẩm",
    "vệ sinh môi trường",
    "giáo dục mầm non",
    "bảo hiểm xã hội",
    "quy hoạch sử dụng đất",
]
FIELDS = [
    "Nội vụ",
    "Tài chính",
    "Tư pháp",
    "Xây dựng",
    "Y tế",
    "Công Thương",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
]


def office(number: int) -> str:
    return f"Sở {FIELDS[number % len(FIELDS)]} tỉnh số {number // len(FIELDS):03}"


def issuer(number: int) -> Unit:
    name = f"Ủy ban nhân dân tỉnh số {number % 34}"
    return Unit(name=name, canonical=name)


def made_up(number: int) -> Dispatch:
    """A plan with five tasks, the same for the same number. One of a thousand replaces an earlier one."""
    chance = random.Random(number)
    head = Letterhead(
        number=f"{number}/KH-UBND",
        kind="Kế hoạch",
        issuer=issuer(number),
        issued_on=issued(number),
        subject=f"Kế hoạch {chance.choice(MATTERS)}",
    )
    shown = {
        name: Provenance(evidence=(on_page(1, str(getattr(head, name)), chance),), confidence=0.98)
        for name in ("number", "kind", "issuer", "issued_on", "subject")
    }
    basis = f"{chance.randrange(1, 200)}/2020/NĐ-CP"
    cited = [Citation(number=basis, relation="based_on", evidence=(on_page(1, basis, chance),), confidence=0.95)]
    old = number - 34 * chance.randrange(1, 100)
    if chance.random() < 0.001 and old >= 0:
        said = f"thay thế Kế hoạch số {old}/KH-UBND"
        cited.append(
            Citation(
                number=f"{old}/KH-UBND",
                kind="Kế hoạch",
                issued_on=issued(old),
                issuer=issuer(old),
                relation="replaces",
                evidence=(on_page(2, said, chance),),
                confidence=0.9,
            )
        )
    return Dispatch(
        file=File(name=f"{number}.pdf", sha256=f"{number:064x}", media_type="application/pdf", pages=3),
        dispatch=replace(head, evidence=shown),
        citations=tuple(cited),
        tasks=tuple(task(number, n, chance) for n in range(TASKS)),
    )


def issued(number: int) -> date:
    """Those of one office one after the other."""
    return date(2022, 1, 1) + timedelta(days=number // 34 % 900)


def task(number: int, n: int, chance: random.Random) -> Task:
    day = date(2022, 1, 1) + timedelta(days=chance.randrange(1460))
    deadline = Deadline(text=f"trước ngày {day:%d/%m/%Y}", kind="by", end=day, boundary="before")
    if chance.random() < 0.1:
        deadline = Deadline(
            text="trước ngày 15/12 hằng năm", kind="recurring", rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"
        )
    lead = office(int(UNITS * chance.random() ** 2))  # a few offices have most of the work
    content = (
        f"{chance.choice(VERBS)} {chance.choice(MATTERS)}, {chance.choice(VERBS)} {chance.choice(MATTERS)} "
        f"đợt {chance.randrange(10_000)}"
    )
    return Task(
        id=f"{number}-{n}",
        content=content,
        lead=(Unit(name=lead, canonical=lead),),
        deadline=deadline,
        evidence=(on_page(2, f"{lead} {content} {deadline.text}", chance),),
        confidence=round(chance.uniform(0.5, 0.99), 3),
        path=f"II > {n + 1}",
    )


def on_page(page: int, said: str, chance: random.Random) -> Evidence:
    top = chance.randrange(60, 760)
    return Evidence(page=page, bbox=(85.04, float(top), 510.24, top + 13.5), text=said, origin="text_layer")


def row_of(session: Session, dispatch: Dispatch) -> tables.File:
    """The ledger's line of a file."""
    file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
    if file is None:
        file = new_row(dispatch)
        session.add(file)
    return file


def new_row(dispatch: Dispatch) -> tables.File:
    return tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done")


def save(database: Database, dispatch: Dispatch) -> None:
    """As a run of `vanthu ingest` does: one transaction a document."""
    with database.writing() as session:
        found = [(row_of(session, dispatch), dispatch)]
        store.save_all(session, found, version="1", depth="best", made_at=NOON)


def load(address: str, last: int) -> float:
    """The documents up to `last`, as a restored database takes them in: many a transaction. How many a second."""
    database = open_database(address)
    began = time.perf_counter()
    for start in range(0, last, AT_ONCE):
        dispatches = [made_up(number) for number in range(start, min(start + AT_ONCE, last))]
        with database.writing() as session:
            found = [(new_row(dispatch), dispatch) for dispatch in dispatches]
            session.add_all([file for file, _ in found])
            store.save_all(session, found, version="1", depth="best", made_at=NOON)
    took = time.perf_counter() - began
    with database.writing() as session:
        report(session)
    count(database)
    database.close()
    return last / took


def report(session: Session) -> None:
    """One task of ten is done."""
    done = select(tables.Record.document_id, tables.Record.id).where(tables.Record.id % 10 == 0)
    rows = [
        {"document_id": document, "record_id": record, "achieved_on": TODAY, "done": True, "standing": "confirmed",
         "said_at": NOON, "decided_by": "Lan", "decided_at": NOON}
        for document, record in session.execute(done)
    ]  # fmt: skip
    if rows:
        session.execute(insert(tables.Progress), rows)


def p95(database: Database, ask: Callable[[Any, random.Random], object], asked: int = ASKED) -> float:
    """Milliseconds that 95 of 100 questions take at most; each in a session of its own, as a reader's."""
    chance, times = random.Random(7), []
    with database.reading() as session:
        ask(session, chance)  # a server that runs has its statements compiled
    for _ in range(asked):
        began = time.perf_counter()
        with database.reading() as session:
            ask(session, chance)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.quantiles(times, n=20)[-1]


QUESTIONS: dict[str, Callable[[Any, random.Random], object]] = {
    "due, by unit and month": lambda session, chance: questions.due(
        session,
        today=TODAY,
        since=TODAY,
        until=TODAY + timedelta(days=30),
        unit=office(int(UNITS * chance.random() ** 2)),
        limit=50,
    ),
    "due, by unit, all days": lambda session, chance: questions.due(
        session, today=TODAY, unit=office(int(UNITS * chance.random() ** 2)), limit=50
    ),
    "overdue, by unit": lambda session, chance: timetable.page(
        session, timetable.Asked(unit=office(int(UNITS * chance.random() ** 2)), state="overdue"), today=TODAY
    ),
    "what one plan set, target against result": lambda session, chance: (
        questions.of_plan(session, chance.randrange(1, DOCUMENTS), today=TODAY),
        questions.targets(session, document=chance.randrange(1, DOCUMENTS)),
    ),
    "review queue": lambda session, chance: questions.review_queue(session, limit=50),
    "search, three words": lambda session, chance: questions.search(
        session, f"{chance.choice(VERBS)} {chance.choice(MATTERS).split()[0]}", limit=50
    ),
    "search, words and a number": lambda session, chance: questions.search(
        session, f"{chance.choice(MATTERS)} dot {chance.randrange(10_000)}", limit=50
    ),
}


WHOLE: dict[str, Callable[[Any, random.Random], object]] = {
    "due, of everybody": lambda session, chance: questions.due(session, today=TODAY, since=TODAY, limit=50),
    "due, of everybody, the first there ever was": lambda session, chance: questions.due(
        session, today=TODAY, limit=50
    ),
    "overdue, of everybody, the first page": lambda session, chance: timetable.page(
        session, timetable.Asked(state="overdue"), today=TODAY
    ),
    "workload by unit, all that is due": lambda session, chance: timetable.by_unit(
        session, timetable.Asked(), today=TODAY
    ),
    "workload by unit, a month": lambda session, chance: timetable.by_unit(
        session, timetable.Asked(since=TODAY, until=TODAY + timedelta(days=30)), today=TODAY
    ),
}
"""Questions over all that there is; asked `FEW` times."""

FEW = 10


def reread(database: Database, documents: int) -> tuple[float, int, int]:
    """Read documents again after a person changed 5% of their tasks: documents a second, changed, still as left."""
    chance, by = random.Random(11), By("Lan", NOON)
    with database.reading() as session:
        query = select(tables.Record.id, tables.Record.version).order_by(tables.Record.id).limit(documents * TASKS)
        chosen = [tuple(row) for row in session.execute(query) if chance.random() < 0.05]
    left = {record: f"sửa tay {record}" for record, _ in chosen}
    for record, version in chosen:
        with database.writing() as session:
            reviews.change(session, record, {"deliverable": left[record]}, by, version=version)
    began = time.perf_counter()
    for number in range(documents):
        seen = made_up(number)
        better = tuple(replace(t, id=f"again-{t.id}", deliverable="Báo cáo") for t in seen.tasks)
        save(database, replace(seen, tasks=better))
    rate = documents / (time.perf_counter() - began)
    with database.reading() as session:
        kept = sum(session.get_one(tables.Task, record).deliverable == value for record, value in left.items())
    return rate, len(left), kept


@contextmanager
def engines() -> Iterator[dict[str, str]]:
    """An empty database of each of `ENGINES`; PostgreSQL's server is started for it, where it is installed."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from conftest import server

    asked = os.environ.get("ENGINES", "SQLite PostgreSQL").split()
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    with TemporaryDirectory() as folder, ExitStack() as running:
        addresses = {"SQLite": f"sqlite:///{folder}/bench.db"} if "SQLite" in asked else {}
        if found and "PostgreSQL" in asked:
            addresses["PostgreSQL"] = running.enter_context(server(found[-1].parent))
        yield addresses


def measured(name: str, address: str) -> dict[str, str]:
    """The figures of one engine, once it is loaded."""
    database = open_database(address)
    told: dict[str, str] = {}
    size = "SELECT pg_database_size(current_database())"
    if name == "SQLite":
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with database.engine.connect() as connection:
        told["size"] = f"{int(connection.execute(text(size)).scalar() or 0) / DOCUMENTS / 1000:.1f} kB a document"
    for question, ask in QUESTIONS.items():
        told[f"{question}, p95"] = f"{p95(database, ask):.1f} ms"
    for question, ask in WHOLE.items():
        told[f"{question}, p95"] = f"{p95(database, ask, FEW):.0f} ms"
    some = min(1000, DOCUMENTS)
    began = time.perf_counter()
    for number in range(DOCUMENTS, DOCUMENTS + some):
        save(database, made_up(number))
    told["loading, one transaction a document"] = f"{some / (time.perf_counter() - began):.0f} documents/s"
    again = min(int(os.environ.get("REREAD", "10000")), DOCUMENTS)
    rate, changed, kept = reread(database, again)
    told[f"reading {again:,} documents again, 5% of their tasks changed by a person"] = (
        f"{rate:.0f} documents/s; {kept:,} of {changed:,} as the person left them"
    )
    database.close()
    return told


def diagram() -> str:
    """The tables as a Mermaid diagram, drawn from the models."""
    lines = ["```mermaid", "erDiagram"]
    for table in tables.Base.metadata.sorted_tables:
        lines.append(f"    {table.name} {{")
        for column in table.columns:
            mark = " PK" if column.primary_key else " FK" if column.foreign_keys else ""
            lines.append(f"        {type(column.type).__name__.lower()} {column.name}{mark}")
        lines.append("    }")
    for table in tables.Base.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda k: k.parent.name):
            lines.append(f"    {key.column.table.name} ||--o{{ {table.name} : {key.parent.name}")
    return "\n".join([*lines, "```"])


def redraw() -> None:
    """Draw the diagram of docs/database.md anew; its figures stay."""
    page = HERE / "database.md"
    figures, _, _ = page.read_text(encoding="utf-8").partition("```mermaid")
    page.write_text(figures + diagram() + "\n", encoding="utf-8")


def main() -> None:
    began = time.perf_counter()
    with engines() as addresses, ProcessPoolExecutor(len(addresses)) as pool:
        if "SQLite" in addresses and (kept := os.environ.get("BENCH_DATABASE")):
            if Path(kept).exists():
                raise SystemExit(f"{kept} is there already; loading is measured into an empty database")
            addresses["SQLite"] = f"sqlite:///{Path(kept).resolve()}"
        loads = pool.map(load, addresses.values(), [DOCUMENTS] * len(addresses))
        rates = dict(zip(addresses, loads, strict=True))
        print(f"loaded after {(time.perf_counter() - began) / 60:.1f} minutes", rates, flush=True)
        beside = " (both engines at once)" if len(addresses) > 1 else ""
        for name, address in addresses.items():
            bulk = {"loading, many documents a transaction": f"{rates[name]:.0f} documents/s{beside}"}
            told = bulk | measured(name, address)
            print(name, json.dumps(told, indent=1, ensure_ascii=False), flush=True)
            figures.keep(
                "database", name, told, f"{DOCUMENTS:,} documents, {DOCUMENTS * TASKS:,} tasks; {figures.machine()}"
            )
    page = (HERE / "database-notes.md").read_text(encoding="utf-8")
    page = page.replace("FIGURES", table()).replace("DIAGRAM", diagram())
    (HERE / "database.md").write_text(page, encoding="utf-8")


def table() -> str:
    """What is known of each engine, beside each other."""
    known = figures.kept("database")
    names = dict.fromkeys(row for part in known.values() for row in part["rows"])
    rows = [f"| {row} | " + " | ".join(str(p["rows"].get(row, "–")) for p in known.values()) + " |" for row in names]
    head = "Measured by `make bench-database` on rows that are made up.\n\n"
    on = "| measured | " + " | ".join(part["on"] for part in known.values()) + " |"
    return head + "\n".join([f"| | {' | '.join(known)} |", "|---|" + "---|" * len(known), on, *rows])


if __name__ == "__main__":
    redraw() if "--diagram" in sys.argv else main()
