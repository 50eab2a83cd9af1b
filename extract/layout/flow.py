"""From the lines of pages to the flow of the document: columns, paragraphs, furniture, footnotes, tables over pages.

Official documents are one column, except where a letterhead or a signature stands beside something else
(Nghị định 30/2020/NĐ-CP, Phụ lục I, mục IV): there the left column is read before the right one.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.layout.columns import Band, bands
from extract.layout.paragraphs import Frame, in_column, in_flow, over_page_end
from extract.layout.tables import joined_tables, unframed
from extract.page import PageReading
from extract.transcript import Block, Line, Paragraph, Table


def lay_out(readings: Sequence[PageReading]) -> tuple[Block, ...]:
    """The flow of all pages, which come in order.

    What goes on over a page end is one block; furniture, footnotes and stamps stand after it.
    """
    heads = _running_heads(readings)
    pages = [_parted(reading, heads) for reading in readings]
    frames = [Frame.around(page.body, page.reading.width) for page in pages]
    usual = _usual(pages, [frame for frame in frames if frame])
    flow: list[Block] = []
    last, last_open = -1, False  # the last block of the body so far, and whether it may go on
    for page, own in zip(pages, frames, strict=True):
        frame = own or usual
        strips = _strips(page, frame)
        blocks = [block for strip in strips for block in strip.blocks]
        if blocks and last_open and strips[0].open and (whole := _whole(flow[last], blocks[0], frame)):
            flow[last] = whole
            blocks = blocks[1:]
        flow += (Paragraph((line,), "furniture") for line in page.furniture)
        if blocks:
            last, last_open = len(flow) + len(blocks) - 1, strips[-1].open
        flow += blocks
        flow += (replace(note, role="footnote") for note in in_flow(page.notes, frame))
        flow += (Paragraph((line,), "stamp") for line in page.reading.stamps)
    return tuple(flow)


@dataclass(frozen=True, slots=True)
class _Parted:
    """A page's lines by what they are."""

    reading: PageReading
    body: list[Line]
    notes: list[Line]
    furniture: list[Line]


@dataclass(frozen=True, slots=True)
class _Strip:
    """Blocks that stand below each other; an `open` strip runs over the whole width and may go on over a page end."""

    top: float
    blocks: list[Block]
    open: bool


def _parted(reading: PageReading, heads: frozenset[str]) -> _Parted:
    loose = [line for table in reading.tables if not _is_table(table) for line in _lines_in(table)]
    lines = sorted((line for line in (*reading.lines, *loose) if line.box), key=_top)
    furniture = [line for line in lines if _is_furniture(line, reading, heads)]
    body, notes = _footnotes([line for line in lines if line not in furniture], reading)
    return _Parted(reading, body, notes, furniture)


def _strips(page: _Parted, frame: Frame) -> list[_Strip]:
    """A page's blocks, from top to bottom."""
    tables = [table for table in page.reading.tables if _is_table(table)]
    strips = [_Strip(_top_of(table), list(unframed(table)), True) for table in tables]
    for band in bands(page.body, page.reading.width, [strip.top for strip in strips]):
        strips.append(_Strip(band.top, list(_paragraphs(band, frame)), len(band.columns) == 1))
    return sorted(strips, key=lambda strip: strip.top)


def _is_table(table: Table) -> bool:
    """Whether there is more in it than in a frame: strokes of a signature and a stamp look like rules."""
    return sum(bool(cell.paragraphs) for cell in table.cells) > 1


def _lines_in(table: Table) -> Iterator[Line]:
    for cell in table.cells:
        for paragraph in cell.paragraphs:
            yield from paragraph.lines


def _paragraphs(band: Band, frame: Frame) -> Iterator[Paragraph]:
    if len(band.columns) == 1:
        yield from in_flow(band.columns[0], frame)
    else:
        for column in band.columns:
            yield from in_column(column)


def _whole(last: Block, first: Block, frame: Frame) -> Block | None:
    if isinstance(last, Table) and isinstance(first, Table):
        return joined_tables(last, first)
    if isinstance(last, Paragraph) and isinstance(first, Paragraph):
        return over_page_end(last, first, frame)
    return None


def _usual(pages: Sequence[_Parted], frames: Sequence[Frame]) -> Frame:
    """The middle of several pages' frames, for pages with too few lines to have one of their own."""
    if frames:
        edges = [(frame.left, frame.right, frame.pitch) for frame in frames]
        return Frame(*(statistics.median(values) for values in zip(*edges, strict=True)))
    width = max((page.reading.width for page in pages), default=0.0)
    together = Frame.around([line for page in pages for line in page.body], width, enough=2)
    return together or Frame(_LEFT * width, _RIGHT * width, 18.0)


_LEFT, _RIGHT = 30 / 210, 190 / 210
"""Of the page: the margins by Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I (30 to 35 mm left, 15 to 20 mm right)."""


_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—(\[~]*\s*\d{1,4}\s*[-–—)\]~]*(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_EDGE = 0.1
"""Of a page's height: page numbers and running heads stand within the margins (20 to 25 mm of 297)."""


def _is_furniture(line: Line, reading: PageReading, heads: frozenset[str]) -> bool:
    return _at_edge(line, reading) and (bool(_PAGE_NUMBER.fullmatch(line.text)) or _shape(line.text) in heads)


def _at_edge(line: Line, reading: PageReading) -> bool:
    box = line.box
    return box is not None and (box[3] < _EDGE * reading.height or box[1] > (1 - _EDGE) * reading.height)


def _running_heads(readings: Sequence[PageReading]) -> frozenset[str]:
    """Texts that stand at the edge of three pages or more; figures may differ."""
    seen: Counter[str] = Counter()
    for reading in readings:
        seen.update({_shape(line.text) for line in reading.lines if _at_edge(line, reading)})
    return frozenset(shape for shape, count in seen.items() if count >= 3 and len(shape) > 3)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


_NOTE = re.compile(r"(?:\[?\(?\d{1,2}\)?\]?|\*{1,3})(?=\W|[A-ZĐÀ-Ỹ])")
_NO_NOTE = re.compile(r"n[ơo]i nh[ậâ]n", re.IGNORECASE)
"""Recipients stand at the foot of a page in small letters too (11 and 12 pt by the decree)."""


def _footnotes(lines: list[Line], reading: PageReading) -> tuple[list[Line], list[Line]]:
    """Body and footnotes: smaller lines at the foot of the page, the first with a note's mark."""
    if len(lines) < 6 or lines[-1].words[0].origin != "text_layer":
        return lines, []
    heights = [_height(line) for line in lines]
    usual = statistics.median(heights)
    start = len(lines)
    while start and heights[start - 1] < 0.88 * usual and _top(lines[start - 1]) > 0.4 * reading.height:
        start -= 1
    if any(_NO_NOTE.search(line.text) for line in lines[start:]):
        return lines, []
    first = next((at for at in range(start, len(lines)) if _NOTE.match(lines[at].text)), len(lines))
    return lines[:first], lines[first:]


def _height(line: Line) -> float:
    return statistics.median(w.box[3] - w.box[1] for w in line.words if w.box)


def _top(line: Line) -> float:
    return line.box[1] if line.box else 0.0


def _top_of(table: Table) -> float:
    places = [cell.box or next((p.box for p in cell.paragraphs), None) for cell in table.cells]
    return min((place[1] for place in places if place), default=0.0)
