"""Decisions that replace, amend or repeal the plan of `dispatches`, and the database that reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dispatches import HERE, PROVINCE, SCIENCE
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import store, tables
from models.database import Database
from models.records import Citation, Deadline, Dispatch, Evidence, File, Letterhead, Relation, Task
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON)
MOVED = Deadline(text="trước ngày 30/11/2024", kind="by", end=date(2024, 11, 30), boundary="before")


def read(database: Database, *dispatches: Dispatch) -> None:
    for dispatch in dispatches:
        with database.writing() as session:
            file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
            if file is None:
                file = tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON)
                session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def decision(number: str, issued_on: date, *citations: Citation, tasks: tuple[Task, ...] = (), subject: str = "x"):
    return Dispatch(
        file=File(name=f"{number[:2]}.pdf", sha256=number[:2] * 32, media_type="application/pdf", pages=1),
        dispatch=Letterhead(number=number, kind="Quyết định", issuer=PROVINCE, issued_on=issued_on, subject=subject),
        citations=citations,
        tasks=tasks,
    )


def citing(relation: Relation, number: str = "41/KH-UBND", issued_on: date | None = date(2024, 2, 26)) -> Citation:
    return Citation(number=number, issued_on=issued_on, relation=relation, evidence=HERE, confidence=0.9)


def saying(words: str, relation: Relation) -> Citation:
    place = Evidence(page=1, bbox=None, text=words, origin="text_layer")
    return replace(citing(relation), evidence=(place,))


REPLACING = decision("77/QĐ-UBND", date(2024, 5, 2), citing("replaces"))
AMENDING = decision(
    "88/QĐ-UBND",
    date(2024, 5, 20),
    citing("amends"),
    tasks=(
        Task(
            id="a1",
            content="xây dựng kế hoạch kiểm tra nội bộ, thời hạn điều chỉnh thành trước ngày 30/11/2024",
            lead=(SCIENCE,),
            deadline=MOVED,
        ),
    ),
)


def row(session: Session, key: str) -> tables.Record:
    return session.scalars(select(tables.Record).filter_by(key=key)).one()
