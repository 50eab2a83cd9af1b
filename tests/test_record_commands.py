"""Following from the command line: reviews, history, undo, progress, units, documents that read alike."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner, Result
from dispatches import BY_DATE, PLAN, REPORT
from sqlalchemy import select

from cli import main
from models import questions, store, tables
from models.database import Database, open_database
from models.records import Citation

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


PLANNED = Citation(number="41/KH-UBND", issued_on=PLAN.letterhead.issued_on, relation="implements")
ANSWER = replace(REPORT, citations=(PLANNED,))


@pytest.fixture
def database(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("VANTHU_DB", f"sqlite:///{tmp_path}/so.db")
    monkeypatch.setenv("VANTHU_LANG", "en")
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    with database.writing() as session:
        for n, dispatch in enumerate((PLAN, ANSWER)):
            file = tables.File(sha256=dispatch.file.sha256, name=f"{n}.pdf", size=1, first_seen=NOON, state="done")
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)
    yield database
    database.close()


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def lines(*words: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*words, "--json").stdout.splitlines()]


def dated(database: Database) -> int:
    with database.reading() as session:
        found = session.scalars(select(tables.Task.id).where(tables.Task.deadline_end == BY_DATE.end)).first()
        assert found is not None
        return found


def test_a_deadline_and_units_are_changed_in_words_and_changed_back(database: Database) -> None:
    task = dated(database)
    given = ("deadline=trước ngày 30/9/2024", "lead=Sở Tài chính; Sở Y tế", "deliverable=Báo cáo")
    assert run("review", "change", task, *given, "--who", "Lan", "--why", "đính chính").stdout == "step 1\n"
    with database.reading() as session:
        row = session.get_one(tables.Task, task)
        assert (row.deadline_end, row.deliverable, [p.name for p in row.parties if p.role == "lead"]) == (
            date(2024, 9, 30), "Báo cáo", ["Sở Tài chính", "Sở Y tế"],
        )  # fmt: skip
    steps = lines("history", 1, "--record", task)
    assert {(s["field"], s["who"], s["why"]) for s in steps} == {
        (field, "Lan", "đính chính") for field in ("deadline", "lead", "deliverable")
    }
    assert run("undo", 1, "--who", "Minh").stdout == "step 2\n"
    with database.reading() as session:
        assert session.get_one(tables.Task, task).deadline_end == BY_DATE.end


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (("review", "change", 9999, "content=a"), "there is no #9999", 1),
        (("review", "change", 1, "colour=red"), "no field “colour”", 1),
        (("review", "change", 1, "deadline=khi nào rảnh"), "is not understood", 2),
        (("review", "change", 1, "content"), "is no FIELD=VALUE", 2),
        (("undo", 9999), "there is no #9999", 1),
        (("unit", "undo", 9999), "there is no #9999", 1),
        (("unit", "merge", 1, 1), "there is no", 1),
        (("progress", "confirm", 9999), "there is no #9999", 1),
        (("alike", "join", 1, 2), "there is no #1 ~ #2", 1),
        (("alike", "undo", 9999), "there is no #9999", 1),
        (("review", "list", 9999), "there is no #9999", 1),
    ],
)
def test_what_can_not_be_done_is_told_in_a_sentence(
    database: Database, words: tuple[object, ...], said: str, status: int
) -> None:
    done = run(*words)
    assert said in done.stderr
    assert done.exit_code == status


def test_what_was_confirmed_and_rejected_is_marked_where_the_document_is_shown(database: Database) -> None:
    task = dated(database)
    other = next(m["id"] for m in lines("review", "list", 1) if m["id"] != task)
    run("review", "confirm", task, "--who", "Lan")
    run("review", "reject", other, "--who", "Lan")
    marked = {m["id"]: m for m in lines("review", "list", 1)}
    assert (marked[task]["marks"], marked[other]["standing"]) == (["reviewed"], "rejected")
    shown = run("show", "41/KH-UBND").stdout
    assert "What people and other documents say" in shown
    assert "rejected" in shown
    assert task not in {a["id"] for a in lines("review", "queue")}


def test_progress_is_said_proposed_and_confirmed(database: Database) -> None:
    task = dated(database)
    assert run("progress", "report", task, "--done", "--on", "10/06/2024", "--who", "Lan").stdout.startswith(
        "progress "
    )
    with database.reading() as session:
        (due,) = [d for d in questions.of_document(session, 1, today=date(2024, 7, 1)) if d.id == task]
        assert due.state == "done"
    for proposal in lines("progress", "list"):
        assert run("progress", "dismiss", proposal["id"]).exit_code == 0
    assert lines("progress", "list") == []


def test_units_are_found_joined_and_parted_again(database: Database) -> None:
    home, science = (lines("unit", "list", name)[0]["id"] for name in ("so noi vu", "so khoa hoc"))
    step = run("unit", "succeed", home, science, "--since", "01/03/2024").stdout.split()[-1]
    with database.reading() as session:
        taken_over = questions.due(session, today=date(2024, 4, 1), unit="Sở Khoa học và Công nghệ")
        alone = questions.due(session, today=date(2024, 2, 1), unit="Sở Khoa học và Công nghệ")
    assert len(taken_over) > len(alone)
    assert run("unit", "undo", step).exit_code == 0
    assert run("unit", "undo", step).exit_code == 1


def test_what_documents_are_to_each_other(database: Database) -> None:
    assert [(r["number"], r["theirs"]) for r in lines("relations", 2)] == [("41/KH-UBND", False)]
    assert [(r["number"], r["theirs"]) for r in lines("relations", 1)] == [(REPORT.letterhead.number, True)]
