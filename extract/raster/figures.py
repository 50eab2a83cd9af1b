"""Doubtful figures read again: each cut out and read by itself in several sizes (`figures_again`).

A letter more or less in a line tips Tesseract over ("34/2099NĐ-CP"), and a figure alone in a wide cell is often read
as nothing at all. No reading is put together of several: what is taken was read so at least three times.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import mean, mode
from typing import cast

import cv2
import numpy as np

from extract.raster.ocr import Token, recognise
from extract.raster.preparation import X_HEIGHT, Grey
from extract.raster.ruled import RuledCell
from extract.raster.second_reading import DOUBTFUL

Flow = list[list[Token]]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

SURE_OF_FIGURE = 0.85
"""How far a doubtful figure is believed that is read alike in every size, and the most for one first read otherwise.
Of 250 doubtful figures of made scans that were read alike five times, none was wrong."""

SIZES = (0.8, 1.0, 1.2, 1.4)
SIZES_ALONE = (0.7, 0.75, 0.8, 0.85, 0.9)
"""What is read, as large as so many times the page's letters: a figure without a line is best read small."""


def figures_again(grey: Grey, flows: Sequence[Flow], cells: Sequence[RuledCell]) -> list[Flow]:
    """`flows` of a prepared page `grey`, its text and then that of each of `cells`, their doubtful figures settled.

    What may be written by hand into a letterhead is never read otherwise. Raises `extract.raster.ocr.OcrError`.
    """
    settled = list(flows)
    alone = {
        n: _around(box) for n, cell in enumerate(cells, 1) if _may_be_a_figure(flows[n]) and (box := _inked(grey, cell))
    }
    for (n, box), readings in zip(alone.items(), _read(grey, list(alone.values()), SIZES_ALONE), strict=True):
        if figure := _figure(readings):
            first = flows[n][0][0].text if flows[n] else figure
            read_as = first if _core(first) != figure else None
            settled[n] = [[Token(figure, *box, SURE_OF_FIGURE, (1, 1, 1), read_as)]]
    doubtful = dict(found for n, flow in enumerate(flows) if n not in alone for found in _doubtful(flow))
    rightly = {
        token: _settled(token, readings)
        for token, readings in zip(doubtful, _read(grey, list(doubtful.values()), SIZES), strict=True)
    }
    return [[_line_settled(line, rightly) for line in flow] for flow in settled]


_FIGURE = re.compile(r"\d[\d.,]{0,6}%?|[IVX]{1,5}\.?")
"""What stands alone in a cell: the number of a row, a target."""


def _may_be_a_figure(flow: Flow) -> bool:
    """Whether a cell says nothing, or one short word that is not sure."""
    tokens = [token for line in flow for token in line]
    return not tokens or (len(tokens) == 1 and len(tokens[0].text) <= _SHORT and tokens[0].confidence < DOUBTFUL)


_SHORT = 3
"""Letters that a figure is read as at most."""


def _doubtful(flow: Flow) -> Iterator[tuple[Token, Box]]:
    """Doubtful figures, and the place of each up to the words beside it."""
    for line in flow:
        for before, token, behind in zip([None, *line], line, [*line[1:], None], strict=False):
            torn = behind is not None and _STROKE.match(behind.text)  # "202 |" is put together by its form
            if token.confidence < DOUBTFUL and _has_figures(token) and not torn:
                left, top, right, bottom = _around((token.left, token.top, token.right, token.bottom))
                left = max(left, min(before.right, token.left)) if before else left
                yield token, (left, top, min(right, max(behind.left, token.right)) if behind else right, bottom)


_STROKE = re.compile(r"[|!Il\]](?!\w)")


def _around(box: Box) -> Box:
    """`box` with room for what Tesseract left out of it."""
    return max(0, box[0] - 5), max(0, box[1] - 3), box[2] + 5, box[3] + 3


OF_LETTERHEAD = re.compile(r"S[ốôổồộỗóòo6Ố](?:\s?[:.;]|\s)|[^,]{2,40}, ?ng[àaá]y.{1,40}$")
"""The lines into which number and day are written by hand, which is read otherwise (`extract.raster.by_hand`)."""


def _has_figures(token: Token) -> bool:
    high = token.bottom - token.top >= LEAST_HEIGHT
    return high and re.search(r"\d", token.text) is not None and not _QUARTER.fullmatch(token.text)


LEAST_HEIGHT = 0.45 * X_HEIGHT
"""What is lower is no letter but an accent, or a point."""

_QUARTER = re.compile(r"\W*[IVXHT1l|]{1,4}/+\d{4}\W*")
"""Roman numerals are counted by their strokes (`extract.raster.numerals`): alone they are read worse."""


def _inked(grey: Grey, cell: RuledCell) -> Box | None:
    """Where the ink of a cell is, if it is no more than that of a figure."""
    left, top = cell.left + _RULE, cell.top + _RULE
    ink = grey[top : cell.bottom - _RULE, left : cell.right - _RULE] < _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    width, height = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    if width > 4 * X_HEIGHT or not X_HEIGHT <= height < 2.4 * X_HEIGHT:
        return None
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


_RULE = 4
"""Pixels from the middle of a rule to where the cell's paper begins."""

_INK = 140


Reading = tuple[str, float]
"""What was read without the punctuation around it, and how surely."""


def _read(grey: Grey, boxes: Sequence[Box], sizes: Sequence[float]) -> list[list[Reading]]:
    """What is read at each of `boxes` in each of `sizes`."""
    read = iter(recognise([picture for box in boxes for picture in _pictures(grey, *box, sizes)], "line"))
    return [[_together(next(read)) for _ in sizes] for _ in boxes]


def _pictures(grey: Grey, left: int, top: int, right: int, bottom: int, sizes: Sequence[float]) -> Iterator[Grey]:
    strip = grey[top:bottom, left:right]
    for size in sizes:
        method = cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC
        sized = cv2.resize(strip, None, fx=size, fy=size, interpolation=method)
        yield cast(Grey, cv2.copyMakeBorder(sized, *(_FRAME,) * 4, cv2.BORDER_CONSTANT, value=255))


_FRAME = 12


def _together(tokens: Sequence[Token]) -> Reading:
    sure = [token.confidence for token in tokens]
    return _core("".join(token.text for token in tokens)), mean(sure) if sure else 0.0


def _figure(readings: Sequence[Reading]) -> str | None:
    """The figure that stands alone: the only one that was read surely, and read so more than once in two."""
    surely = [text for text, sure in readings if sure >= _SURE and _FIGURE.fullmatch(text)]
    return surely[0] if len(set(surely)) == 1 and len(surely) > len(readings) / 2 else None


def _settled(token: Token, readings: Sequence[Reading]) -> Token:
    """`token` as all readings have it, or all but one, which are sure of it, if what they say has figures.

    An I and a 1 are one stroke each, and alone in a picture one looks like the other.
    """
    text = mode(text for text, _ in readings)
    alike = [sure for said, sure in readings if said == text]
    if text == _core(token.text):
        confirmed = len(alike) == len(readings)
        return replace(token, confidence=max(token.confidence, SURE_OF_FIGURE)) if confirmed else token
    agreed = len(alike) == len(readings) or (len(alike) == len(readings) - 1 and mean(alike) >= _SURE)
    if not agreed or not re.search(r"\d", text) or _STROKES.sub("1", text) == _STROKES.sub("1", _core(token.text)):
        return token
    rightly = _before(token.text) + text + _behind(token.text)
    sure = min(mean(alike), SURE_OF_FIGURE)
    return replace(token, text=rightly, read_as=token.read_as or token.text, confidence=sure)


def _line_settled(line: list[Token], rightly: Mapping[Token, Token]) -> list[Token]:
    settled = [rightly.get(token, token) for token in line]
    if not OF_LETTERHEAD.match(" ".join(token.text for token in line)):
        return settled
    return [new if new.text == old.text else old for new, old in zip(settled, line, strict=True)]


_SURE = 0.9
_STROKES = re.compile("[1Il|!]+")


def _core(text: str) -> str:
    """A word without the punctuation around it."""
    return text[len(_before(text)) :].rstrip(_MARKS)


def _before(text: str) -> str:
    return text[: len(text) - len(text.lstrip(_MARKS))]


def _behind(text: str) -> str:
    return text[len(text.rstrip(_MARKS)) :]


_MARKS = ".,;:()“”\"'"
