"""What follows from a document: relations, superseded plans, moved deadlines, proposed progress, states by the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from dispatches import BY_DATE, EVERY_YEAR, HERE, PLAN, PROVINCE, REPORT, SCIENCE
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import errors, questions, reviews, store, tables, upkeep
from models.database import Database, open_database
from models.following import progress
from models.following.points import points_named, under
from models.following.progress import Achieved
from models.following.states import occurrences, state_of
from models.questions.followed import followed
from models.questions.paged import timetable
from models.records import Citation, Deadline, Dispatch, Evidence, File, Letterhead, Relation, Task, Unit
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON)
MOVED = Deadline(text="trước ngày 30/11/2024", kind="by", end=date(2024, 11, 30), boundary="before")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    yield database
    database.close()


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


@pytest.mark.parametrize("order", list(permutations((PLAN, REPLACING))), ids=["plan first", "plan later"])
def test_a_replaced_plans_open_tasks_are_superseded_with_the_link(
    database: Database, order: tuple[Dispatch, ...]
) -> None:
    read(database, *order)
    with database.reading() as session:
        found = questions.due(session, today=date(2024, 6, 1))
    assert {(d.state, d.superseded_by) for d in found} == {("superseded", "77/QĐ-UBND")}


@pytest.mark.parametrize(
    ("citation", "related"),
    [
        (citing("repeals"), ["repeals"]),
        (saying("Kế hoạch số 41/KH-UBND ngày 26/02/2024", "repeals"), ["repeals"]),
        (saying("khoản 2 Mục III Kế hoạch số 41/KH-UBND", "repeals"), ["amends"]),
        (saying("Phụ lục I ban hành kèm theo Kế hoạch số 41/KH-UBND", "replaces"), ["amends"]),
        (saying("một phần Kế hoạch số 41/KH-UBND", "repeals"), ["amends"]),
        (citing("implements"), ["implements"]),
        (citing("replaces", issued_on=date(2023, 2, 26)), []),
        (citing("replaces", "42/KH-UBND"), []),
        (citing("replaces", issued_on=None), ["replaces"]),
        (replace(citing("replaces"), issuer=Unit(name="Chủ tịch Ủy ban nhân dân tỉnh")), ["replaces"]),
        (replace(citing("replaces"), issuer=Unit(name="Bộ Nội vụ")), []),
    ],
)
def test_the_cited_document_is_known_by_number_date_and_issuer(
    database: Database, citation: Citation, related: list[str]
) -> None:
    read(database, decision("77/QĐ-UBND", date(2024, 5, 2), citation), PLAN)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == related


def test_a_letter_that_answers_another(database: Database) -> None:
    asked = decision("12/UBND-NC", date(2024, 4, 1))
    answer = decision(
        "33/SNV-VP", date(2024, 4, 9), citing("mentions", "12/UBND-NC", date(2024, 4, 1)),
        subject="Về việc trả lời Công văn số 12/UBND-NC",
    )  # fmt: skip
    read(database, answer, asked)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == ["answers"]


@pytest.mark.parametrize("order", list(permutations((PLAN, AMENDING))), ids=["plan first", "plan later"])
def test_an_amendment_moves_the_deadline_and_keeps_the_old_one(database: Database, order: tuple[Dispatch, ...]) -> None:
    read(database, *order)
    with database.reading() as session:
        task = row(session, "t1")
        assert task.deadline == MOVED
        (step,) = reviews.history(session, task.document_id, record=task.id, field="deadline")
        assert (step.by_document, step.before["end"], step.after["end"]) == ("88/QĐ-UBND", "2024-06-15", "2024-11-30")
        found = [d for d in questions.due(session, today=date(2024, 6, 1)) if d.day == date(2024, 11, 30)]
        assert [(d.document, d.moved_by) for d in found] == [("41/KH-UBND", "88/QĐ-UBND")]  # and not a second time


def test_reading_the_plan_again_leaves_the_moved_deadline(database: Database) -> None:
    read(database, PLAN, AMENDING, PLAN, AMENDING)
    with database.reading() as session:
        assert row(session, "t1").deadline == MOVED
        assert len(reviews.history(session, 1)) == 1


def test_a_task_that_comes_back_with_an_amended_deadline_says_else_what_is_read_now(database: Database) -> None:
    others = replace(PLAN, tasks=PLAN.tasks[1:])
    first = replace(PLAN.tasks[0], deliverable="báo cáo", lead=(SCIENCE,))
    read(database, PLAN, AMENDING, others, replace(PLAN, tasks=(first, *PLAN.tasks[1:])))
    with database.reading() as session:
        task = row(session, "t1")
        assert (task.deadline, task.deliverable) == (MOVED, "báo cáo")
        assert [party.name for party in task.parties if party.role == "lead"] == [SCIENCE.name]


def test_a_wrong_match_is_undone_by_a_person_and_stays_undone(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    read(database, PLAN, AMENDING)
    with database.reading() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        assert len(questions.due(session, today=date(2024, 6, 1))) == 5


def test_an_amendment_that_turns_out_to_move_nothing_is_taken_back(database: Database) -> None:
    read(database, PLAN, AMENDING, replace(AMENDING, tasks=()))
    with database.reading() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline


def test_a_persons_deadline_is_not_moved_but_flagged(database: Database) -> None:
    read(database, PLAN)
    with database.writing() as session:
        reviews.change(session, 1, {"deadline": replace(MOVED, end=date(2024, 7, 1))}, LAN, version=1)
    read(database, AMENDING)
    with database.reading() as session:
        assert (row(session, "t1").deadline_end, row(session, "t1").differs) == (date(2024, 7, 1), True)


@pytest.mark.parametrize("order", list(permutations((PLAN, REPORT))), ids=["plan first", "plan later"])
def test_results_of_a_report_are_proposed_for_a_person_to_confirm(
    database: Database, order: tuple[Dispatch, ...]
) -> None:
    result = replace(REPORT.results[0], content="100% cơ quan duy trì hệ thống", measure="cơ quan duy trì hệ thống",
                     value=96.0, of=None, unit="%")  # fmt: skip
    report = replace(REPORT, citations=(citing("implements"),), results=(result,))
    read(database, *(report if d is REPORT else d for d in order))
    with database.writing() as session:
        (entry,) = session.scalars(select(tables.Progress))
        assert (entry.standing, entry.record_id, entry.value) == ("proposed", row(session, "m1").id, 96.0)
        assert questions.due(session, today=date(2024, 3, 1), unit="khoa hoc")[-1].state == "not_due"
        progress.confirm(session, entry.id, LAN, done=True)
        with pytest.raises(errors.Overtaken):
            progress.dismiss(session, entry.id, LAN)
    read(database, report)
    with database.reading() as session:
        (entry,) = session.scalars(select(tables.Progress))
        assert (entry.standing, entry.decided_by) == ("confirmed", "Lan")
        assert questions.due(session, today=date(2025, 3, 1), unit="khoa hoc")[-1].state == "done"


@pytest.mark.parametrize(
    ("day", "today", "done", "superseded", "state"),
    [
        ((2024, 6, 15), (2024, 6, 1), None, False, "not_due"),
        ((2024, 6, 15), (2024, 6, 8), None, False, "due_soon"),
        ((2024, 6, 15), (2024, 6, 15), None, False, "due_soon"),
        ((2024, 6, 15), (2024, 6, 16), None, False, "overdue"),
        ((2024, 6, 15), (2024, 6, 16), (2024, 6, 15), False, "done"),
        ((2024, 6, 15), (2024, 6, 30), (2024, 6, 16), False, "done_late"),
        ((2024, 6, 15), (2024, 6, 30), None, True, "superseded"),
        ((2024, 6, 15), (2024, 6, 30), (2024, 6, 10), True, "done"),
        (None, (2024, 6, 30), None, False, "undated"),
        (None, (2024, 6, 30), (2024, 6, 10), False, "done"),
    ],
)
def test_states_by_the_day(day, today, done, superseded: bool, state: str) -> None:
    named = date(*day) if day else None
    achieved = date(*done) if done else None
    assert state_of(named, date(*today), done_on=achieved, superseded=superseded) == state


def test_a_recurring_deadline_unfolds_into_occurrences_with_their_own_state(database: Database) -> None:
    assert occurrences(EVERY_YEAR, date(2024, 2, 26), date(2023, 1, 1), date(2026, 6, 1)) == (
        date(2024, 12, 15), date(2025, 12, 15),
    )  # fmt: skip
    read(database, PLAN)
    with database.writing() as session:
        done = Achieved(on=date(2024, 12, 20), done=True, occurrence=date(2024, 12, 15))
        progress.report(session, row(session, "t2").id, done, LAN)
        found = questions.due(session, today=date(2026, 2, 1), since=date(2024, 7, 1), until=date(2026, 12, 31))
    assert [(d.day, d.state) for d in found if d.deadline == EVERY_YEAR] == [
        (date(2024, 12, 15), "done_late"), (date(2025, 12, 15), "overdue"), (date(2026, 12, 15), "not_due"),
    ]  # fmt: skip


def a_plan(paths: tuple[str, ...]) -> Dispatch:
    """The plan with a task at each place."""
    tasks = tuple(
        Task(id=f"t{n}", content=f"việc tại {path}", lead=(SCIENCE,), deadline=BY_DATE, path=path)
        for n, path in enumerate(paths)
    )
    return replace(PLAN, tasks=tasks, targets=())


PLACES = ("II > 1 > a", "III > 1 > a", "III > 2 > a", "III > 2 > b", "III > 2 > đ", "III > 3", "Phụ lục I > dòng 2",
          "Phụ lục II > dòng 2")  # fmt: skip


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("điểm a khoản 2 Mục III của Kế hoạch số 41/KH-UBND", {"III > 2 > a"}),
        ("điểm a, điểm b khoản 2 Mục III Kế hoạch số 41/KH-UBND", {"III > 2 > a", "III > 2 > b"}),
        ("điểm a, b và đ khoản 2 Mục III Kế hoạch số 41", {"III > 2 > a", "III > 2 > b", "III > 2 > đ"}),
        ("điểm d khoản 2 Mục III Kế hoạch số 41/KH-UBND", set()),
        ("khoản 2 Mục III Kế hoạch số 41", {"III > 2 > a", "III > 2 > b", "III > 2 > đ"}),
        ("điểm a khoản 1 và khoản 3 Mục III Kế hoạch số 41", {"III > 1 > a", "III > 3"}),
        ("khoản 1 đến 3 Mục III Kế hoạch số 41", {p for p in PLACES if p.startswith("III")}),
        ("Mục II, Mục III Kế hoạch số 41", {p for p in PLACES if p.startswith("I")}),
        ("điểm a khoản 1 Kế hoạch số 41", set()),
        ("dòng 2 Phụ lục II ban hành kèm theo Kế hoạch số 41", {"Phụ lục II > dòng 2"}),
        ("số thứ tự 2 Phụ lục I ban hành kèm theo Kế hoạch số 41", {"Phụ lục I > dòng 2"}),
        ("dòng 2 ban hành kèm theo Kế hoạch số 41", set()),
        ("cụm từ “khoản 2 Mục III” tại Kế hoạch số 41", set()),
        ("một phần Kế hoạch số 41/KH-UBND", set()),
    ],
)
def test_points_that_are_repealed_end_with_the_link_and_the_rest_stays_open(words: str, ended: set[str]) -> None:
    assert under(PLACES, points_named(words)) == ended


REPEALING = decision("77/QĐ-UBND", date(2024, 5, 2), saying("điểm a khoản 2 Mục III Kế hoạch số 41", "repeals"))


@pytest.mark.parametrize("later", [False, True], ids=["plan first", "plan later"])
def test_the_tasks_of_a_repealed_point_are_superseded(database: Database, later: bool) -> None:
    plan = a_plan(PLACES)
    read(database, *((REPEALING, plan) if later else (plan, REPEALING)))
    assert ended(database) == {"III > 2 > a": "77/QĐ-UBND"}
    read(database, plan, REPEALING)
    assert ended(database) == {"III > 2 > a": "77/QĐ-UBND"}
    with database.reading() as session:
        (step,) = reviews.history(session, 1 + later)
        assert (step.action, step.field, step.by_document) == ("amend", "superseded", "77/QĐ-UBND")
        asked = timetable.Asked(state="superseded")
        assert timetable.page(session, asked, today=date(2024, 6, 1), offset=0, limit=9).total == 1
        assert timetable.page(session, asked, today=date(2024, 5, 1), offset=0, limit=9).total == 0, "not issued yet"
    assert list(upkeep.check(database)) == []


def test_a_point_stands_again_when_the_repeal_is_read_otherwise_or_ends_itself(database: Database) -> None:
    read(database, a_plan(PLACES), REPEALING)
    read(database, replace(REPEALING, citations=(saying("điểm b khoản 2 Mục III Kế hoạch số 41", "repeals"),)))
    assert ended(database) == {"III > 2 > b": "77/QĐ-UBND"}
    read(database, decision("99/QĐ-UBND", date(2024, 5, 9), citing("repeals", "77/QĐ-UBND", date(2024, 5, 2))))
    assert ended(database) == {}


def test_a_person_undoes_the_end_of_a_point_and_it_stays_undone(database: Database) -> None:
    read(database, a_plan(PLACES), REPEALING)
    with database.writing() as session:
        reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    assert ended(database) == {}
    read(database, a_plan(PLACES), REPEALING)
    assert ended(database) == {}


def ended(database: Database) -> dict[str, str]:
    """The places whose tasks are superseded, and by what; the same by each question."""
    with database.reading() as session:
        paths = {r.id: str(r.path) for r in session.scalars(select(tables.Record))}
        today = date(2024, 6, 1)
        found = {paths[d.id]: str(d.superseded_by) for d in questions.due(session, today=today) if d.superseded_by}
        lines = followed(session, today=today)
        assert {str(f.path): f.source.superseded_by for f in lines if f.state == "superseded"} == found
        plan = next(d.id for d in session.scalars(select(tables.Document)) if d.number == "41/KH-UBND")
        assert {paths[m.id]: m.superseded_by for m in questions.marks(session, plan) if m.superseded_by} == found
    return found


ENDING_IT = decision("99/QĐ-UBND", date(2024, 6, 20), citing("repeals", "88/QĐ-UBND", date(2024, 5, 20)))


def rejected(database: Database) -> None:
    with database.writing() as session:
        task = row(session, "a1")
        reviews.reject(session, task.id, LAN, version=task.version)


def renumbered(database: Database) -> None:
    with database.writing() as session:
        plan = session.scalars(select(tables.Document).filter_by(number="41/KH-UBND")).one()
        reviews.change_document(session, plan.id, {"number": "47/KH-UBND"}, LAN, version=plan.version)


ENDS = {
    "a person rejects the amending task": rejected,
    "a person mends the number of the plan": renumbered,
    "read again, it amends nothing": lambda database: read(database, replace(AMENDING, citations=())),
    "read again, it orders something else": lambda database: read(database, replace(AMENDING, tasks=())),
    "it is repealed": lambda database: read(database, ENDING_IT),
    "it is replaced": lambda database: read(
        database, replace(ENDING_IT, citations=(replace(ENDING_IT.citations[0], relation="replaces"),))
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_moved_deadline_goes_back_with_what_moved_it_at_once_and_says_so(database: Database, end: str) -> None:
    read(database, PLAN, AMENDING)
    ENDS[end](database)
    with database.reading() as session:
        task = row(session, "t1")
        assert task.deadline == PLAN.tasks[0].deadline
        (step,) = reviews.history(session, task.document_id, record=task.id, field="deadline")
        assert (step.by_document, step.undone) == ("88/QĐ-UBND", True)
        back = session.scalars(select(tables.Review).filter_by(undoes_id=step.review)).one()
        assert (back.action, back.who) == ("amend", None)
        day = PLAN.tasks[0].deadline.end
        assert [(d.day, d.moved_by) for d in questions.due(session, today=NOON.date()) if d.id == task.id] == [
            (day, None)
        ]
    assert list(upkeep.check(database)) == []


def test_it_moves_again_when_the_amendment_holds_again(database: Database) -> None:
    read(database, PLAN, AMENDING, ENDING_IT, replace(ENDING_IT, citations=()))
    with database.writing() as session:
        assert row(session, "t1").deadline == MOVED
        task = row(session, "a1")
        reviews.reject(session, task.id, LAN, version=task.version)
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        reviews.undo(session, session.scalars(select(tables.Review.id).filter_by(action="reject")).one(), LAN)
        assert row(session, "t1").deadline == MOVED


def test_what_a_person_undid_stays_undone_though_the_relation_comes_and_goes(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        back = reviews.undo(session, reviews.history(session, 1)[0].review, LAN)
    read(database, replace(AMENDING, citations=()), AMENDING)
    with database.writing() as session:
        assert row(session, "t1").deadline == PLAN.tasks[0].deadline
        reviews.undo(session, back, LAN)
        assert row(session, "t1").deadline == MOVED


def test_words_that_a_person_mends_in_the_plan_leave_the_moved_deadline(database: Database) -> None:
    read(database, PLAN, AMENDING)
    with database.writing() as session:
        task = row(session, "t1")
        reviews.change(session, task.id, {"content": "lập kế hoạch đánh giá"}, LAN, version=task.version)
        assert row(session, "t1").deadline == MOVED


def test_a_result_that_a_person_rejects_is_proposed_no_more(database: Database) -> None:
    read(database, PLAN, replace(REPORT, citations=(citing("implements"),)))
    with database.writing() as session:
        assert len(session.scalars(select(tables.Progress)).all()) == 1
        result = row(session, "r1")
        reviews.reject(session, result.id, LAN, version=result.version)
        assert session.scalars(select(tables.Progress)).all() == []


def test_a_part_that_is_repealed_supersedes_nothing_else(database: Database) -> None:
    read(database, PLAN, decision("77/QĐ-UBND", date(2024, 5, 2), saying("khoản 9 Mục II Kế hoạch số 41", "repeals")))
    with database.reading() as session:
        found = questions.due(session, today=date(2024, 6, 1))
    assert found
    assert {d.superseded_by for d in found} == {None}


@pytest.mark.parametrize(
    ("words", "paths", "which"),
    [
        ("thời hạn tại dòng 11 Phụ lục điều chỉnh thành", ("Phụ lục > dòng 11", "Phụ lục > dòng 1"), 0),
        ("điều chỉnh điểm b mục 2 như sau", ("II > 2 > a", "II > 2 > b"), 1),
        ("thời hạn nêu tại điểm a khoản 2 Điều 3 là", ("Điều 2 > khoản 2 > điểm a", "Điều 3 > khoản 2 > điểm a"), 1),
        ("STT 4, Phụ lục II hoàn thành", ("Phụ lục I > dòng 4", "Phụ lục II > dòng 4"), 1),
        ("số thứ tự 4 hoàn thành", ("Phụ lục I > dòng 4", "Phụ lục II > dòng 4"), None),
        ("khoản 7 hoàn thành", ("Điều 3 > khoản 2", "Điều 3 > khoản 17"), None),
        ("hoàn thành trong tháng 11", ("11", "Phụ lục > dòng 11"), None),
    ],
)
def test_an_amendment_that_names_only_a_place(
    database: Database, words: str, paths: tuple[str, str], which: int | None
) -> None:
    orders = ("niêm yết tại bộ phận một cửa", "cử người dự tập huấn ở tỉnh")
    told = tuple(
        Task(id=f"t{n}", content=content, lead=(SCIENCE,), deadline=BY_DATE, path=path)
        for n, (content, path) in enumerate(zip(orders, paths, strict=True))
    )
    changed = Task(id="a1", content=f"{words} trước ngày 30/11/2024", lead=(SCIENCE,), deadline=MOVED)
    read(
        database,
        replace(PLAN, tasks=told, targets=()),
        decision("88/QĐ-UBND", date(2024, 5, 2), citing("amends"), tasks=(changed,)),
    )
    with database.reading() as session:
        moved = [n for n in range(2) if row(session, f"t{n}").deadline == MOVED]
    assert moved == ([] if which is None else [which])


def test_a_number_that_a_person_mends_ends_what_was_taken_to_replace_it(database: Database) -> None:
    read(database, PLAN, REPLACING)
    with database.writing() as session:
        plan = session.scalars(select(tables.Document).filter_by(number="41/KH-UBND")).one()
        reviews.change_document(session, plan.id, {"number": "47/KH-UBND"}, LAN, version=plan.version)
    with database.writing() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == []
        reviews.undo(session, session.scalars(select(tables.Review.id)).one(), LAN)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == ["replaces"]
