"""Writes docs/database.md: the tables, a worked example over the samples, and how fast the database answers.

`make bench-database` (DOCUMENTS=200000 sets the size; five tasks a document). The rows are made up.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select, text

from models import questions, reviews, search, store, tables
from models.database import Database, open_database
from models.folding import bare
from models.records import Deadline, Dispatch, File, Letterhead, Task, Unit
from models.reviews import By

HERE = Path(__file__).resolve().parent
DOCUMENTS = int(os.environ.get("DOCUMENTS", "200000"))
TASKS = 5
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
    return f"Sở {FIELDS[number % len(FIELDS)]} tỉnh số {number // len(FIELDS)}"


def made_up(number: int) -> Dispatch:
    """A plan with five tasks, the same for the same number."""
    chance = random.Random(number)
    tasks = []
    for n in range(TASKS):
        day = date(2022, 1, 1) + timedelta(days=chance.randrange(1460))
        deadline = Deadline(text=f"trước ngày {day:%d/%m/%Y}", kind="by", end=day, boundary="before")
        if chance.random() < 0.1:
            deadline = Deadline(
                text="trước ngày 15/12 hằng năm", kind="recurring", rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"
            )
        lead = office(int(UNITS * chance.random() ** 2))  # a few offices have most of the work
        tasks.append(
            Task(
                id=f"{number}-{n}",
                content=f"{chance.choice(VERBS)} {chance.choice(MATTERS)}, {chance.choice(VERBS)} "
                f"{chance.choice(MATTERS)} đợt {chance.randrange(10_000)}",
                lead=(Unit(name=lead, canonical=lead),),
                deadline=deadline,
                confidence=round(chance.uniform(0.5, 0.99), 3),
                path=f"II > {n + 1}",
            )
        )
    issuer = f"Ủy ban nhân dân tỉnh số {number % 34}"
    return Dispatch(
        file=File(name=f"{number}.pdf", sha256=f"{number:064x}", media_type="application/pdf", pages=3),
        dispatch=Letterhead(
            number=f"{number}/KH-UBND",
            kind="Kế hoạch",
            issuer=Unit(name=issuer, canonical=issuer),
            issued_on=date(2022, 1, 1) + timedelta(days=number % 900),
            subject=f"Kế hoạch {chance.choice(MATTERS)}",
        ),
        tasks=tuple(tasks),
    )


def save(database: Database, dispatch: Dispatch) -> None:
    """As a run of `vanthu ingest` does: one transaction a document."""
    with database.writing() as session:
        file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
        if file is None:
            file = tables.File(
                sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
            )
            session.add(file)
        store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def load(database: Database, first: int, last: int) -> None:
    """The documents `first` to `last`, by bulk inserts of the rows that `store.save` would make."""
    with database.writing() as session:
        known = {name: number for number, name in session.execute(select(tables.Unit.id, tables.Unit.name))}
        names = [
            n
            for n in [*map(office, range(UNITS)), *(f"Ủy ban nhân dân tỉnh số {n}" for n in range(34))]
            if n not in known
        ]
        for name in names:
            unit = tables.Unit(name=name, settled=True, is_group=False)
            session.add(unit)
            session.flush()
            session.add(tables.UnitName(unit_id=unit.id, folded=bare(name), name=name))
            known[name] = unit.id
    for start in range(first, last, 2000):
        with database.writing() as session:
            batch: dict[Any, list[dict[str, Any]]] = {}
            for number in range(start, min(start + 2000, last)):
                _rows(batch, number, made_up(number), known)
            for table in tables.Base.metadata.sorted_tables:
                if table in batch:
                    session.execute(insert(table), batch[table])
    with database.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":  # the ids were given by hand
            for table in ("files", "documents", "readings", "records", "entries"):
                last_id = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                connection.execute(text(last_id))
        connection.execute(text("ANALYZE"))


def _rows(batch: dict[Any, list[dict[str, Any]]], number: int, dispatch: Dispatch, units: dict[str, int]) -> None:
    head = dispatch.letterhead
    issuer = head.issuer.name if head.issuer else ""
    add: Callable[[Any, dict[str, Any]], None] = lambda table, row: batch.setdefault(table, []).append(row)  # noqa: E731
    key = number + 1
    sha = dispatch.file.sha256
    add(
        tables.File.__table__,
        {
            "id": key,
            "sha256": sha,
            "name": dispatch.file.name,
            "size": 1,
            "state": "done",
            "attempts": 1,
            "first_seen": NOON,
        },
    )
    add(
        tables.Document.__table__,
        {
            "id": key,
            "number": head.number,
            "number_key": store.number_key(head.number or ""),
            "kind": head.kind,
            "issuer_id": units[issuer],
            "issuer_name": issuer,
            "issued_on": head.issued_on,
            "subject": head.subject,
            "recipients": (),
            "executors": (),
            "evidence": {},
            "version": 1,
            "reviewed": False,
            "differs": False,
        },
    )
    add(
        tables.Reading.__table__,
        {
            "id": key,
            "file_id": key,
            "document_id": key,
            "version": "1",
            "depth": "best",
            "made_at": NOON,
            "current": True,
            "dispatch": dispatch,
        },
    )
    words = " ".join(search.WORD.findall(bare(f"{head.number} {head.kind} {head.subject} {issuer}")))
    add(tables.Entry.__table__, {"id": number * (TASKS + 1) + 1, "document_id": key, "record_id": None, "words": words})
    for n, task in enumerate(dispatch.tasks):
        record = number * TASKS + n + 1
        deadline = task.deadline
        assert deadline is not None  # noqa: S101
        lead = task.lead[0].name
        add(
            tables.Record.__table__,
            {
                "id": record,
                "document_id": key,
                "kind": "task",
                "key": task.id,
                "position": n,
                "content": task.content,
                "deadline_text": deadline.text,
                "deadline_kind": deadline.kind,
                "deadline_end": deadline.end,
                "deadline_boundary": deadline.boundary,
                "deadline_rrule": deadline.rrule,
                "evidence": (),
                "confidence": task.confidence,
                "path": task.path,
                "version": 1,
                "standing": "live",
                "seen": True,
                "reviewed": False,
                "differs": False,
            },
        )
        add(tables.Task.__table__, {"id": record})
        add(
            tables.Party.__table__,
            {
                "record_id": record,
                "role": "lead",
                "position": 0,
                "unit_id": units[lead],
                "name": lead,
                "due_on": deadline.end,
                "recurs": deadline.kind == "recurring",
            },
        )
        words = " ".join(search.WORD.findall(bare(f"{task.content} {lead}")))
        add(
            tables.Entry.__table__,
            {"id": number * (TASKS + 1) + n + 2, "document_id": key, "record_id": record, "words": words},
        )


def p95(database: Database, ask: Callable[[Any, random.Random], object]) -> float:
    """Milliseconds that 95 of 100 questions take at most; each in a session of its own, as a reader's."""
    chance, times = random.Random(7), []
    for _ in range(ASKED):
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
    "review queue": lambda session, chance: questions.review_queue(session, limit=50),
    "search, three words": lambda session, chance: questions.search(
        session, f"{chance.choice(VERBS)} {chance.choice(MATTERS).split()[0]}", limit=50
    ),
    "search, words and a number": lambda session, chance: questions.search(
        session, f"{chance.choice(MATTERS)} dot {chance.randrange(10_000)}", limit=50
    ),
}


def reread(database: Database, documents: int) -> tuple[float, int, int]:
    """Read documents again after a person changed 5% of their tasks: documents a second, changed, still as left."""
    chance, by = random.Random(11), By("Lan", NOON)
    left: dict[int, str] = {}
    for number in range(documents):
        for n in range(TASKS):
            if chance.random() < 0.05:
                record = number * TASKS + n + 1
                left[record] = f"sửa tay {record}"
                with database.writing() as session:
                    reviews.change(session, record, {"deliverable": left[record]}, by, version=1)
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
    """An empty database of each engine; PostgreSQL's server is started for it, where it is installed."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from conftest import server

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    with TemporaryDirectory() as folder:
        addresses = {"SQLite": f"sqlite:///{folder}/bench.db"}
        if not found:
            yield addresses
            return
        with server(found[-1].parent) as address:
            yield {**addresses, "PostgreSQL": address}


def measured(name: str, address: str) -> dict[str, str]:
    """The figures of one engine."""
    database = open_database(address)
    told: dict[str, str] = {}
    some = min(300, DOCUMENTS)
    began = time.perf_counter()
    load(database, 0, DOCUMENTS)
    told["bulk loading"] = f"{DOCUMENTS / (time.perf_counter() - began):.0f} documents/s"
    size = "SELECT pg_database_size(current_database())"
    if name == "SQLite":
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with database.engine.connect() as connection:
        told["size"] = f"{int(connection.execute(text(size)).scalar() or 0) / DOCUMENTS / 1000:.1f} kB a document"
    for question, ask in QUESTIONS.items():
        told[f"{question}, p95"] = f"{p95(database, ask):.1f} ms"
    began = time.perf_counter()
    for number in range(DOCUMENTS, DOCUMENTS + some):
        save(database, made_up(number))
    told["loading, one transaction a document"] = f"{some / (time.perf_counter() - began):.0f} documents/s"
    again = min(int(os.environ.get("REREAD", "10000")), DOCUMENTS)
    rate, changed, kept = reread(database, again)
    told[f"reading {again} documents again, 5% of their tasks changed by a person"] = (
        f"{rate:.0f} documents/s; {kept} of {changed} as the person left them"
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


def main() -> None:
    figures: dict[str, dict[str, str]] = {}
    with engines() as addresses:
        for name, address in addresses.items():
            figures[name] = measured(name, address)
            print(name, json.dumps(figures[name], indent=1), flush=True)
    rows = [f"| {row} | " + " | ".join(f[row] for f in figures.values()) + " |" for row in next(iter(figures.values()))]
    table = "\n".join([f"| | {' | '.join(figures)} |", "|---|" + "---|" * len(figures), *rows])
    page = (HERE / "database-notes.md").read_text(encoding="utf-8")
    head = (
        f"Measured by `make bench-database` on {datetime.now(UTC):%Y-%m-%d}: {DOCUMENTS:,} documents, "
        f"{DOCUMENTS * TASKS:,} tasks, made up; {os.cpu_count()} cores, other work beside it.\n\n"
    )
    page = page.replace("FIGURES", head + table).replace("DIAGRAM", diagram())
    (HERE / "database.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
