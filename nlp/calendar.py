"""Working days by the Vietnamese calendar: weekends, Tết and the other public holidays, and the days swapped with them.

The days come from the `holidays` library, which knows the Labour Code's holidays and most of the swaps announced up to
its release; `knowledge/swapped_days.toml` adds the others. After the last year whose swaps are announced, a term that
runs over days which its government has yet to settle has no answer.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import holidays

FIRST, LAST = 1995, 2100
"""The years whose public holidays are known; outside them there is no answer rather than a wrong one."""

LONGEST = 1_000
"""Working days counted at most: no term of an order is longer."""


def add_working_days(start: date, count: int) -> date | None:
    """The `count`-th working day after `start` (before it, when negative), which is itself not counted.

    Bộ luật Dân sự 2015, Điều 147: a term given in days begins with the day after the event. None where `count` is 0 or
    past `LONGEST`, or a day lies outside `FIRST` to `LAST` or is not settled yet.
    """
    if not 0 < abs(count) <= LONGEST:
        return None
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        if not FIRST <= day.year <= LAST or not is_settled(day):
            return None
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`."""
    off, worked = _swapped()
    return day in worked or (day not in off and _around(day.year).is_working_day(day))


def is_settled(day: date) -> bool:
    """Whether it is known if offices work on `day`.

    Bộ luật Lao động 2019, Điều 112: which days are off around Tết and National Day is decided for each year, and a
    working day that stands alone between days off is mostly swapped with a Saturday.
    """
    if day.year <= announced():
        return True
    beside = (day - timedelta(days=1), day + timedelta(days=1))
    if any(OF_EACH_YEAR in (holiday_name(d) or "") for d in (day, *beside)) or (day.month == 9 and day.day <= 3):
        return False
    return not is_working_day(day) or any(map(is_working_day, beside))


OF_EACH_YEAR = "Tết Nguyên Đán"


@cache
def announced() -> int:
    """The last year whose swapped days the library knows."""
    return int(max(_around(FIRST).special_public_holidays))


def holiday_name(day: date) -> str | None:
    """The public holiday on `day`, in Vietnamese, or None."""
    return _around(day.year).get(day)


@cache
def _around(year: int) -> holidays.HolidayBase:
    # A swap may cross the new year, and the library keeps it with the year of the day off.
    return holidays.country_holidays("VN", years=(year - 1, year, year + 1), language="vi", expand=False)


@cache
def _swapped() -> tuple[frozenset[date], frozenset[date]]:
    """(days off, days worked) that the library does not have."""
    swaps = tomllib.loads((files("nlp") / "knowledge" / "swapped_days.toml").read_text("utf-8"))["swap"]
    return frozenset(swap["off"] for swap in swaps), frozenset(swap["worked"] for swap in swaps)
