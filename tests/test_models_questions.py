"""Questions asked of the tracking sheet: what is known, what is due, for whom, and what needs a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dispatches import BY_DATE, EVERY_YEAR, EVERYBODY, PLAN, REPORT
from sqlalchemy.orm import Session

from models import questions, sheet, store, tables
from models.database import open_database
from models.records import Comparator, Deadline, Dispatch, Task

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
BEFORE = date(2024, 3, 1)


@pytest.fixture
def session(address: str) -> Iterator[Session]:
    database = open_database(address)
    with database.writing() as session:
        for dispatch in (PLAN, REPORT):
            keep(session, dispatch)
        session.add(
            tables.File(
                sha256="f" * 64, name="hỏng.pdf", size=1, first_seen=NOON, state="quarantined", reason_code="damaged",
                reason_vi="tệp bị hỏng", reason_en="damaged",
            )
        )  # fmt: skip
    with database.reading() as session:
        yield session
    database.close()


def keep(session: Session, dispatch: Dispatch) -> None:
    file = tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done")
    session.add(file)
    store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def test_the_list_is_newest_first_with_what_each_holds(session: Session) -> None:
    found = questions.documents(session)
    assert [(d.number, d.tasks, d.targets, d.results, d.problems) for d in found] == [
        ("87/BC-SKHCN", 0, 0, 1, 0),
        ("41/KH-UBND", 4, 1, 0, 1),
    ]
    assert found[1].issuer == "Ủy ban nhân dân tỉnh Lâm Sơn"
    assert found[1].files == ("ke-hoach.pdf",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("41/kh", ["41/KH-UBND"]),
        ("quan ly CHAT luong", ["41/KH-UBND"]),
        ("so khoa hoc", ["87/BC-SKHCN"]),
        ("tinh lam son", ["87/BC-SKHCN", "41/KH-UBND"]),
        ("Báo  cáo", ["87/BC-SKHCN"]),
        ("quang ngai", []),
    ],
)
def test_the_list_is_searched_as_a_clerk_types(session: Session, text: str, numbers: list[str]) -> None:
    assert [d.number for d in questions.documents(session, text=text)] == numbers


@pytest.mark.parametrize("reference", ["41/KH-UBND", "41/kh-ubnd", " 41 /KH-UBND", "ke-hoach.pdf", "1"])
def test_a_document_is_shown_by_number_file_or_id(session: Session, reference: str) -> None:
    assert [found for _, found in questions.find(session, reference)] == [PLAN]


@pytest.mark.parametrize("reference", ["42/KH-UBND", "none.pdf", "0", "99999999999999999999", "²"])
def test_a_document_that_is_not_there(session: Session, reference: str) -> None:
    assert questions.find(session, reference) == []


def test_what_is_due_stands_in_the_order_of_its_days(session: Session) -> None:
    found = questions.due(session, today=BEFORE)
    assert [(d.content, d.day, d.state) for d in found] == [
        ("xây dựng kế hoạch kiểm tra nội bộ", date(2024, 6, 15), "not_due"),
        ("báo cáo kết quả duy trì", date(2024, 12, 15), "not_due"),
        ("100% cơ quan duy trì hệ thống", date(2024, 12, 31), "not_due"),
        ("cử người tham gia đoàn", None, "undated"),
    ]


RULES = (
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=20",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5",
    "FREQ=QUARTERLY",
)


@pytest.mark.parametrize("until", [None, date(2024, 5, 1), date(2025, 2, 1)])
@pytest.mark.parametrize("since", [None, date(2024, 2, 1), date(2024, 7, 1)])
def test_the_first_of_what_is_due_are_the_first_of_all(
    session: Session, since: date | None, until: date | None
) -> None:
    """A page of a million is asked for in another way than the whole."""
    many = [
        Task(
            id=f"t{n}-{rule}",
            content=f"báo cáo đợt {n}",
            deadline=replace(EVERY_YEAR, rrule=rule, end=date(2024, n, 25) if n % 3 == 0 else None),
        )
        for n in range(1, 7)
        for rule in RULES
    ]
    for n, tasks in enumerate((many[:9], many[9:], PLAN.tasks)):
        head = replace(PLAN.letterhead, number=f"{50 + n}/KH-UBND", issued_on=date(2024, 1 + 4 * n, 10))
        file = replace(PLAN.file, sha256=f"{n}" * 64)
        keep(session, replace(PLAN, file=file, letterhead=head, tasks=tuple(tasks)))
    whole = questions.due(session, today=BEFORE, since=since, until=until)
    for limit in (1, 2, 3, 7, 15, 200):
        assert questions.due(session, today=BEFORE, since=since, until=until, limit=limit) == whole[:limit]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 6, 7), "not_due"),
        (date(2024, 6, 8), "due_soon"),
        (date(2024, 6, 15), "due_soon"),
        (date(2024, 6, 16), "overdue"),
    ],
)
def test_a_deadline_comes_near_and_passes(session: Session, today: date, state: str) -> None:
    assert questions.due(session, today=today)[0].state == state


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, date(2024, 6, 15), [(2024, 6, 15)]),
        (date(2024, 6, 16), date(2024, 12, 15), [(2024, 12, 15)]),
        (date(2024, 6, 16), None, [(2024, 12, 15), (2024, 12, 31)]),
        (date(2025, 1, 1), None, [(2025, 12, 15)]),
        (None, date(2024, 6, 14), []),
    ],
)
def test_what_is_due_between_two_days(
    session: Session, since: date | None, until: date | None, days: list[tuple[int, int, int]]
) -> None:
    found = questions.due(session, today=BEFORE, since=since, until=until)
    assert [d.day for d in found] == [date(*day) for day in days]


@pytest.mark.parametrize(
    ("unit", "contents"),
    [
        ("so khoa hoc va cong nghe", ["xây dựng kế hoạch kiểm tra nội bộ", "100% cơ quan duy trì hệ thống"]),
        ("Sở KH&CN", ["xây dựng kế hoạch kiểm tra nội bộ", "100% cơ quan duy trì hệ thống"]),
        ("nội vụ", ["xây dựng kế hoạch kiểm tra nội bộ", "cử người tham gia đoàn"]),
        ("sở, ban, ngành", ["xây dựng kế hoạch kiểm tra nội bộ", "báo cáo kết quả duy trì"]),
        ("sở y tế", []),
    ],
)
def test_what_is_due_for_a_unit_however_it_is_named(session: Session, unit: str, contents: list[str]) -> None:
    assert [d.content for d in questions.due(session, today=BEFORE, unit=unit)] == contents


@pytest.mark.parametrize(
    ("rrule", "end", "after", "day"),
    [
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", None, (2024, 12, 15), (2024, 12, 15)),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", None, (2024, 12, 16), (2025, 12, 15)),
        ("FREQ=MONTHLY;BYMONTHDAY=25", None, (2024, 2, 26), (2024, 3, 25)),
        ("FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=20", None, (2024, 6, 1), (2024, 11, 20)),
        ("FREQ=MONTHLY;BYMONTHDAY=25", (2024, 12, 31), (2024, 12, 26), None),
        ("FREQ=SOMETIMES", None, (2024, 1, 1), None),
        ("", None, (2024, 1, 1), None),
        (None, None, (2024, 1, 1), None),
    ],
)
def test_the_next_time_that_a_deadline_comes_round(
    rrule: str | None, end: tuple[int, int, int] | None, after: tuple[int, int, int], day: tuple[int, int, int] | None
) -> None:
    deadline = Deadline(text="định kỳ", kind="recurring", rrule=rrule, end=date(*end) if end else None)
    assert questions.next_time(deadline, date(2024, 1, 1), date(*after)) == (date(*day) if day else None)


def test_a_quarter_without_a_day_is_no_day(session: Session) -> None:
    quarterly = Deadline(text="định kỳ hằng quý", kind="recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    other = replace(
        REPORT, letterhead=replace(REPORT.letterhead, number="9/KH"), file=replace(REPORT.file, sha256="d" * 64)
    )
    keep(session, replace(other, results=(), tasks=(replace(PLAN.tasks[0], deadline=quarterly),)))
    assert [d.day for d in questions.due(session, today=BEFORE) if d.document == "9/KH"] == [None]


def test_what_needs_a_person(session: Session) -> None:
    assert [(w.name, w.state, w.reason_vi) for w in questions.waiting(session)] == [
        ("hỏng.pdf", "quarantined", "tệp bị hỏng")
    ]
    assert [(d.number, d.file, d.code, d.page) for d in questions.doubts(session)] == [
        ("41/KH-UBND", "ke-hoach.pdf", "day_by_hand", 1)
    ]


def test_how_much_is_known(session: Session) -> None:
    known = questions.counts(session)
    assert (known.documents, known.tasks, known.targets, known.results, known.citations) == (2, 4, 1, 1, 1)
    assert known.files == {"done": 2, "quarantined": 1}
    assert sheet.counts(known, "vi") == ("2 văn bản, 4 nhiệm vụ, 1 chỉ tiêu, 1 kết quả; tệp: 2 đã đọc, 1 cần người xem")


@pytest.mark.parametrize(
    ("deadline", "written"),
    [
        (BY_DATE, "15/06/2024"),
        (
            Deadline(text="Quý II", kind="during", start=date(2024, 4, 1), end=date(2024, 6, 30)),
            "01/04/2024 - 30/06/2024",
        ),
        (Deadline(text="thường xuyên", kind="ongoing"), "thường xuyên"),
        (Deadline(text="trong 5 ngày", kind="relative", end=date(2024, 3, 6)), "trong 5 ngày → 06/03/2024"),
        (Deadline(text="chậm nhất 30/6", kind="by"), "chậm nhất 30/6"),
        (None, ""),
    ],
)
def test_a_deadline_is_written_as_clerks_do(deadline: Deadline | None, written: str) -> None:
    assert sheet.when(deadline) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(5000, "5.000"), (4.2, "4,2"), (0.05, "0,05"), (50e12, "50.000.000.000.000"), (6, "6"), (-3, "-3")],
)
def test_a_number_is_written_the_vietnamese_way(value: float, written: str) -> None:
    assert sheet.figure(value) == written


def test_a_group_is_shown_under_its_own_name(session: Session) -> None:
    assert questions.due(session, today=BEFORE)[1].units == (EVERYBODY.name,)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ke hoach kiem tra NOI BO", [("41/KH-UBND", "task")]),
        ("Kế hoạch kiểm tra nội", [("41/KH-UBND", "task")]),
        ("duong", []),
        ("đã kiểm tra 78", [("87/BC-SKHCN", "result")]),
        ("41/KH-UBND", [("41/KH-UBND", "document")]),
        ("cử người Sở Nội vụ", [("41/KH-UBND", "task")]),
        ('"; DROP TABLE', []),
        ("()*:&|!", []),
    ],
)
def test_search_ignores_accents_and_case(session: Session, asked: str, found: list[tuple[str, str]]) -> None:
    assert [(f.number, f.kind) for f in questions.search(session, asked)] == found


def test_the_review_queue_begins_with_the_least_sure(session: Session) -> None:
    assert [r.confidence for r in questions.review_queue(session)] == [0.8, 0.85, 0.88, 0.9, 0.9, 0.93]
    assert [r.confidence for r in questions.review_queue(session, limit=2)] == [0.8, 0.85]


def test_the_workload_of_units(session: Session) -> None:
    found = questions.workload(session, today=date(2024, 7, 1))
    assert (found[0].unit, found[0].states) == (
        "Sở Khoa học và Công nghệ tỉnh Lâm Sơn", {"overdue": 1, "not_due": 1},
    )  # fmt: skip


def test_what_is_overdue(session: Session) -> None:
    assert [d.day for d in questions.overdue(session, today=date(2024, 7, 1))] == [date(2024, 6, 15)]


def test_a_plans_deadlines_and_those_of_what_carries_it_out(session: Session) -> None:
    assert len(questions.of_document(session, 1, today=BEFORE)) == 4
    assert questions.of_plan(session, 1, today=BEFORE) == questions.of_document(session, 1, today=BEFORE)


@pytest.mark.parametrize(
    ("comparator", "value", "value_max", "reached", "met"),
    [
        ("eq", 100.0, None, 96.0, False), ("ge", 90.0, None, 93.5, True), ("gt", 85.0, None, 85.0, False),
        ("le", 3.0, None, 3.0, True), ("lt", 50.0, None, 50.0, False), ("between", 8.0, 10.0, 9.0, True),
        ("between", 8.0, 10.0, 11.0, False), ("approx", 5.0, None, 5.0, None), ("increase", 3.0, None, 2.0, False),
    ],
)  # fmt: skip
def test_a_target_against_what_was_reached(
    comparator: Comparator, value: float, value_max: float | None, reached: float, met: bool | None
) -> None:
    assert questions.met(comparator, value, value_max, reached) is met
