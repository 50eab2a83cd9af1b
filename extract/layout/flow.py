"""From the lines of pages to the flow of the document: columns, paragraphs, furniture, footnotes, tables over pages.

Official documents are one column, except where a letterhead or a signature stands beside something else
(Nghị định 30/2020/NĐ-CP, Phụ lục I, mục IV): there the left column is read before the right one.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.layout.columns import Band, bands
from extract.layout.paragraphs import Frame, in_column, in_flow, joined
from extract.layout.tables import joined_tables
from extract.page import PageReading
from extract.transcript import Block, Line, Paragraph, Table


def lay_out(readings: Sequence[PageReading]) -> tuple[Block, ...]:
    """The flow of all pages, which come in order."""
    heads = _running_heads(readings)
    blocks: list[Block] = []
    for reading in readings:
        blocks = _appended(blocks, list(_page_blocks(reading, heads)))
    return tuple(blocks)


def _page_blocks(reading: PageReading, heads: frozenset[str]) -> Iterator[Block]:
    """The blocks of one page; furniture first, footnotes and stamps last."""
    body: list[Line] = []
    for line in sorted(reading.lines, key=_top):
        if _is_furniture(line, reading, heads):
            yield Paragraph((line,), "furniture")
        else:
            body.append(line)
    body, notes = _footnotes(body, reading)
    frame = Frame.around(body, reading)
    parts: list[tuple[float, Band | Table]] = [
        (_top_of(table), table) for table in reading.tables if any(c.text for c in table.cells)
    ]
    parts += ((band.top, band) for band in bands(body, reading, [t for t, _ in parts]))
    for _, part in sorted(parts, key=lambda part: part[0]):
        if isinstance(part, Table):
            yield part
        elif len(part.columns) == 1:
            yield from in_flow(part.columns[0], frame)
        else:
            for column in part.columns:
                yield from in_column(column)
    yield from (replace(paragraph, role="footnote") for paragraph in in_flow(notes, frame))
    for line in sorted(reading.stamps, key=_top):
        yield Paragraph((line,), "stamp")


def _appended(blocks: list[Block], page: list[Block]) -> list[Block]:
    """`page` after `blocks`: what goes on over the page end becomes one, notes and stamps stand after it."""
    before, tail = _split_tail(blocks)
    head = [b for b in page if isinstance(b, Paragraph) and b.role == "furniture"]
    page = [b for b in page if not (isinstance(b, Paragraph) and b.role == "furniture")]
    if before and page:
        last, first = before[-1], page[0]
        whole: Block | None = None
        if isinstance(last, Table) and isinstance(first, Table):
            whole = joined_tables(last, first)
        elif isinstance(last, Paragraph) and isinstance(first, Paragraph) and first.role == last.role == "body":
            whole = joined(last, first)
        if whole is not None:
            return [*before[:-1], whole, *tail, *head, *page[1:]]
    return [*before, *tail, *head, *page]


def _split_tail(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The flow, and what stands below it on the last page: footnotes, stamps and furniture."""
    end = len(blocks)
    while end and isinstance(block := blocks[end - 1], Paragraph) and block.role != "body":
        end -= 1
    return blocks[:end], blocks[end:]


_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—(\[]?\s*\d{1,4}\s*[-–—)\]]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_EDGE = 0.1
"""Of a page's height: page numbers and running heads stand within the margins (20 to 25 mm of 297)."""


def _is_furniture(line: Line, reading: PageReading, heads: frozenset[str]) -> bool:
    box = line.box
    if box is None or not (box[3] < _EDGE * reading.height or box[1] > (1 - _EDGE) * reading.height):
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or _shape(line.text) in heads


def _running_heads(readings: Sequence[PageReading]) -> frozenset[str]:
    """Texts that stand at the edge of three pages or more; figures may differ."""
    seen: Counter[str] = Counter()
    for reading in readings:
        at_edge = {
            _shape(line.text)
            for line in reading.lines
            if line.box and (line.box[3] < _EDGE * reading.height or line.box[1] > (1 - _EDGE) * reading.height)
        }
        seen.update(at_edge)
    return frozenset(shape for shape, count in seen.items() if count >= 3 and len(shape) > 3)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


_NOTE = re.compile(r"(?:\[?\(?\d{1,2}\)?\]?|\*{1,3})(?=\W|[A-ZĐÀ-Ỹ])")


def _footnotes(lines: list[Line], reading: PageReading) -> tuple[list[Line], list[Line]]:
    """Body and footnotes: smaller lines at the foot of the page, the first with a note's mark."""
    heights = [_height(line) for line in lines]
    if len(heights) < 6:
        return lines, []
    usual = statistics.median(heights)
    start = len(lines)
    while start and heights[start - 1] < 0.88 * usual and _top(lines[start - 1]) > 0.4 * reading.height:
        start -= 1
    for at in range(start, len(lines)):
        if (
            _NOTE.match(lines[at].text)
            and lines[at].words[0].origin == "text_layer"
            and "nơi nhận" not in "".join(line.text.lower() for line in lines[start:])
        ):
            return lines[:at], lines[at:]
    return lines, []


def _height(line: Line) -> float:
    return statistics.median(w.box[3] - w.box[1] for w in line.words if w.box) if line.box else 0.0


def _top(line: Line) -> float:
    return line.box[1] if line.box else 0.0


def _top_of(table: Table) -> float:
    places = [c.box or next((p.box for p in c.paragraphs), None) for c in table.cells]
    return min((place[1] for place in places if place), default=0.0)
