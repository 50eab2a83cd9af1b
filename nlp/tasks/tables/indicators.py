"""Targets in tables: a row is an indicator, a column of values a year or a period; each value is a target.

Beside tasks a column of indicators says how much of each task is to be reached. A table may also hand out one
indicator to many ("Đơn vị | Chỉ tiêu giao"): then the values' heading says what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.transcript import Cell
from models.records import Target
from nlp.deadlines import read_deadline
from nlp.evidence import Stretch, stretch_of
from nlp.language import fold
from nlp.measures.indicators import read_indicator_row
from nlp.tasks.passage import TablePassage
from nlp.tasks.tables.columns import AIM_TITLE, Columns, Role, plain, text_of
from nlp.tasks.tables.orders import Row, columns_of, rows_of, said, units_of


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target of a table, the cells it was read from, and the way to its row."""

    target: Target
    places: tuple[Stretch, ...]
    path: str


def indicators_in(passage: TablePassage, issued_on: date | None) -> Iterator[Indicator]:
    """The targets that the table of `passage` sets; columns of what was reached before set none."""
    columns = columns_of(passage.table, issued_on)
    if columns is None or not sets_targets(columns):
        return
    named, values = named_and_values(columns)
    grid = passage.table.grid()
    above: tuple[str, tuple[Cell, ...]] = ("", ())
    for row in rows_of(passage.table, columns):
        cell = grid[row.number][named]
        name = " ".join(text_of(cell).split())
        if row.group or not cell or not re.search(r"[^\W\d_]{2}", name) or SUM.match(fold(name)):
            continue
        filled = [(columns.titles[c], v) for c in values if (v := grid[row.number][c]) and v.text.strip()]
        if values and not filled:
            above = (name, (cell,)) if row.label[:1].isalnum() else above
            continue
        above = ("", ()) if row.label[:1].isalnum() else above
        step = f"dòng {row.label or row.number}"
        path = f"{passage.path} > {step}" if passage.path else step
        for target, cells in targets_of(
            row, columns, " - ".join(filter(None, (above[0], name))), filled, passage, issued_on
        ):
            yield Indicator(target, tuple(stretch_of(p) for c in (*above[1], cell, *cells) for p in c.paragraphs), path)


def targets_of(
    row: Row,
    columns: Columns,
    name: str,
    filled: list[tuple[str, Cell]],
    passage: TablePassage,
    issued_on: date | None,
) -> Iterator[tuple[Target, tuple[Cell, ...]]]:
    """(target, the cell of its value) for each value of `row`, whose indicator is `name`."""
    unit = said(row, "measure") or None
    owners = tuple(u.value for u in units_of(row)[0])
    period = read_deadline(said(row, "deadline"), issued_on) if "deadline" in row.cells else None
    period = period or passage.inherited.period
    if not filled:
        for target in read_indicator_row(name, owners=owners, issued_on=issued_on, period=period):
            if target:
                yield target, ()
    for title, cell in filled:
        if not {"task", "indicator"} & set(columns.roles):  # handed out: the heading names what, the row whom
            named, unit = WITHOUT_UNIT.sub("", title), unit or counted_in(title)
        else:
            named = name
        words = " ".join(cell.text.split())
        if "task" in columns.roles and len(words.split()) >= STATED:
            found = read_indicator_row(words, owners=owners, issued_on=issued_on, period=period)
        else:
            pairs = [(title, cell.text)]
            found = read_indicator_row(named, pairs, unit=unit, owners=owners, issued_on=issued_on, period=period)
        for target in found:
            if target:
                yield target, (cell,)


STATED = 5
"""Words of a cell beside a task that state their own aim: "100% hồ sơ được số hóa"."""

SUM = re.compile(r"(?:tổng(?: cộng| số)?|cộng|toàn tỉnh|toàn xã)\W*$")
"""Rows of sums, which are nobody's."""

WITHOUT_UNIT = re.compile(r"\s*\((?:đvt|đơn vị(?: tính)?)?\W*[^()]*\)\s*$", re.IGNORECASE)


def counted_in(title: str) -> str | None:
    """The unit that a heading gives in brackets: "Chỉ tiêu giao (người)"."""
    found = re.search(r"\((?:(?:đvt|đơn vị tính|đơn vị)\s*:?\s*)?([^()\d]{1,30})\)\s*$", title, re.IGNORECASE)
    return found[1].strip() if found else None


def named_and_values(columns: Columns) -> tuple[int, list[int]]:
    """(the column that says what is measured, or for whom, the columns that say how much)."""
    values = [c for c in columns.of("value") if not REACHED.search(fold(columns.titles[c]))]
    indicators = columns.of("indicator")
    if not indicators:
        return columns.of("lead")[0], values
    if "task" in columns.roles and len(indicators) == 1 and not values:
        return columns.of("task")[0], [*indicators]
    return indicators[0], [*indicators[1:], *values]


REACHED = re.compile(
    r"thực hiện(?: năm)? 20\d\d|hiện trạng|ước|đã đạt|kết quả (?:năm|thực hiện)|năm trước|cùng kỳ|so sánh"
)
"""Columns of what was: baselines, not aims."""


def sets_targets(columns: Columns) -> bool:
    """Whether a table with these columns is one of indicators with their values, or of tasks with their aims."""
    roles: set[Role | None] = set(columns.roles)
    titled = [c for c in columns.of("indicator") if AIM_TITLE.match(plain(columns.titles[c]))]
    if "task" in roles:
        return bool(titled) and "step" not in roles
    if "indicator" in roles:
        return bool(roles & {"value", "measure"}) or (bool(titled) and bool(roles & {"lead", "roles"}))
    given = [c for c in columns.of("value") if AIM_TITLE.match(plain(columns.titles[c]))]
    return bool(given) and len(columns.of("lead")) == 1
