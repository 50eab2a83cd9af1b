"""The worked example of docs/database.md: plan, amendment and report of the samples, from open to done."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from extract import read
from models import questions, reviews, store, tables
from models.database import open_database
from models.following import progress
from models.records import Dispatch
from models.reviews import By
from nlp.understand import understand

INBOX = Path(__file__).parents[1] / "samples" / "inbox"
NOON = datetime(2024, 7, 15, 12, tzinfo=UTC)
LAN = By("Lan", NOON)
NAMES = ("09-bao-cao.html", "08-sua-doi.pdf", "03-ke-hoach-kiem-tra.pdf", "02-ke-hoach-nam.pdf")
"""The report first, the plan that all of them speak of last."""


@pytest.fixture(scope="module")
def dispatches() -> dict[str, Dispatch]:
    return {name: understand(read(INBOX / name)) for name in NAMES}


@pytest.fixture
def session(tmp_path: Path, dispatches: dict[str, Dispatch]) -> Iterator[Session]:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        for name, dispatch in dispatches.items():
            file = tables.File(sha256=dispatch.file.sha256, name=name, size=1, first_seen=NOON, state="done")
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)
    with database.writing() as session:
        yield session
    database.close()


def test_the_amendment_moves_row_11_of_the_annex(session: Session) -> None:
    (moved,) = [d for d in questions.due(session, today=date(2024, 7, 15)) if d.moved_by]
    assert (moved.day, moved.document, moved.moved_by, moved.state) == (
        date(2024, 11, 30), "41/KH-UBND", "1290/QĐ-UBND", "not_due",
    )  # fmt: skip
    (step,) = reviews.history(session, moved.document_id, record=moved.id)
    assert (step.before["end"], step.after["end"]) == ("2024-09-30", "2024-11-30")
    assert session.get_one(tables.Record, moved.id).path == "Phụ lục > dòng 11"


def test_the_reports_results_are_proposed_for_the_plan_it_answers(session: Session) -> None:
    found = {(p.value, p.of): p for p in questions.proposals(session)}
    assert found[78, 78].document == "67/KH-UBND"
    assert found[78, 78].done
    assert found[27, 78].document == "67/KH-UBND"
    assert "không phù hợp" in str(found[27, 78].content)
    assert {p.shown_by for p in found.values()} == {"96/BC-SKHCN"}


def test_a_person_confirms_and_the_task_is_done(session: Session) -> None:
    inspected = next(p for p in questions.proposals(session) if p.value == p.of == 78)
    task = session.scalars(select(tables.Task).where(tables.Record.content.contains("Tổng hợp kết quả kiểm tra"))).one()
    before = questions.of_document(session, task.document_id, today=date(2024, 7, 15))
    assert next(d.state for d in before if d.id == task.id) == "overdue"
    progress.confirm(session, inspected.id, LAN, record=task.id)
    after = questions.of_document(session, task.document_id, today=date(2024, 7, 15))
    assert next(d.state for d in after if d.id == task.id) == "done"
