"""XLSX as a Vietnamese office prints it: A4 across, Times New Roman, the heading repeated on each page.

Written row by row in constant memory. Text is written as text, never as a formula, whatever it begins with; the only
formulas are our own HYPERLINKs, as Excel takes no more than 65,530 links of the other kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from feeds.exports.tables import Cell, Column, Shown, Table
from models import sheet
from models.wording import Language, Wording

LONGEST = 32_767
"""Letters that a cell of Excel holds."""

LONGEST_LINK = 255
"""Letters of a text within a formula of Excel."""

MOST_ROWS = 1_048_576 - 10


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the tables: whose they are, and of which day."""

    office: str = ""
    on: date | None = None
    language: Language = "vi"


def write_xlsx(tables: Iterable[Table], path: Path | BinaryIO, heading: Heading | None = None) -> None:
    """A sheet a table. Raises OSError where `path` can't be written."""
    book = xlsxwriter.Workbook(
        str(path) if isinstance(path, Path) else path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    )
    book.set_properties({"title": "vanthu", "author": heading.office if heading else "", **_made(heading)})
    looks = _Looks(book)
    for table in tables:
        into = book.add_worksheet(_tab(table, heading or Heading()), worksheet_class=_Sheet)
        _sheet(into, table, heading or Heading(), looks)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


class _Sheet(Worksheet):  # type: ignore[misc]  # a library without types
    """A sheet whose only formulas are links: to look through each for newer functions took a fifth of the time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def _made(heading: Heading | None) -> dict[str, Any]:
    """When it was made: the sheet's own day, so that the same sheet is the same file."""
    return {"created": datetime.combine(heading.on, datetime.min.time())} if heading and heading.on else {}


def _sheet(into: Worksheet, table: Table, heading: Heading, looks: "_Looks") -> None:
    language, last = heading.language, len(table.columns) - 1
    for n, column in enumerate(table.columns):
        into.set_column(n, n, column.width)
    top = _over(into, table, heading, looks, last)
    into.set_row(top, 45)
    for n, column in enumerate(table.columns):
        into.write_string(top, n, column.heading.into(language), looks.head)
    if any(column.code for column in table.columns):
        into.set_row(top + 1, 26)
    for n, column in enumerate(table.columns):
        into.write_string(top + 1, n, column.code or f"({n + 1})", looks.numbers)
    first = top + 2
    writers = [_writer(into, column, looks) for column in table.columns]
    number = first - 1
    for number, row in enumerate(table.rows, first):
        if number > MOST_ROWS:
            raise OSError(f"a sheet of Excel has no room for more than {MOST_ROWS} rows")
        into.set_row(number, _height(row, table.columns))
        for n, cell in enumerate(row):
            writers[n](number, n, cell)
    if number >= first:
        into.autofilter(top + 1, 0, number, last)
    into.freeze_panes(first, 2)
    _paper(into, top, number, last, language)


def _height(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> float:
    """Points that a row needs, its texts broken into lines: not every program finds that out by itself."""
    most = 1
    for cell, column in zip(row, columns, strict=True):
        text = cell.text if isinstance(cell, Shown) else cell
        if isinstance(text, str) and len(text) > column.width:
            most = max(most, sum(ceil(len(part) / (column.width * LETTERS)) for part in text.split("\n")))
    return min(LINE * most + 2, HIGHEST)


LINE = 15

LETTERS = 1.18
"""Letters of Times New Roman 11, broken at blanks, in a column's unit of width."""

HIGHEST = 409
"""Points of the highest row of Excel."""


def _over(into: Worksheet, table: Table, heading: Heading, looks: "_Looks", last: int) -> int:
    """The lines over the table, as over any official list; the number of the row that is free next."""
    half = last // 2

    def across(row: int, first: int, end: int, text: str, look: Format) -> None:
        if first < end:
            into.merge_range(row, first, row, end, text, look)
        else:
            into.write_string(row, first, text, look)

    if heading.language == "vi":
        across(0, 0, half, heading.office.upper(), looks.office)
        across(0, half + 1, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", looks.office)
        across(1, 0, half, "", looks.plain)
        across(1, half + 1, last, "Độc lập - Tự do - Hạnh phúc", looks.motto)
    else:
        across(0, 0, last, heading.office, looks.office)
    into.set_row(3, 24)
    across(3, 0, last, table.title.into(heading.language).upper(), looks.title)
    if heading.on is not None:
        on = Wording(f"(Tính đến ngày {sheet.day(heading.on)})", f"(As of {heading.on.isoformat()})")
        across(4, 0, last, on.into(heading.language), looks.under)
    return 6


def _paper(into: Worksheet, top: int, bottom: int, last: int, language: Language) -> None:
    """A4 across (A3 for a broad register), all columns on one page's width."""
    into.set_paper(8 if last > BROADEST else 9)
    into.set_landscape()
    into.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    into.fit_to_pages(1, 0)
    into.repeat_rows(top, top + 1)
    into.print_area(0, 0, max(bottom, top + 1), last)
    into.set_footer('&C&"Times New Roman,Regular"&10' + Wording("Trang &P/&N", "Page &P of &N").into(language))
    into.hide_gridlines(2)


BROADEST = 13


def _writer(into: Worksheet, column: Column, looks: "_Looks") -> Any:
    return partial(_write, into, looks.of[column.shape], looks)


def _write(into: Worksheet, look: "_Look", looks: "_Looks", row: int, n: int, cell: Cell) -> None:
    if cell is None or cell == "":
        into.write_blank(row, n, None, look.plain)
    elif isinstance(cell, str):
        into.write_string(row, n, _clean(cell), look.plain)
    elif isinstance(cell, Shown):
        _shown(into, look, row, n, cell)
    elif isinstance(cell, date):
        into.write_datetime(row, n, cell, look.day)
    else:
        into.write_number(row, n, cell, look.number)


def _shown(into: Worksheet, look: "_Look", row: int, n: int, cell: Shown) -> None:
    text = _clean(cell.text)
    if cell.url and len(cell.url) <= LONGEST_LINK and len(text) <= LONGEST_LINK:
        url, said = cell.url.replace('"', '""'), text.replace('"', '""')
        into.write_formula(row, n, f'=HYPERLINK("{url}","{said}")', look.link, text)
    else:
        into.write_string(row, n, text, look.marked.get(cell.mark or "", look.plain))


def _clean(text: str) -> str:
    """Text that Excel takes: XML knows no control characters, a cell has a bounded length."""
    if not text.isprintable():
        text = "".join(c if c in "\n\t" or c.isprintable() or c == "\u00a0" else " " for c in text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _tab(table: Table, heading: Heading) -> str:
    """The name of a sheet: at most 31 letters, none of []:*?/\\."""
    return TABS.get(table.key, table.title).into(heading.language)[:31].translate({ord(c): "-" for c in "[]:*?/\\"})


TABS = {
    "tracking": Wording("Theo dõi nhiệm vụ", "Tasks"),
    "targets": Wording("Theo dõi chỉ tiêu", "Targets"),
    "incoming": Wording("Sổ văn bản đến", "Incoming documents"),
    "objectives": Wording("Mục tiêu chất lượng (6.2)", "Quality objectives (6.2)"),
    "audits": Wording("Đánh giá, kiểm tra (9.2)", "Audits (9.2)"),
    "nonconformities": Wording("Điểm không phù hợp (10.2)", "Nonconformities (10.2)"),
    "procedures": Wording("Quy trình, tài liệu (7.5)", "Procedures (7.5)"),
}


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of a column look."""

    plain: Format
    day: Format
    number: Format
    link: Format
    marked: dict[str, Format]


COLOURS = {"bad": "#C00000", "near": "#9C5700", "good": "#006100", "faint": "#7F7F7F"}
FILLS = {"bad": "#FFD9D9", "near": "#FFF2CC", "good": "#E2F0D9"}


class _Looks:
    """The formats of a book, made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        middle = {**base, "align": "center"}
        boxed = {**base, "border": 1, "border_color": "#808080", "text_wrap": True, "valign": "top"}
        add = book.add_format
        self.plain = add(base)
        self.office = add({**middle, "bold": True, "font_size": 12})
        self.motto = add({**middle, "bold": True, "font_size": 12, "underline": 1})
        self.title = add({**middle, "bold": True, "font_size": 14})
        self.under = add({**middle, "italic": True, "font_size": 12})
        self.head = add({**boxed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2F3"})
        self.numbers = add({**boxed, "italic": True, "align": "center", "font_size": 9})
        self.of = {shape: self._look(add, {**boxed, **more}) for shape, more in SHAPES.items()}

    def _look(self, add: Any, base: dict[str, Any]) -> _Look:
        right = {"align": base.get("align", "right")}
        return _Look(
            plain=add(base),
            day=add({**base, "num_format": "dd/mm/yyyy", "align": "center"}),
            number=add({**base, **right}),
            link=add({**base, "font_color": "#0563C1", "underline": 1}),
            marked={
                mark: add({**base, "font_color": colour, "bold": mark == "bad", **_fill(mark)})
                for mark, colour in COLOURS.items()
            },
        )


def _fill(mark: str) -> dict[str, str]:
    return {"bg_color": FILLS[mark]} if mark in FILLS else {}


SHAPES: dict[str, dict[str, Any]] = {
    "text": {},
    "day": {"align": "center"},
    "number": {"align": "center"},
    "middle": {"align": "center"},
}
