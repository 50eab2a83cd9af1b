"""What people type over lists and into progress: figures, days, spans of days."""

from datetime import date

import pytest
from followed import TODAY

from models.errors import Refused
from review.following.asked import View, day_of
from review.following.progress import figure


@pytest.mark.parametrize(
    ("written", "value"),
    [("", None), ("93,5", 93.5), ("1.250", 1250), ("1.250,5", 1250.5), ("12", 12), ("0.5", 0.5), ("1 200", 1200)],
)
def test_figures_are_read_as_clerks_write_them(written: str, value: float | None) -> None:
    assert figure(written) == value


@pytest.mark.parametrize("written", ["mười", "inf", "nan", "1e400", "9" * 40, "--"])
def test_what_is_no_figure_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        figure(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-03-05", date(2024, 3, 5)), ("5/3/2024", date(2024, 3, 5)), ("31/2/2024", None), ("mai", None), ("", None)],
)
def test_days_are_read_as_typed(written: str, day: date | None) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("week", (date(2024, 3, 18), date(2024, 3, 24))),
        ("4weeks", (date(2024, 3, 18), date(2024, 4, 14))),
        ("month", (date(2024, 3, 1), date(2024, 3, 31))),
        ("quarter", (date(2024, 1, 1), date(2024, 3, 31))),
    ],
)
def test_spans_are_counted_from_today(span, days: tuple[date, date]) -> None:
    view = View("/due", span, None, None, "", None, "", "week", "day", 1)
    assert view.days(TODAY) == days
