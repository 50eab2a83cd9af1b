"""Working days by the Vietnamese calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.calendar import add_working_days, holiday_name, is_working_day


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        ("2025-11-17", 5, "2025-11-24"),  # over a weekend
        ("2025-11-22", 1, "2025-11-24"),  # from a Saturday
        ("2025-01-24", 1, "2025-02-03"),  # Tết Ất Tỵ: 25 January to 2 February
        ("2025-01-24", 5, "2025-02-07"),
        ("2024-02-07", 3, "2024-02-19"),  # Tết Giáp Thìn
        ("2025-04-25", 1, "2025-04-26"),  # a Saturday worked for Friday 2 May
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-12-31", 2, "2026-01-06"),  # Friday 2 January swapped with Saturday 10 January
        ("2026-01-09", 1, "2026-01-10"),
        ("2025-08-29", 1, "2025-09-03"),
        ("2025-02-03", -1, "2025-01-24"),
        ("2025-11-24", -5, "2025-11-17"),
    ],
)
def test_add_working_days(start: str, count: int, day: str) -> None:
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2014-12-27", True),  # worked for 2 January of the next year
        ("2019-01-05", True),  # worked for 31 December of the year before
        ("2018-12-31", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-02-17", False),
        ("2025-04-07", False),  # Giỗ Tổ Hùng Vương, by the moon
        ("2025-11-23", False),
        ("2025-11-20", True),
    ],
)
def test_is_working_day(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_holidays_have_their_vietnamese_name() -> None:
    assert holiday_name(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert holiday_name(date(2026, 3, 4)) is None


@pytest.mark.parametrize(
    ("start", "count"), [("1990-01-05", 3), ("2100-12-31", 1), ("2025-01-01", 0), ("2025-01-01", 10**9)]
)
def test_no_answer_where_the_calendar_is_not_known(start: str, count: int) -> None:
    assert add_working_days(date.fromisoformat(start), count) is None


@pytest.mark.parametrize(
    ("start", "count"),
    [
        ("2031-01-15", 10),  # over Tết
        ("2031-08-28", 5),  # over National Day
        ("2031-04-28", 5),  # Friday 2 May stands alone between a holiday and a Saturday
    ],
)
def test_no_answer_over_days_that_no_government_has_settled_yet(start: str, count: int) -> None:
    assert add_working_days(date.fromisoformat(start), count) is None


def test_a_term_between_them_has_its_answer() -> None:
    assert add_working_days(date(2031, 6, 2), 5) == date(2031, 6, 9)


@given(st.dates(date(2000, 1, 1), date(2026, 9, 1)), st.integers(1, 60))
def test_a_working_day_later_and_back(start: date, count: int) -> None:
    later = add_working_days(start, count)
    assert later is not None
    assert is_working_day(later)
    assert sum(is_working_day(start + timedelta(days=n + 1)) for n in range((later - start).days)) == count
    if is_working_day(start):
        assert add_working_days(later, -count) == start
