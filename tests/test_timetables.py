"""Times that a table gives over several columns, under a title, for a group of rows, or by a ditto mark."""

from collections.abc import Sequence

import pytest

from models.records import Deadline
from nlp.tasks.tables.timetables import Timed, read_spread, spreads, under_title
from tests.test_task_tables import orders, table

HEAD = ("TT", "Nội dung công việc", "Đơn vị chủ trì")
WORK = ("Rà soát quy hoạch bến đò", "Trồng cây ven kè", "Sửa nhà chờ bến đò", "Kiểm đếm phao cứu sinh")


def said(deadline: Deadline | None) -> str | None:
    if deadline is None:
        return None
    return f"{deadline.start or ''}..{deadline.end or ''}" if deadline.kind == "during" else str(deadline.end)


def due(titles: Sequence[str], *rows: Sequence[str]) -> list[str | None]:
    """What the rows of a table with these columns of times are due."""
    lines = [(str(n), WORK[n - 1], "Sở Xây dựng", *times) for n, times in enumerate(rows, 1)]
    return [said(o.deadline.value if o.deadline else None) for o in orders(table((*HEAD, *titles), *lines))]


@pytest.mark.parametrize(
    "titles",
    [
        ("Thời gian bắt đầu", "Thời gian kết thúc"),
        ("Ngày bắt đầu", "Ngày hoàn thành"),
        ("Thời gian từ ngày", "Thời gian đến ngày"),
    ],
)
def test_when_it_begins_and_when_it_ends(titles: tuple[str, str]) -> None:
    assert due(titles, ("01/4/2025", "30/6/2025"), ("Tháng 5", "Tháng 9"), ("", "30/6/2025"), ("01/4/2025", "")) == [
        "2025-04-01..2025-06-30",
        "2025-05-01..2025-09-30",
        "2025-06-30",
        "2025-04-01..",
    ]


def test_a_beginning_after_the_end_is_no_time() -> None:
    (order,) = orders(
        table((*HEAD, "Thời gian bắt đầu", "Thời gian kết thúc"), ("1", WORK[0], "Sở Y tế", "01/9/2025", "30/6/2025"))
    )
    assert order.deadline is None
    assert order.unread == "01/9/2025 30/6/2025"


def test_marks_under_periods() -> None:
    found = table(
        (*HEAD, "Thời gian thực hiện năm 2025", None, None, None),
        (None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV"),
        ("1", WORK[0], "Sở Xây dựng", "", "x", "", ""),
        ("2", WORK[1], "Sở Xây dựng", "", "x", "x", ""),
        ("3", WORK[2], "Sở Xây dựng", "", "x", "", "x"),
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 4)},
    )
    one, two, parted = orders(found)
    assert [said(o.deadline.value) if o.deadline else None for o in (one, two, parted)] == [
        "2025-04-01..2025-06-30",
        "2025-04-01..2025-09-30",
        None,
    ]
    assert two.deadline is not None
    assert two.deadline.value.text == "Quý II năm 2025 - Quý III năm 2025"
    assert parted.unread == "x x"


def test_marks_under_years() -> None:
    found = table(
        (*HEAD, "Thời gian", None, None),
        (None, None, None, "2025", "2026", "2027"),
        ("1", WORK[0], "Sở Xây dựng", "x", "", ""),
        ("2", WORK[1], "Sở Xây dựng", "", "x", "x"),
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 3)},
    )
    assert [said(o.deadline.value) for o in orders(found) if o.deadline] == [
        "2025-01-01..2025-12-31",
        "2026-01-01..2027-12-31",
    ]


@pytest.mark.parametrize(
    ("title", "cells", "times"),
    [
        ("Tháng", ("4", "5-6", "7, 8"), ["2025-04-01..2025-04-30", "2025-05-01..2025-06-30", "2025-07-01..2025-08-31"]),
        ("Quý", ("II", "III, IV"), ["2025-04-01..2025-06-30", "2025-07-01..2025-12-31"]),
        ("Thời gian hoàn thành (tháng/2026)", ("4",), ["2026-04-01..2026-04-30"]),
    ],
)
def test_a_bare_number_takes_its_word_from_the_title(title: str, cells: tuple[str, ...], times: list[str]) -> None:
    assert due((title,), *((cell,) for cell in cells)) == times


def test_a_ditto_mark_repeats_the_time_above() -> None:
    assert due(("Thời hạn",), ("30/6/2025",), ("nt",), ("-nt-",), ("Quý IV/2025",)) == [
        *["2025-06-30"] * 3,
        "2025-10-01..2025-12-31",
    ]
    assert due(("Thời hạn",), ("nt",)) == [None]


def test_a_group_of_rows_is_named_by_its_time() -> None:
    found = table(
        (*HEAD, "Thời gian"),
        ("Tháng 4/2025", None, None, None),
        ("1", WORK[0], "Sở Xây dựng", ""),
        ("Các đề án trình trong quý III năm 2025", None, None, None),
        ("2", WORK[1], "Sở Xây dựng", ""),
        ("Nhiệm vụ về đường thủy", None, None, None),
        ("3", WORK[2], "Sở Xây dựng", ""),
        spans={(1, 0): (1, 4), (3, 0): (1, 4), (5, 0): (1, 4)},
    )
    assert [said(o.deadline.value) if o.deadline else None for o in orders(found)] == [
        "2025-04-01..2025-04-30",
        "2025-07-01..2025-09-30",
        None,
    ]


def test_what_is_no_time_over_columns() -> None:
    assert not spreads((Timed("Thời gian trình", "30/4/2025"), Timed("Thời gian ban hành", "30/5/2025")))
    assert not spreads((Timed("Quý I", "x"), Timed("Quý II", "dự thảo")))
    assert not spreads((Timed("Quý I", ""), Timed("Quý II", "")))
    assert under_title(Timed("Tháng", "Theo tiến độ")) == "Theo tiến độ"
    assert read_spread((Timed("Bắt đầu", "Theo tiến độ"), Timed("Kết thúc", "nt")), lambda text: None) is None
