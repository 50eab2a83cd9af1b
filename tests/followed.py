"""Plans with what is overdue, due and recurring, and a desk on which they are followed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dispatches import HERE, HOME, PLAN, REPORT, SCIENCE
from lxml import etree
from served import Served, at_rest, keep
from sqlalchemy.orm import Session

from models.questions.followed import followed
from models.records import Deadline, Dispatch, Task

NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)
TODAY = date(2024, 3, 20)


def ordered(number: str, *tasks: Task, **head: object) -> Dispatch:
    """A plan of nothing but `tasks`."""
    return replace(
        PLAN,
        file=replace(PLAN.file, sha256=f"{abs(hash(number)):064x}"[:64], name=f"{number[:2]}.pdf"),
        letterhead=replace(PLAN.letterhead, number=number, **head),
        citations=(),
        tasks=tasks,
        targets=(),
        problems=(),
    )


def task(number: int, day: date | None, content: str = "rà soát quy trình", lead=SCIENCE) -> Task:
    deadline = Deadline(text=f"trước ngày {day:%d/%m/%Y}", kind="by", end=day, boundary="before") if day else None
    return Task(id=f"t{number}", content=f"{content} {number}", lead=(lead,), deadline=deadline, evidence=HERE)


MONTHLY = Deadline(text="ngày 25 hằng tháng", kind="recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=25")
MADE = ordered(
    "12/KH-UBND",
    task(1, date(2024, 3, 1)),
    task(2, date(2024, 3, 18), lead=HOME),
    task(3, date(2024, 3, 22)),
    task(4, date(2024, 4, 10), "tổng hợp báo cáo", HOME),
    task(5, date(2024, 12, 1)),
    task(6, None),
    replace(task(7, None, "gửi số liệu", HOME), deadline=MONTHLY),
)


Asks = Callable[..., Any]


def a_desk(folder: Path) -> Iterator[Served]:
    """A desk over MADE, a plan, its report and a secret plan, without a server."""
    served = at_rest(folder)
    secret = replace(ordered("3/KH-UBND", task(1, date(2024, 3, 21), "việc kín")), problems=())
    secret = replace(secret, letterhead=replace(secret.letterhead, secrecy="Mật"))
    for dispatch in (MADE, PLAN, REPORT, secret):
        keep(served.database, dispatch)
    yield served
    served.database.close()


def signed_in(desk: Served) -> Asks:
    """Clients of people who signed in, each once."""
    known: dict[str, Any] = {}

    def client(name: str, accept: str = "application/json") -> Any:
        if name not in known:
            known[name] = desk.client(name)
        known[name].headers["accept"] = accept
        return known[name]

    return client


def number_of(session: Session, content: str) -> int:
    return next(line.id for line in followed(session, today=TODAY, kinds=("task", "target")) if line.content == content)


def record(desk: Served, content: str) -> int:
    with desk.database.reading() as session:
        return number_of(session, content)


def drawn(svg: bytes) -> str:
    """The words of a picture, which must be an image that a browser takes."""
    root = etree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert b"<script" not in svg
    return " ".join(text.strip() for text in root.itertext() if text.strip())
