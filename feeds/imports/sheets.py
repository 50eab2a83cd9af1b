"""Sheets of an XLSX as rows under mapped headings: title lines, numbered columns and section rows told apart."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from extract.formats.xlsx import opened
from feeds.imports.headings import NEEDED, Kind, mapped

Value = str | int | float | datetime.date | None

SEARCHED = 40
"""Rows from the top in which the headings are looked for."""

MOST_ROWS, MOST_COLUMNS = 50_000, 60

LEAST = {"tasks": 3, "units": 1}
"""Columns that must be known by their heading."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the sheet (from 1): the values of the fields that its sheet has."""

    number: int
    values: Mapping[str, Value]

    def text(self, field: str) -> str | None:
        """What stands there as text, on one line; None where nothing does."""
        value = self.values.get(field)
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split()) or None if value is not None else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the heading that each field was found under, the headings that mean nothing to us, and the rows."""

    name: str
    fields: Mapping[str, str]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(
    path: Path, kind: Kind, *, name: str | None = None, given: Mapping[str, str] | None = None
) -> tuple[Sheet, ...]:
    """The visible sheets of `path` that hold such a list; with `name`, only that one.

    `given` says for a field what its heading is. Raises `extract.errors.Unreadable`.
    """
    book = opened(path)
    wanted = [s for s in book.worksheets if (s.title == name if name else s.sheet_state == "visible")]
    return tuple(found for s in wanted if isinstance(s, Worksheet) and (found := _sheet(s, kind, given)) is not None)


def _sheet(sheet: Worksheet, kind: Kind, given: Mapping[str, str] | None) -> Sheet | None:
    grid = _grid(sheet)
    best: tuple[int, int, list[str], dict[str, int]] | None = None
    for top in range(min(SEARCHED, len(grid))):
        for height in (1, 2):
            headings = [_heading(grid, top, height, n) for n in range(len(grid[top]))]
            columns = mapped(headings, kind, given)
            if (
                NEEDED[kind] in columns
                and len(columns) >= LEAST[kind]
                and (best is None or len(columns) > len(best[3]))
            ):
                best = top, height, headings, columns
    if best is None:
        return None
    top, height, headings, columns = best
    rows = tuple(_rows(grid, top + height, columns, kind))
    known = set(columns.values())
    unknown = tuple(text for n, text in enumerate(headings) if text and n not in known)
    return Sheet(sheet.title, {field: headings[n] for field, n in columns.items()}, unknown, rows)


def _grid(sheet: Worksheet) -> list[list[Value]]:
    """The values, those of merged cells at each place that they cover."""
    width = min(sheet.max_column, MOST_COLUMNS)
    grid = [
        [_value(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=width)
    ]
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > len(grid) or merged.min_col > width:
            continue
        value = grid[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(grid))):
            for column in range(merged.min_col - 1, min(merged.max_col, width)):
                grid[row][column] = value
    return grid


def _value(value: object, number_format: str) -> Value:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return f"{round(value * 100, 2):g}%" if "%" in (number_format or "") else value
    return str(value).strip() or None


def _heading(grid: list[list[Value]], top: int, height: int, column: int) -> str:
    """The words over a column; those of a heading over several columns before its own."""
    parts = [
        str(grid[row][column]) for row in range(top, min(top + height, len(grid))) if isinstance(grid[row][column], str)
    ]
    return " ".join(" ".join(dict.fromkeys(parts)).split())


_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?|[A-Z]")


def _rows(grid: list[list[Value]], first: int, columns: Mapping[str, int], kind: Kind) -> Iterator[Row]:
    for number, cells in enumerate(grid[first:], first + 1):
        said = [str(cell).strip() for cell in cells if cell is not None]
        if not said or all(_COLUMN_NUMBER.fullmatch(text) for text in said):
            continue
        if kind == "tasks" and len(set(said) - _numerals(said)) <= 1:
            continue  # a section's title: "I. Nhiệm vụ của Sở Nội vụ"
        yield Row(number, {field: cells[n] for field, n in columns.items()})


def _numerals(said: list[str]) -> set[str]:
    return {text for text in said if re.fullmatch(r"[IVXLC]+\.?|\d{1,4}\.?|[A-Za-z]\.?", text)}
