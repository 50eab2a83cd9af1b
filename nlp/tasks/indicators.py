"""Targets in tables: a row is an indicator, a column of values a year or a period; each value is a target."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.records import Target
from nlp.evidence import Stretch, stretch_of
from nlp.language import fold
from nlp.measures.indicators import read_indicator_row
from nlp.tasks.columns import Columns
from nlp.tasks.passages import TablePassage
from nlp.tasks.tables import columns_of, rows_of, said, units_of


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
    values = [c for c in columns.of("value") if not REACHED.search(fold(columns.titles[c]))]
    grid = passage.table.grid()
    for row in rows_of(passage.table, columns):
        name = said(row, "indicator")
        if row.group or not re.search(r"[^\W\d_]{2}", name):
            continue
        cells = [(columns.titles[c], cell) for c in values if (cell := grid[row.number][c]) and cell.text.strip()]
        found = read_indicator_row(
            name,
            [(title, cell.text) for title, cell in cells],
            unit=said(row, "measure") or None,
            owners=tuple(u.value for u in units_of(row)[0]),
            issued_on=issued_on,
            period=passage.inherited.period,
        )
        step = f"dòng {row.label or row.number}"
        path = f"{passage.path} > {step}" if passage.path else step
        for i, target in enumerate(found):
            if target:
                read = [*row.cells["indicator"], *([cells[i][1]] if cells else [])]
                yield Indicator(target, tuple(stretch_of(p) for c in read for p in c.paragraphs), path)


REACHED = re.compile(
    r"thực hiện(?: năm)? 20\d\d|hiện trạng|ước|đã đạt|kết quả (?:năm|thực hiện)|năm trước|cùng kỳ|so sánh"
)
"""Columns of what was: baselines, not aims."""


def sets_targets(columns: Columns) -> bool:
    """Whether a table with these columns is one of indicators with their values."""
    roles = set(columns.roles)
    return "indicator" in roles and "task" not in roles and bool(roles & {"value", "measure"})
