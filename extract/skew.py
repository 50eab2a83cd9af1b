"""From the level page, which is what OCR reads and layout wants, back to the page as it is shown (`as_shown`)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.page import PageReading
from extract.transcript import Block, Line, Paragraph, Table
from models.records import Box


def as_shown(blocks: Sequence[Block], readings: Sequence[PageReading]) -> tuple[Block, ...]:
    """`blocks` with the boxes of words and cells that were read on a levelled page put where the page has them.

    A box stays level: it is the one around the four corners as they lie on the skewed page.
    """
    tilts = {r.page: Tilt(r.skew, r.width / 2, r.height / 2) for r in readings if r.skew}
    if not tilts:
        return tuple(blocks)
    return tuple(_paragraph(b, tilts) if isinstance(b, Paragraph) else _table(b, tilts) for b in blocks)


@dataclass(frozen=True, slots=True)
class Tilt:
    """What levelled a page: a turn of `skew` degrees counter-clockwise about its middle `x`, `y`, in points."""

    skew: float
    x: float
    y: float

    def back(self, box: Box) -> Box:
        """The box around `box` once the page is turned back."""
        sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        corners = [(x - self.x, y - self.y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [self.x + x * cosine - y * sine for x, y in corners]
        ys = [self.y + x * sine + y * cosine for x, y in corners]
        return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


Tilts = Mapping[int, Tilt]


def _paragraph(paragraph: Paragraph, tilts: Tilts) -> Paragraph:
    return replace(paragraph, lines=tuple(_line(line, tilts) for line in paragraph.lines))


def _line(line: Line, tilts: Tilts) -> Line:
    """What software laid over a scan stands where the page has it already."""
    return Line(
        tuple(
            word._replace(box=tilts[word.page].back(word.box))
            if word.box and word.origin in ("ocr", "stamp") and word.page in tilts
            else word
            for word in line.words
        )
    )


def _table(table: Table, tilts: Tilts) -> Table:
    pages = _pages_of_rows(table)
    return replace(
        table,
        cells=tuple(
            replace(
                cell,
                paragraphs=tuple(_paragraph(paragraph, tilts) for paragraph in cell.paragraphs),
                box=tilts[pages[cell.row]].back(cell.box) if cell.box and pages[cell.row] in tilts else cell.box,
            )
            for cell in table.cells
        ),
    )


def _pages_of_rows(table: Table) -> list[int]:
    """The page that each row begins on: its first word's; a row without words stands with the one above."""
    first: dict[int, int] = {}
    for cell in table.cells:
        for paragraph in cell.paragraphs:
            first[cell.row] = min(first.get(cell.row, paragraph.page), paragraph.page)
    pages = [table.page]
    for row in range(table.rows):
        pages.append(first.get(row, pages[-1]))
    return pages[1:]
