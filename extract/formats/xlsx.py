"""XLSX: task lists kept in Excel. Each visible sheet is its title lines and its table, values as Excel shows them."""

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import InvalidFileException

from extract.errors import Damaged, TooLarge
from extract.formats.encodings import by_font
from extract.formats.plain import paragraph
from extract.layout.tables import unframed
from extract.letters import clean
from extract.transcript import Block, Cell, Paragraph, Table

LARGEST_UNPACKED = 60 * 2**20
"""Bytes of XML: a list of 5,000 tasks has 5 MB, and openpyxl takes fifty times as much memory."""

MOST_PARTS = 2_000

MOST_ROWS, MOST_COLUMNS = 20_000, 100
"""Looked at in a sheet: styles may reach down to the last of Excel's million rows."""

MOST_MERGED = 200_000
"""Places under merged cells: openpyxl makes an object for each."""


def blocks_of_xlsx(source: Path) -> tuple[Block, ...]:
    """The sheets one after the other. Raises TooLarge for a ZIP bomb, Damaged for a broken package."""
    sheets = (sheet for sheet in opened(source).worksheets if sheet.sheet_state == "visible")
    return tuple(block for sheet in sheets for block in _sheet(sheet))


def opened(source: Path) -> Workbook:
    """The workbook, with values for formulas. Raises TooLarge for a ZIP bomb, Damaged for a broken package."""
    try:
        with zipfile.ZipFile(source) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts if not part.filename.startswith("xl/media/"))
            if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise TooLarge(source, f"{unpacked / 2**20:.0f} MB, {len(parts)} parts unpacked")
            merged = sum(_merged(package.read(part)) for part in parts if part.filename.startswith("xl/worksheets/"))
            if merged > MOST_MERGED:
                raise TooLarge(source, f"{merged} merged cells")
        with warnings.catch_warnings(), source.open("rb") as stream:
            warnings.simplefilter("ignore")  # of charts, forms and pictures that openpyxl leaves out
            return load_workbook(stream, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, etree.XMLSyntaxError, SyntaxError) as error:
        raise Damaged(source, "XLSX") from error
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError) as error:
        raise Damaged(source, "XLSX") from error  # what openpyxl raises over parts that contradict each other
    except OSError as error:
        if error.errno:
            raise
        raise Damaged(source, "XLSX") from error  # openpyxl's own: no workbook in it


_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,50}?ref\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7}):([A-Za-z]{1,3}\d{1,7})")


def _merged(content: bytes) -> int:
    """How many places the merged cells of a sheet cover."""
    places = 0
    for found in _MERGED.finditer(content):
        (right, bottom), (left, top) = (coordinate_from_string(found[at].decode().upper()) for at in (2, 1))
        wide = column_index_from_string(right) - column_index_from_string(left) + 1
        places += max(0, wide) * max(0, bottom - top + 1)
    return places


def _sheet(sheet: Any) -> Iterator[Block]:
    """Lines of one cell are paragraphs; from the first row of several cells on, what stands together is a table."""
    rows = _rows(sheet)
    spans = _spans(sheet)
    covered = {place for at, (tall, wide) in spans.items() for place in _places(at, tall, wide) if place != at}
    for first, last in _stretches(rows):
        filled = [number for number in range(first, last) if len(rows.get(number, ())) > 1]
        start = filled[0] if filled else last
        for number in range(first, start):
            for paragraphs in rows.get(number, {}).values():
                yield from paragraphs
        if filled:
            table = _table(rows, start, last, spans, covered)
            yield from unframed(table)


def _rows(sheet: Any) -> dict[int, dict[int, tuple[Paragraph, ...]]]:
    """The filled cells by row and column, from 1."""
    rows: dict[int, dict[int, tuple[Paragraph, ...]]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):  # iter_rows would make the blank cells too
        if row <= MOST_ROWS and column <= MOST_COLUMNS and cell.value is not None and (read := _paragraphs(cell)):
            rows.setdefault(row, {})[column] = read
    return rows


def _spans(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """(rows, columns) of each merged cell by its first place."""
    merged = sheet.merged_cells.ranges
    return {
        (r.min_row, r.min_col): (
            min(r.max_row, MOST_ROWS) - r.min_row + 1,
            min(r.max_col, MOST_COLUMNS) - r.min_col + 1,
        )
        for r in merged
        if r.min_row <= MOST_ROWS and r.min_col <= MOST_COLUMNS
    }


def _places(at: tuple[int, int], tall: int, wide: int) -> Iterator[tuple[int, int]]:
    return ((at[0] + down, at[1] + across) for down in range(tall) for across in range(wide))


def _stretches(rows: dict[int, dict[int, tuple[Paragraph, ...]]]) -> Iterator[tuple[int, int]]:
    """(first, after the last) of rows that stand together: a blank row parts them, but not within a table."""
    numbers = sorted(rows)
    start = 0
    for at in range(1, len(numbers) + 1):
        if at < len(numbers):
            wide = any(len(rows[n]) > _LETTERHEAD for n in numbers[start:at])
            if numbers[at] == numbers[at - 1] + 1 or (wide and len(rows[numbers[at]]) > _LETTERHEAD):
                continue
        yield numbers[start], numbers[at - 1] + 1
        start = at


_LETTERHEAD = 2
"""Cells in a row of a letterhead or a signature block; a table of tasks has more."""


def _table(
    rows: dict[int, dict[int, tuple[Paragraph, ...]]],
    first: int,
    last: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> Table:
    """Rows `first` to `last` as a table without its blank rows and the blank columns at its sides."""
    numbers = [number for number in range(first, last) if number in rows]
    within = range(first, last)
    columns = [column for number in numbers for column in rows[number]]
    left = min(columns)
    right = max(column + spans.get((number, column), (1, 1))[1] - 1 for number in numbers for column in rows[number])
    cells = []
    for at, number in enumerate(numbers):
        for column in range(left, right + 1):
            if (number, column) in covered:
                continue
            tall, wide = spans.get((number, column), (1, 1))
            below = sum(row in rows for row in range(number, number + tall) if row in within)
            paragraphs = rows[number].get(column, ())
            cells.append(Cell(at, column - left, paragraphs, max(1, below), min(wide, right + 1 - column)))
    return Table(len(numbers), right + 1 - left, tuple(cells))


def _paragraphs(cell: Any) -> tuple[Paragraph, ...]:
    font = cell.font
    text = clean(by_font(_shown(cell.value, cell.number_format or ""), str(getattr(font, "name", None) or "")))
    bold, italic = bool(getattr(font, "b", False)), bool(getattr(font, "i", False))
    return tuple(paragraph(line, bold, italic) for line in text.split("\n") if line.strip())


def _shown(value: object, form: str) -> str:
    """A value as a Vietnamese Excel shows it: 4,2 with a comma, a share as 25%, a day as 05/03/2030."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        percent = "%" in form
        number = round(value * 100 if percent else value, 6)
        if _PADDED.fullmatch(form) and number == int(number):
            return f"{int(number):0{len(form)}d}"
        return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", ",") + ("%" if percent else "")
    return str(value)


_PADDED = re.compile(r"0{2,6}")
"""The format of an ordinal: "00" shows 5 as 05."""
