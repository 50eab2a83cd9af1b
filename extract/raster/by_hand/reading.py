"""Figures written by hand: how likely each group of strokes is each of the ten.

Tesseract reads print; a number or day that a clerk wrote into a letterhead comes out as anything. The net here knows
only figures, a row of 8 × 8 shares of ink each; `by_hand.build` trained it, and says on what. Of figures by
writers it never saw it reads nine in ten. It never says what was written, only how well a proposed number fits the ink.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.raster.ocr import Token
from extract.raster.preparation import X_HEIGHT, Grey

TextLine = Sequence[Token]
Figure = tuple[float, ...]
"""The probabilities of 0 to 9."""


def read_figures(grey: Grey) -> tuple[Figure, ...]:
    """Each group of strokes in `grey` (H×W, dark on light, 100 dpi at least), left to right; none where no ink is."""
    if grey.size == 0 or min(grey.shape) < _SMALLEST:
        return ()
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    count, labels, found, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    groups = [
        (int(found[n, cv2.CC_STAT_LEFT]), n)
        for n in range(1, count)
        if found[n, cv2.CC_STAT_HEIGHT] > _TALL * grey.shape[0] and found[n, cv2.CC_STAT_AREA] > _INK
    ]
    figures: list[Figure] = []
    for _, n in sorted(groups)[:_MOST]:
        left, top, width, height = found[n, :4]
        mask = labels[top : top + height, left : left + width] == n
        figures.extend(_apart(mask, alone=len(groups) == 1))
    return tuple(figures)


_SMALLEST = 8
_TALL = 0.35
"""Part of the picture's height that a figure takes at least; less is a dot, a comma, a stamp's edge."""
_INK = 8
_WIDE = 0.75
_MOST = 8


def _apart(mask: NDArray[np.bool_], alone: bool) -> list[Figure]:
    """The figures of a group of strokes: one, or several that touch; a number `alone` has two (06, 31) at least.

    Two are cut where the pen hardly touches the paper. Which column that is decides what either looks like: each of
    the likely ones is tried, and what most of them say is believed.
    """
    height, width = mask.shape
    parts = round(width / (_WIDE * height)) if width > height else 1
    if parts > 2 or (parts == 2 and not alone):
        return [_likely(part) for part in np.split(mask, _joints(mask, parts), axis=1) if part.any()]
    if not alone or width < _NARROW * height:
        return [_likely(mask)]
    middle = np.arange(width // 3, width - width // 3)
    cuts = middle[np.argsort(mask.sum(axis=0)[middle], kind="stable")[:_CUTS]]
    pairs = [(_likely(mask[:, :at]), _likely(mask[:, at:])) for at in cuts]
    return [_mean([pair[n] for pair in pairs]) for n in range(2)]


_NARROW = 0.85
"""Widths of a figure in its heights: hardly one is wider, two that touch are seldom narrower."""

_CUTS = 5


def _mean(figures: Sequence[Figure]) -> Figure:
    return tuple(round(float(p), 4) for p in np.mean(figures, axis=0))


def _joints(mask: NDArray[np.bool_], parts: int) -> list[int]:
    """The columns at which `parts` figures touch: near equal parts, where the least ink is."""
    ink, width = mask.sum(axis=0), mask.shape[1]
    near = width // (4 * parts)
    even = [round(width * part / parts) for part in range(1, parts)]
    return [at - near + int(np.argmin(ink[at - near : at + near + 1])) for at in even]


def _likely(mask: NDArray[np.bool_]) -> Figure:
    hidden, output = _net()
    values = np.maximum(shares(mask) @ hidden[0] + hidden[1], 0) @ output[0] + output[1]
    odds = np.exp(values - values.max())
    return tuple(round(float(p), 4) for p in odds / odds.sum())


def shares(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The ink of a figure in 8 × 8 fields: stretched to the box, but a slim 1 stays slim."""
    rows, columns = np.where(mask)
    figure = mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].astype(np.float32)
    height, width = figure.shape
    figure = np.pad(figure, ((0, 0), (max(0, int((height * 0.55 - width) / 2)),) * 2))
    figure = np.pad(cv2.resize(figure, (28, 32), interpolation=cv2.INTER_AREA), ((0, 0), (2, 2)))
    shares: NDArray[np.float32] = figure.reshape(8, 4, 8, 4).mean((1, 3)).ravel()
    return shares


Layer = tuple[NDArray[np.float32], NDArray[np.float32]]


@cache
def _net() -> tuple[Layer, Layer]:
    with files("extract").joinpath("raster/by_hand/figures.npz").open("rb") as stored, np.load(stored) as net:
        w1, b1, w2, b2 = (net[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))
    return (w1, b1), (w2, b2)


def figures_of_letterhead(lines: Sequence[TextLine], grey: Grey, first: bool = True) -> dict[Token, tuple[Figure, ...]]:
    """What is written by hand into a letterhead: before the notation of its number, and before "tháng" in its date.

    `lines` are those of the page in pixels of `grey`. The keys are the printed words that the figures stand before.
    Pages after the `first` have them where an annex says what it goes with: "(Kèm theo Quyết định số … ngày …)".
    """
    found: dict[Token, tuple[Figure, ...]] = {}
    for line in lines[:_HEAD] if first else _enclosed(lines):
        for word, window in (_number_gap(line), _day_gap(line)):
            if word is not None and window is not None and word not in found:
                left, top, right, bottom = (max(0, int(edge)) for edge in window)
                found[word] = read_figures(np.ascontiguousarray(grey[top:bottom, left:right]))
    return {word: figures for word, figures in found.items() if figures}


_HEAD = 40
"""Lines of a page that its letterhead may take."""


def _enclosed(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines that say what an annex goes with, and those that they run on into."""
    for at, line in enumerate(lines):
        if any("kèm theo" in " ".join(t.text for t in near).lower() for near in lines[max(0, at - 1) : at + 1]):
            yield line


Window = tuple[float, float, float, float]


def _number_gap(line: TextLine) -> tuple[Token | None, Window | None]:
    """The notation's word in "Số: … /KH-UBND", and the window before it."""
    at = next((n for n, token in enumerate(line) if _SIGN.match(token.text) and (n == 0 or _cited(line[n - 1]))), None)
    if at is None:
        return None, None
    first = line[at]
    notation = next((token for token in line[at : at + 6] if "/" in token.text), None)
    if notation is None or (notation is first and not _GLUED.match(first.text)):
        return None, None
    height = first.bottom - first.top
    if notation is first:  # "Số:2/KH-VP": where sign and notation end is told by the width of their letters
        sign, end = first.left + _EM * _SIGN_WIDE, first.right - _EM * _width(first.text[first.text.index("/") :])
        return notation, (sign, first.top - 0.1 * height, end + 0.1 * height, first.bottom + 0.1 * height)
    sign = first.right if len(first.text) <= 4 else first.left + 1.4 * height  # the figures run on into "Số:"
    top = min(first.top, notation.top) - 0.25 * height
    return notation, (sign + 0.08 * height, top, notation.left + 0.1 * height, first.bottom + 0.4 * height)


_SIGN = re.compile(r"S.{1,2}\s?[:.;]|số:?$")
_GLUED = re.compile(r"S.{1,2}[:.;][^/]{0,6}/[A-ZĐ]{1,5}[-/]")


def _cited(before: Token) -> bool:
    """Whether what is before "số" names a kind of document: elsewhere the word means an amount."""
    return before.text in ("định", "hoạch", "quyết", "thị", "báo", "trình", "văn")


_EM = 13 / 14 * X_HEIGHT / 0.448
"""Pixels of an em of 13 points beside letters of `X_HEIGHT` at 14, in Times New Roman: the decree prescribes both."""

_SIGN_WIDE = 1.4


def _width(print: str) -> float:
    """The width of `print` in ems of Times New Roman."""
    return sum(0.28 if c == "/" else 0.33 if c == "-" else 0.68 if c.isupper() else 0.47 for c in print)


def _day_gap(line: TextLine) -> tuple[Token | None, Window | None]:
    """The word "tháng" in "ngày … tháng 3 năm 2020", and the window between it and "ngày"."""
    month = next((token for token in line if _MONTH_SAID.search(token.text)), None)
    day = next((token for token in line if token.text.startswith("ngày")), None)
    year = next((token for token in line if month and _YEAR.match(token.text) and token.left > month.left), None)
    if month is None or day is None or year is None:
        return None, None
    width, height = year.right - year.left, year.bottom - year.top
    top, bottom = min(t.top for t in line), max(t.bottom for t in line)
    runs_on = not month.text.endswith("g")  # "tháng4": the figure of the month behind it
    left, right = day.left + _DAY * width, month.left if runs_on else max(month.left, month.right - _MONTH * width)
    return month, (left, top - 0.2 * height, right, bottom + 0.2 * height) if right - left > 0.5 * height else None


_MONTH_SAID = re.compile("th[áả]ng")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_DAY, _MONTH = 0.97, 1.12
"""Widths of "ngày" and "tháng" in those of a printed year, measured in Times New Roman, which the decree prescribes."""
