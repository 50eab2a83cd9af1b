"""What a reviewer types, and how it is understood; what was worked out, and from what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dispatches import PLAN

from models.errors import Refused
from models.records import Deadline, Evidence, Letterhead, Relative, Task, Unit
from review.desk import made
from review.desk.shown import places_of, said
from review.desk.typed import a_day, a_number, deadline, understood, with_accents

HEAD = replace(PLAN.letterhead, subject="Kiểm tra, rà soát", issued_on=date(2024, 3, 5))


@pytest.mark.parametrize(
    ("typed", "kind", "start", "end", "rrule"),
    [
        ("quý 3", "during", date(2024, 7, 1), date(2024, 9, 30), None),
        ("quy 3", "during", date(2024, 7, 1), date(2024, 9, 30), None),
        ("Q3", "during", date(2024, 7, 1), date(2024, 9, 30), None),
        ("q4/2025", "during", date(2025, 10, 1), date(2025, 12, 31), None),
        ("trước 15/12 hằng năm", "recurring", None, None, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("truoc 15/12 hang nam", "recurring", None, None, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("ngay 20 hang thang", "recurring", None, None, "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("15/12", "by", None, date(2024, 12, 15), None),
        ("thang 6", "during", date(2024, 6, 1), date(2024, 6, 30), None),
        ("10 ngày làm việc kể từ ngày ký", "relative", None, date(2024, 3, 19), None),
        ("10 ngay lam viec ke tu ngay ky", "relative", None, date(2024, 3, 19), None),
        ("thuong xuyen", "ongoing", None, None, None),
    ],
)
def test_deadlines_in_words_with_and_without_accents(
    typed: str, kind: str, start: date | None, end: date | None, rrule: str | None
) -> None:
    found = deadline(typed, HEAD)
    assert (found.kind, found.start, found.end, found.rrule) == (kind, start, end, rrule)


@pytest.mark.parametrize("typed", ["khi nào xong thì báo", "31/2", "???"])
def test_what_is_not_understood_is_said_to_be_so_and_never_guessed(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        deadline(typed, HEAD)
    assert typed in refused.value.wording.vi


def test_a_bare_day_of_a_document_without_a_date_wants_its_year() -> None:
    with pytest.raises(Refused, match="year"):
        deadline("15/12", replace(HEAD, issued_on=None))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("quy 3", "quý 3"), ("truoc ngay 5/6", "trước ngày 5/6"), ("quý 3", "quý 3"), ("ke tu ngay ky", "kể từ ngày ký")],
)
def test_accents_are_put_back_only_where_there_are_none(typed: str, meant: str) -> None:
    assert with_accents(typed) == meant


@pytest.mark.parametrize(
    ("typed", "value"), [("1.234,5", 1234.5), ("90%", 90), ("4,2 triệu", 4200000), ("06", 6), (7, 7)]
)
def test_numbers_as_they_are_written_here(typed: Any, value: float) -> None:
    assert a_number(typed) == value


@pytest.mark.parametrize("typed", ["05/03/2024", "5-3-2024", "2024-03-05", "5.3.24"])
def test_days_as_they_are_written_here(typed: str) -> None:
    assert a_day(typed) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("task", "deliverable", "  Báo   cáo ", "Báo cáo"),
        ("task", "deadline", "", None),
        ("task", "lead", [], []),
        ("document", "issued_on", "5/3/2024", "2024-03-05"),
        ("document", "recipients", "- Như Điều 3;\n\n- Lưu: VT.", ["- Như Điều 3;", "- Lưu: VT."]),
        ("target", "value", "85%", 85.0),
        ("target", "comparator", "ge", "ge"),
    ],
)
def test_each_field_takes_its_own_kind_of_value(kind: str, field: str, typed: Any, value: Any) -> None:
    assert understood(kind, field, typed, HEAD).value == value


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        ("task", "evidence", "x"), ("task", "content", "  "), ("target", "value", "nhiều"),
        ("target", "comparator", "≥≥"),
        ("document", "issued_on", "hôm qua"), ("task", "deliverable", "x" * 30_000),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(kind: str, field: str, typed: Any) -> None:
    with pytest.raises(Refused):
        understood(kind, field, typed, HEAD)


def test_a_unit_that_is_only_typed_is_an_office_of_the_documents_place() -> None:
    (unit,) = understood("task", "lead", ["Sở Nội vụ"], HEAD).value
    assert unit["canonical"] == "Sở Nội vụ tỉnh Lâm Sơn"


TEN_DAYS = Relative(duration="P10D", working_days=True, from_="signing")  # type: ignore[call-arg]


def day(text: str, **more: Any) -> Deadline:
    return Deadline(text=text, kind=more.pop("kind", "by"), **more)


@pytest.mark.parametrize(
    ("value", "text", "notes"),
    [
        (day("trước ngày 15/12/2024", end=date(2024, 12, 15), boundary="before"), "trước 15/12/2024", ()),
        (
            day("chậm nhất 30/6", end=date(2024, 6, 30), boundary="by"),
            "đến 30/06/2024", ("năm 2024 suy từ ngày ban hành 05/03/2024",),
        ),
        (
            day("quý II", kind="during", start=date(2024, 4, 1), end=date(2024, 6, 30)),
            "01/04/2024 – 30/06/2024", ("năm 2024 suy từ ngày ban hành 05/03/2024",),
        ),
        (
            day("10 ngày làm việc", kind="relative", end=date(2024, 3, 19), relative=TEN_DAYS),
            "đến 19/03/2024", ("tính từ ngày ký 05/03/2024 theo ngày làm việc",),
        ),
        (
            day("trước 15/12 hằng năm", kind="recurring", rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
            "trước 15/12 hằng năm", ("lần tới 15/12/2024",),
        ),
    ],
)  # fmt: skip
def test_what_was_worked_out_says_from_what(value: Deadline, text: str, notes: tuple[str, ...]) -> None:
    shown, _, told = said("deadline", value, HEAD, date(2024, 4, 1), "vi")
    assert (shown, told) == (text, notes)


def test_the_year_may_come_from_the_subject() -> None:
    head = replace(HEAD, subject="Kế hoạch cải cách năm 2025")
    value = day("tháng 6", kind="during", start=date(2025, 6, 1), end=date(2025, 6, 30))
    assert said("deadline", value, head, date(2024, 4, 1), "en")[2] == ("the year 2025 is from the subject",)


def test_a_field_lights_the_places_that_hold_its_words() -> None:
    def place(text: str) -> Evidence:
        return Evidence(page=1, bbox=(0, 0, 1, 1), text=text, origin="ocr")

    places = (place("báo cáo kết quả trước ngày 15/6"), place("1. Sở Nội vụ:"), place("PHỤ LỤC"))
    assert places_of(Unit(name="Sở Nội vụ"), places) == (1,)
    assert places_of(day("trước ngày 15/6"), places) == (0,)
    assert places_of("không đâu có", places) == (0, 1, 2)


def test_chosen_words_become_a_task_with_what_they_say() -> None:
    words = "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính báo cáo Ủy ban nhân dân tỉnh trước ngày 15/6/2024"
    task = made.from_words("task", words, 2, (10, 20, 300, 40), HEAD)
    assert isinstance(task, Task)
    assert [u.name for u in task.lead] == ["Sở Nội vụ"]
    assert task.deadline
    assert task.deadline.end == date(2024, 6, 15)
    assert (task.evidence[0].page, task.evidence[0].origin) == (2, "reviewer")


def test_words_without_a_number_are_no_target() -> None:
    with pytest.raises(Refused, match="no number"):
        made.from_words("target", "nâng cao nhận thức", 1, None, Letterhead())


def test_parts_keep_the_units_and_take_their_own_time() -> None:
    parts = made.parts_of(PLAN.tasks[0], ["rà soát quy trình", "báo cáo trước ngày 20/11/2024", "  "], date(2024, 3, 5))
    assert [p.content for p in parts] == ["rà soát quy trình", "báo cáo trước ngày 20/11/2024"]
    assert isinstance(parts[0], Task)
    assert isinstance(parts[1], Task)
    assert parts[0].lead == PLAN.tasks[0].lead == parts[1].lead
    assert parts[0].deadline == PLAN.tasks[0].deadline
    assert parts[1].deadline
    assert parts[1].deadline.end == date(2024, 11, 20)
