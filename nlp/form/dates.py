"""Dates of issue as they are written: "ngày 05 tháng 3 năm 2020", "ngày 05/3/2020", "05.3.2020".

Only whole dates of documents; deadlines have a grammar of their own.
"""

import re
from datetime import date

WRITTEN = re.compile(
    r"ngày\s{0,3}(?P<day>\d{1,2})\s{0,3}tháng\s{0,3}(?P<month>\d{1,2})\s{0,3}năm\s{0,3}(?P<year>\d{4})(?!\d)", re.I
)
FIGURES = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?(?P<year>(?:19|20)\d{2})(?!\d)"
)


def find_date(text: str, start: int = 0) -> tuple[int, int, date] | None:
    """(start, end, date) of the first whole date in `text` from `start` on."""
    found = [
        (m.start(), m.end(), day)
        for pattern in (WRITTEN, FIGURES)
        for m in [pattern.search(text, start)]
        if m and (day := date_of(m["day"], m["month"], m["year"]))
    ]
    return min(found, default=None)


def date_of(day: str, month: str, year: str) -> date | None:
    """The date, None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
