"""Tables of any origin: those that only lay out a letterhead taken apart, those that go on over a page end joined."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from extract.layout.paragraphs import MARKER
from extract.transcript import Block, Cell, Paragraph, Table


def unframed(table: Table, framed: bool = True) -> Iterator[Block]:
    """`table` itself, or its paragraphs column by column where it only sets a letterhead or a signature side by side.

    Word and web pages set both as tables without lines.
    """
    text = [cell.text for cell in table.cells]
    beside = table.rows <= 6 and any(_LETTERHEAD.search(t) for t in text)
    if not any(text):
        return
    if table.columns == 1 or beside or (not framed and table.rows <= 3):
        for cell in sorted(table.cells, key=lambda cell: (cell.column, cell.row)):
            yield from cell.paragraphs
    else:
        yield table


# Nghị định 30/2020/NĐ-CP, Phụ lục I: the national title stands beside the issuer, the recipients beside the signature.
_LETTERHEAD = re.compile(r"Độc lập\W+Tự do\W+Hạnh phúc|^\W*Nơi nhận\s*:", re.IGNORECASE | re.MULTILINE)


def joined_tables(upper: Table, lower: Table) -> Table | None:
    """`lower`, at the top of a page, as the rest of `upper`, at the foot of the page before; None where it is not."""
    if upper.columns != lower.columns or not _same_edges(upper, lower):
        return None
    repeated = _repeated(upper, lower)
    cells = [replace(cell, row=cell.row - repeated) for cell in lower.cells if cell.row >= repeated]
    rows = lower.rows - repeated
    headings = max(upper.headings, repeated)
    if rows and _goes_on(upper, cells):
        upper = _row_filled(upper, [cell for cell in cells if cell.row == 0])
        cells = [replace(cell, row=cell.row - 1) for cell in cells if cell.row > 0]
        rows -= 1
    rest = tuple(replace(cell, row=cell.row + upper.rows) for cell in cells)
    return Table(upper.rows + rows, upper.columns, upper.cells + rest, headings)


_SHIFT = 12.0
"""Points by which a column may stand elsewhere on the next page: scans are laid on the glass by hand."""


def _same_edges(upper: Table, lower: Table) -> bool:
    """Whether columns stand at the same places, as far as both tables say where."""
    above, below = _edges(upper), _edges(lower)
    shift = above.get(0, 0.0) - below.get(0, 0.0)
    return all(abs(above[column] - below[column] - shift) < _SHIFT for column in above.keys() & below.keys())


def _edges(table: Table) -> dict[int, float]:
    """The left edge of each column that a cell begins at."""
    return {cell.column: cell.box[0] for cell in table.cells if cell.box}


def _repeated(upper: Table, lower: Table) -> int:
    """How many rows at the top of both say the same: the heading that is printed again on each page."""
    rows = 0
    for above, below in zip(upper.grid(), lower.grid(), strict=False):
        if fuzz.ratio(_row_text(above), _row_text(below)) < _ALIKE or not _row_text(above):
            break
        rows += 1
    return rows


def _row_text(row: list[Cell | None]) -> str:
    return "|".join(re.sub(r"\W", "", cell.text).casefold() if cell else "" for cell in row)


_ALIKE = 88
"""Of 100: a heading that OCR read twice differs in a mark or two."""

_ENDED = re.compile(r"[.;:!?]\W*$")


def _goes_on(upper: Table, cells: list[Cell]) -> bool:
    """Whether the first row on a page is the rest of the last one: without a number, few cells or half a sentence."""
    first = [cell for cell in cells if cell.row == 0]
    filled = [cell for cell in first if cell.text]
    if any(cell.row_span > 1 for cell in first) or not filled or any(cell.column == 0 for cell in filled):
        return False
    last = {cell.column: cell for cell in upper.cells if cell.row + cell.row_span == upper.rows}
    if 0 not in last or any(cell.column not in last for cell in filled):
        return False
    few = bool(last[0].text) and len(filled) * 2 <= upper.columns
    return few or any(c.text[0].islower() and not _ENDED.search(last[c.column].text or ".") for c in filled)


def _row_filled(upper: Table, rest: list[Cell]) -> Table:
    """`upper` with the texts of `rest` at the end of its last row's cells."""
    more = {cell.column: cell.paragraphs for cell in rest}
    grown = [
        replace(cell, paragraphs=_together(cell.paragraphs, more[cell.column]))
        if cell.row + cell.row_span == upper.rows and more.get(cell.column)
        else cell
        for cell in upper.cells
    ]
    return replace(upper, cells=tuple(grown))


def _together(above: tuple[Paragraph, ...], below: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if above and below and not MARKER.match(below[0].text) and not _ENDED.search(above[-1].text):
        return (*above[:-1], replace(above[-1], lines=above[-1].lines + below[0].lines), *below[1:])
    return above + below
