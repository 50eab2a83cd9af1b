"""Large pictures in digital pages: a scanned table or page glued into a document is read too, where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.page import PageReading
from extract.pdf.content import Content
from extract.transcript import Cell, Line, Paragraph, Table, Word
from models.records import Box

LARGE = 0.3
"""Of the page: what covers more may be a scan; a seal or a signature covers 0.03."""

FEW = 10
"""Words: a picture with more over it is a background."""

CLEAR = 0.8
"""Mean confidence from which what OCR sees in a picture is text; drawings and photographs give less."""


def silent_pictures(found: Content) -> list[Box]:
    """The large pictures of a page over which no words of its own stand."""
    large = [p.box for p in found.pictures if _area(_on_page(p.box, found)) > LARGE * found.width * found.height]
    return [_on_page(box, found) for box in large if sum(_inside(w, box) for w in found.words) < FEW]


def with_pictures(
    reading: PageReading,
    pictures: Sequence[Box],
    page: NDArray[np.uint8],
    dpi: float,
    read: Callable[[NDArray[np.uint8]], PageReading],
) -> PageReading:
    """`reading` and what `read` sees in its `pictures`, cut out of `page` (H×W×3, drawn at `dpi`)."""
    for box in pictures:
        x0, top, x1, bottom = (round(edge * dpi / 72) for edge in box)
        seen = read(np.ascontiguousarray(page[max(0, top) : bottom, max(0, x0) : x1]))
        if seen.rotation == 0 and _is_text(seen):
            reading = replace(
                reading,
                lines=reading.lines + tuple(_moved_line(line, box) for line in seen.lines),
                tables=reading.tables + tuple(_moved_table(table, box) for table in seen.tables),
            )
    return reading


def _is_text(seen: PageReading) -> bool:
    in_tables = [w for t in seen.tables for c in t.cells for p in c.paragraphs for w in p.words]
    words = [word for line in seen.lines for word in line.words] + in_tables
    return len(words) >= FEW and sum(word.confidence for word in words) > CLEAR * len(words)


def _moved_table(table: Table, by: Box) -> Table:
    return replace(table, cells=tuple(_moved_cell(cell, by) for cell in table.cells))


def _moved_cell(cell: Cell, by: Box) -> Cell:
    paragraphs = tuple(_moved_paragraph(paragraph, by) for paragraph in cell.paragraphs)
    return replace(cell, paragraphs=paragraphs, box=_moved(cell.box, by))


def _moved_paragraph(paragraph: Paragraph, by: Box) -> Paragraph:
    return replace(paragraph, lines=tuple(_moved_line(line, by) for line in paragraph.lines))


def _moved_line(line: Line, by: Box) -> Line:
    return Line(tuple(word._replace(box=_moved(word.box, by)) for word in line.words))


def _moved(box: Box | None, by: Box) -> Box | None:
    if box is None:
        return None
    return round(box[0] + by[0], 2), round(box[1] + by[1], 2), round(box[2] + by[0], 2), round(box[3] + by[1], 2)


def _on_page(box: Box, found: Content) -> Box:
    return max(box[0], 0.0), max(box[1], 0.0), min(box[2], found.width), min(box[3], found.height)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _inside(word: Word, box: Box) -> bool:
    own = word.box or (0.0, 0.0, 0.0, 0.0)
    return box[0] <= (own[0] + own[2]) / 2 <= box[2] and box[1] <= (own[1] + own[3]) / 2 <= box[3]
