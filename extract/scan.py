"""Reading a scanned page: from pixels to words with their places (`read_image`).

The page is prepared (`preparation`), read by Tesseract (`ocr`), its tables taken apart (`raster_tables`), and what the
domain can settle is repaired (`repair`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extract.ocr import Token, recognise
from extract.page import PageReading
from extract.preparation import prepare
from extract.transcript import Line, Word

Reading = Literal["fast", "best"]

WIDE_GAP = 2.2
"""Blank width between two words, in heights of their line's letters, from which they stand in separate columns."""


def read_image(image: NDArray[np.uint8], dpi: float, page: int, reading: Reading = "best") -> PageReading:
    """What stands on a scanned page: `image` is H×W×3 RGB or H×W grey, `dpi` its resolution, `page` its number from 1.

    Boxes are in PDF points of the upright page, from its top left corner, after its skew was levelled. `fast` leaves
    out second readings. Raises `extract.ocr.OcrError`.
    """
    sheet = prepare(image)
    height, width = sheet.grey.shape
    place = Placement(72 / (dpi * sheet.scale), page)
    if sheet.blank:
        return PageReading(page, width * place.point, height * place.point, sheet.rotation, ())
    (tokens,) = recognise([sheet.grey])
    lines = group_lines(tokens)
    return PageReading(
        page=page,
        width=width * place.point,
        height=height * place.point,
        rotation=sheet.rotation,
        lines=tuple(place.line(line) for line in lines),
    )


@dataclass(frozen=True, slots=True)
class Placement:
    """From pixels of the prepared page to its points: `point` is the points to a pixel."""

    point: float
    page: int

    def line(self, tokens: Iterable[Token]) -> Line:
        return Line(tuple(self.word(t) for t in tokens))

    def word(self, token: Token) -> Word:
        left, top, right, bottom = (
            round(v * self.point, 2) for v in (token.left, token.top, token.right, token.bottom)
        )
        return Word(token.text, self.page, (left, top, right, bottom), token.confidence, "ocr")


def group_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tesseract's lines, left to right, cut at gaps too wide for one: columns of a letterhead are lines of their own."""
    found: defaultdict[tuple[int, int, int], list[Token]] = defaultdict(list)
    for token in tokens:
        found[token.line].append(token)
    lines: list[list[Token]] = []
    for line in found.values():
        line.sort(key=lambda t: t.left)
        height = float(np.median([t.bottom - t.top for t in line]))
        current = [line[0]]
        for before, token in pairwise(line):
            if token.left - before.right > WIDE_GAP * height:
                lines.append(current)
                current = []
            current.append(token)
        lines.append(current)
    return lines
