"""Reading a scanned page: from pixels to words with their places (`read_image`).

The page is prepared (`extract.raster.preparation`), its ruled tables are found (`ruled`), all is read by Tesseract
(`ocr`), torn lines (`torn`), doubtful ones (`second_reading`) and doubtful figures (`figures`) once more, and what the
domain can settle is repaired (`repair`).
Stamps are told from the text: those in colour (`coloured`), and that of incoming mail (`incoming`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout.paragraphs import in_cell
from extract.page import PageReading
from extract.raster.by_hand import Figure, figures_of_letterhead
from extract.raster.coloured import stamped_lines
from extract.raster.figures import figures_again
from extract.raster.incoming import parted
from extract.raster.missed import missed_lines
from extract.raster.notation import settle
from extract.raster.numerals import recounted
from extract.raster.ocr import Token, recognise
from extract.raster.preparation import X_HEIGHT, Grey, Image, Sheet, prepare
from extract.raster.repair import repair
from extract.raster.row_numbers import in_order
from extract.raster.ruled import RuledCell, RuledTable, find_tables
from extract.raster.second_reading import read_again
from extract.raster.steps import NONE, SECOND_READINGS, Steps
from extract.raster.torn import whole_lines
from extract.syllables import is_syllable
from extract.transcript import Cell, Line, Table, Word
from models.records import Box, Origin

Reading = Literal["fast", "best"]

WIDE_GAP = 2.2
"""Blank width between two words, in heights of their line's letters, from which they stand in separate columns."""


WIDE_GAP_IN_CELLS = 8.0
"""The same inside a table's cell, which has one column: justified lines of a narrow cell are torn wide."""


def read_image(
    image: NDArray[np.uint8], dpi: float, page: int, reading: Reading = "best", without: Steps = NONE
) -> PageReading:
    """What stands on a scanned page: `image` is H×W×3 RGB or H×W grey, `dpi` its resolution, `page` its number from 1.

    Boxes are in PDF points from the top left corner of the page made upright and level: `skew` of what is returned
    says how far it was turned for that. `fast` leaves out second readings, `without` what it names. Raises
    `extract.raster.ocr.OcrError`.
    """
    without = without | SECOND_READINGS if reading == "fast" else without
    sheet, ruled, flows = _upright(image, without)
    height, width = sheet.grey.shape
    place = Placement(72 / (dpi * sheet.scale), page)
    if "missed lines" not in without:
        outside = _outside(sheet.grey, ruled)
        flows[0] = whole_lines(outside, flows[0])
        flows[0] = [*flows[0], *missed_lines(outside, flows[0])]
    flows[0], mailed = parted(flows[0], sheet.grey) if page == 1 else (flows[0], [])
    doubtful = [] if "second reading" in without else [line for flow in flows for line in flow]
    again = read_again(sheet, doubtful)
    if "second reading" not in without:
        flows = figures_again(sheet.grey, flows, [cell for table in ruled for cell in table.cells])
    flows = flows if "scribble left out" in without else [without_scribble(flow) for flow in flows]
    body, *texts = [_repaired(flow, again, sheet.grey, without) for flow in flows]
    rest = iter(texts)
    cells = [[next(rest) for _ in table.cells] for table in ruled]
    if "row numbers" not in without:
        cells = [in_order(table, texts) for table, texts in zip(ruled, cells, strict=True)]
    stamped, scale = stamped_lines(image, sheet.rotation, sheet.skew) if page == 1 else ([], 1.0)
    beside = Placement(72 / (dpi * scale), page, "stamp")
    by_hand = figures_of_letterhead(body, sheet.grey, page == 1)
    return PageReading(
        page=page,
        width=width * place.point,
        height=height * place.point,
        rotation=sheet.rotation,
        lines=tuple(place.line(line, by_hand) for line in body),
        tables=tuple(place.table(table, texts) for table, texts in zip(ruled, cells, strict=True)),
        stamps=(*map(beside.line, stamped), *map(replace(place, origin="stamp").line, mailed)),
        skew=sheet.skew,
    )


TextLine = list[Token]


Flow = list[TextLine]
"""Lines that read on from each other: all that stands outside the tables, or one cell."""


def _upright(image: Image, without: Steps) -> tuple[Sheet, tuple[RuledTable, ...], list[Flow]]:
    """The prepared page, its tables, and what was read: the text outside them, then each cell.

    Upside down Tesseract believes little of what it reads: then the page is turned, and the best reading is kept.
    """
    first = prepare(image, without=without)
    best = first, *_read(first)
    for turn in (180, 90, 270):
        if first.blank or "turn upright" in without or _belief(best[2]) > _BELIEVABLE:
            break
        sheet = prepare(image, (first.rotation + turn) % 360, without)
        best = max(best, (sheet, *_read(sheet)), key=lambda found: _belief(found[2]))
    return best


_BELIEVABLE = 0.65
"""A page's mean confidence: above 0.8 on the worst scan of the corpus, below 0.45 on the best one upside down."""


def _belief(flows: Sequence[Flow]) -> float:
    tokens = [token for flow in flows for line in flow for token in line]
    if len(tokens) < _ENOUGH_TO_JUDGE:
        return 1.0
    return float(np.average([t.confidence for t in tokens], weights=[len(t.text) for t in tokens]))


_ENOUGH_TO_JUDGE = 12


def _read(sheet: Sheet) -> tuple[tuple[RuledTable, ...], list[Flow]]:
    if sheet.blank:
        return (), [[]]
    ruled = () if "tables" in sheet.without else find_tables(sheet.grey, X_HEIGHT)
    (tokens,) = recognise([_outside(sheet.grey, ruled)])
    cells = _read_cells(sheet.grey, [cell for table in ruled for cell in table.cells])
    return ruled, [group_lines(tokens), *(group_lines(cell, WIDE_GAP_IN_CELLS) for cell in cells)]


def without_scribble(flow: Flow) -> Flow:
    """`flow` without what signatures, the rims of seals and dirt were read as: whole lines, and at the ends of lines.

    Inside a line even nonsense stays: something is printed there. So does a line of a document's number, however badly
    it was read: a figure written by hand makes nonsense of it, and is read by itself.
    """
    kept = (
        line if _OF_NUMBER.match(line[0].text) else _trimmed(line)
        for line in flow
        if _OF_NUMBER.match(line[0].text) or any(t.confidence >= _BELIEVED or _FIGURES.search(t.text) for t in line)
    )
    return [line for line in kept if any(c.isalnum() for token in line for c in token.text)]


_BELIEVED = 0.4

_OF_NUMBER = re.compile(r"S[ốôổồộỗóòo6]\s?[:.;]")
"""How "Số:" is read."""


_FIGURES = re.compile(r"\d\d|\w[/.]\d|\d[/.]\w")
"""In dates, quarters, numbers of documents ("III/2025", however the Roman number was read)."""


def _trimmed(line: TextLine) -> TextLine:
    start, end = 0, len(line)
    while start < end and _is_scribble(line[start]):
        start += 1
    while end > start and _is_scribble(line[end - 1]):
        end -= 1
    return line[start:end]


def _is_scribble(token: Token) -> bool:
    letters = token.text.strip(".,;:!?()[]/\"'-")
    if token.confidence >= _BELIEVED or letters.isdigit() or not letters or _FIGURES.search(letters):
        return False
    return not is_syllable(letters) or not (letters.islower() or letters.isupper() or letters.istitle())


def _repaired(lines: list[TextLine], again: Mapping[Token, Token], grey: Grey, without: Steps) -> list[TextLine]:
    """`lines` that read on from each other, their doubtful words settled."""
    tokens = [token for line in lines for token in line]
    if "counts of prose" not in without:
        tokens = repair(tokens, again)
    if "strokes of numerals" not in without:
        tokens = recounted(tokens, grey)
    settled = iter(tokens)
    lines = [[next(settled) for _ in line] for line in lines]
    return lines if "official form" in without else settle(lines)


@dataclass(frozen=True, slots=True)
class Placement:
    """From pixels of a page to its points: `point` is the points to a pixel, `origin` what the words came from."""

    point: float
    page: int
    origin: Origin = "ocr"

    def table(self, ruled: RuledTable, texts: Sequence[Sequence[TextLine]]) -> Table:
        cells = tuple(self.cell(cell, lines) for cell, lines in zip(ruled.cells, texts, strict=True))
        return Table(ruled.rows, ruled.columns, cells)

    def cell(self, cell: RuledCell, text: Sequence[TextLine]) -> Cell:
        lines = [self.line(line) for line in text]
        box = self.box(cell.left, cell.top, cell.right, cell.bottom)
        paragraphs = in_cell(lines, box)
        return Cell(cell.row, cell.column, paragraphs, cell.row_span, cell.column_span, box)

    def line(self, tokens: Iterable[Token], by_hand: Mapping[Token, tuple[Figure, ...]] | None = None) -> Line:
        return Line(tuple(self.word(t, (by_hand or {}).get(t, ())) for t in tokens))

    def word(self, token: Token, figures: tuple[Figure, ...] = ()) -> Word:
        box = self.box(token.left, token.top, token.right, token.bottom)
        return Word(token.text, self.page, box, token.confidence, self.origin, token.read_as, figures=figures)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        return (
            round(left * self.point, 2),
            round(top * self.point, 2),
            round(right * self.point, 2),
            round(bottom * self.point, 2),
        )


def _outside(grey: Grey, tables: Sequence[RuledTable]) -> Grey:
    """The page with its tables painted over."""
    if not tables:
        return grey
    rest = grey.copy()
    for table in tables:
        rest[max(0, table.top - 3) : table.bottom + 4, max(0, table.left - 3) : table.right + 4] = 255
    return rest


def _read_cells(grey: Grey, cells: Sequence[RuledCell]) -> list[list[Token]]:
    """The words of each cell, in pixels of the page, each cell read as a picture of its own, its rules left out.

    A figure that stands alone is no block of lines to Tesseract: what says nothing as one is read as a line.
    """
    windows = [(cell.left + _RULE, cell.top + _RULE, cell.right - _RULE, cell.bottom - _RULE) for cell in cells]
    pictures = [grey[top:bottom, left:right] for left, top, right, bottom in windows]
    inked = [n for n, picture in enumerate(pictures) if picture.size and _has_ink(picture)]
    framed = [
        cast(Grey, cv2.copyMakeBorder(pictures[n], *(_FRAME,) * 4, cv2.BORDER_CONSTANT, value=255)) for n in inked
    ]
    found: list[list[Token]] = [[] for _ in cells]
    read = recognise(framed, "block")
    lonely = [k for k, tokens in enumerate(read) if len(tokens) < 2 and all(t.confidence < _BELIEVED for t in tokens)]
    for k, tokens in zip(lonely, recognise([framed[k] for k in lonely], "line"), strict=True):
        read[k] = max(read[k], tokens, key=lambda found: sum(token.confidence for token in found))
    for n, tokens in zip(inked, read, strict=True):
        found[n] = [token.moved(windows[n][0] - _FRAME, windows[n][1] - _FRAME) for token in tokens]
    return found


_RULE = 4
"""Pixels from the middle of a rule to where the cell's paper begins."""

_FRAME = 12
"""White pixels around a cell: Tesseract misses letters that touch the edge of its picture."""


def _has_ink(picture: Grey) -> bool:
    return int(np.count_nonzero(picture < 140)) >= _LEAST_INK


_LEAST_INK = 12
"""Pixels: a full stop has some ten."""


def group_lines(tokens: Sequence[Token], wide: float = WIDE_GAP) -> list[TextLine]:
    """Tesseract's lines, left to right, cut at gaps too wide for one: a letterhead has two columns."""
    found: defaultdict[tuple[int, int, int], list[Token]] = defaultdict(list)
    for token in tokens:
        found[token.line].append(token)
    lines: list[TextLine] = []
    for line in found.values():
        line.sort(key=lambda t: t.left)
        height = float(np.median([t.bottom - t.top for t in line]))
        current = [line[0]]
        for before, token in pairwise(line):
            if token.left - before.right > wide * height:
                lines.append(current)
                current = []
            current.append(token)
        lines.append(current)
    return lines
