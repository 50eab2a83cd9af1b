"""Rules that a scanned table does without (`completed`): its columns' where only rows are ruled, its rows' where only
columns are, both where there is but a frame around it.

Columns part where no row has ink, rows where no column has. Rather no table than a wrong one: where the blanks do not
say for sure which is which, nothing is drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Span = tuple[int, int]
"""Where something begins and ends, in pixels."""


def completed(level: Grey, upright: Grey, ink: Grey, x_height: float, least_width: float) -> tuple[Grey, Grey]:
    """`level` and `upright` rules of a page, and with them those that half-ruled tables among them do without.

    `ink` is all that is printed (255 on 0), `x_height` the height of its letters, `least_width` that of a table, all
    in pixels.
    """
    across = _rules(level, _LONG * x_height, horizontal=True)
    down = _rules(upright, _HIGH * x_height, horizontal=False)
    regions = list(_regions(across, down, x_height, least_width))
    if not regions:
        return level, upright
    text = _text(ink, across, down, x_height)
    level, upright = level.copy(), upright.copy()
    for region in regions:
        for y0, y1, x0, x1 in _drawn(region, text, x_height):
            (level if y0 == y1 else upright)[y0 - 1 : y1 + 2, x0 - 1 : x1 + 2] = 255
    return level, upright


_LONG = 10
"""Heights of a small x: rows of letters have shorter level strokes too."""

_HIGH = 5
"""The same upright: a table's heading and one row are as high."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn rule: where it lies, and from where to where it goes."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Region:
    """Where a table stands, with the rules drawn inside it and at its edges."""

    left: int
    top: int
    right: int
    bottom: int
    level: tuple[int, ...]
    upright: tuple[int, ...]


def boxes_of(mask: Grey) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of what hangs together in `mask`: a few strokes are boxed soonest by their edges."""
    contours, nested = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    outer = (contour for contour, (*_, parent) in zip(contours, nested[0], strict=True) if parent < 0)
    return [(x, y, x + width, y + height) for x, y, width, height in map(cv2.boundingRect, outer)]


def _rules(strokes: Grey, least: float, horizontal: bool) -> list[Rule]:
    """The rules of at least `least` pixels among the strokes of one direction."""
    found = []
    for left, top, right, bottom in boxes_of(strokes):
        start, end = (left, right) if horizontal else (top, bottom)
        if end - start >= least:
            ys, xs = np.nonzero(strokes[top:bottom, left:right])
            found.append(Rule(round(float(top + ys.mean() if horizontal else left + xs.mean())), start, end))
    return sorted(found, key=lambda rule: (rule.at, rule.start))


def _text(ink: Grey, across: Sequence[Rule], down: Sequence[Rule], x_height: float) -> Grey:
    """The ink that is neither rule nor speck."""
    rest = ink.copy()
    for rule in across:
        rest[max(0, rule.at - _THICK) : rule.at + _THICK + 1, rule.start : rule.end] = 0
    for rule in down:
        rest[rule.start : rule.end, max(0, rule.at - _THICK) : rule.at + _THICK + 1] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    speck = (stats[:, cv2.CC_STAT_WIDTH] < _SPECK * x_height) & (stats[:, cv2.CC_STAT_HEIGHT] < _SPECK * x_height)
    speck[0] = True
    return np.where(speck[labels], 0, 255).astype(np.uint8)


_SPECK = 0.35
"""Heights of a small x: full stops and dust."""

_THICK = 4
"""Pixels from a rule's middle within which it drifts."""


def _regions(across: Sequence[Rule], down: Sequence[Rule], x_height: float, least_width: float) -> Iterator[_Region]:
    """Where rules of one direction begin and end alike, and those of the other are missing."""
    taken: list[_Region] = []
    for rows in _alike([rule for rule in across if rule.end - rule.start >= least_width], x_height):
        left, right = _median(r.start for r in rows), _median(r.end for r in rows)
        top, bottom = rows[0].at, rows[-1].at
        inside = [
            r for r in down
            if left - x_height < r.at < right + x_height and r.start < bottom - x_height and r.end > top + x_height
        ]  # fmt: skip
        inner = [r for r in inside if left + x_height < r.at < right - x_height and _ends_at(r, rows, x_height)]
        if len(rows) >= (2 if inside else _ROWS):
            region = _Region(left, top, right, bottom, tuple(r.at for r in rows), tuple(r.at for r in inner))
            taken.append(region)
            yield region
    for columns in _alike(down, x_height):
        top, bottom = _median(r.start for r in columns), _median(r.end for r in columns)
        left, right = columns[0].at, columns[-1].at
        if right - left < least_width or any(_meet(region, (left, top, right, bottom)) for region in taken):
            continue
        meeting = [r for r in across if top - x_height < r.at < bottom + x_height and _ends_at(r, columns, x_height)]
        inside = [r for r in meeting if top + x_height < r.at < bottom - x_height]
        if len(inside) <= 1 and len(columns) >= (2 if len(meeting) > len(inside) else _COLUMNS):
            yield _Region(left, top, right, bottom, (), tuple(r.at for r in columns[1:-1]))


_ROWS = 3
"""Level rules that a table has at least where it has no others; two are a frame's."""

_COLUMNS = 3
"""The same of upright rules; a frame that goes on over a page end has two, and one that is level."""


def _ends_at(rule: Rule, others: Sequence[Rule], x_height: float) -> bool:
    """Whether `rule` goes from one of those that lie across it to another."""
    return all(min(abs(end - other.at) for other in others) < x_height for end in (rule.start, rule.end))


def _alike(rules: Sequence[Rule], x_height: float) -> list[list[Rule]]:
    """Groups of rules that begin and end at the same places."""
    groups: list[list[Rule]] = []
    for rule in rules:
        own = next(
            (g for g in groups if abs(g[0].start - rule.start) < x_height and abs(g[0].end - rule.end) < x_height),
            None,
        )
        if own is None:
            groups.append([rule])
        elif rule.at - own[-1].at > 0.5 * x_height:
            own.append(rule)
    return groups


def _meet(region: _Region, box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = box
    return region.left < right and left < region.right and region.top < bottom and top < region.bottom


def _drawn(region: _Region, text: Grey, x_height: float) -> Iterator[tuple[int, int, int, int]]:
    """The rules to draw, as top, bottom, left, right: both ends of one are alike."""
    window = text[region.top : region.bottom, region.left : region.right] > 0
    ruled = [0, *(y - region.top for y in region.level[1:-1]), window.shape[0]]
    columns = [0, *(x - region.left for x in region.upright), window.shape[1]]
    rows: list[int] = []
    if region.upright and len(ruled) <= _HEADING:
        rows = _rows_of(window, columns, x_height)
    elif not region.upright and len(ruled) <= _HEADING:  # the first column's numbers tell the rows, those the columns
        heading = next((end for _, end in _lines_of(window, x_height)), 0)
        rows = _rows_of(window, _columns_of(window, [0, heading, window.shape[0]], x_height), x_height)
    rows = rows or ruled
    if not region.upright:
        columns = _columns_of(window, rows, x_height)
    if len(columns) < 3 or len(rows) < 3 or not _is_table(window, rows, columns):
        return
    for y in rows:
        yield region.top + y, region.top + y, region.left, region.right
    for upper, lower in pairwise(rows):
        for x in columns:
            edge = x in (columns[0], columns[-1])
            if edge or not window[upper + 2 : lower - 2, max(0, x - 3) : x + 4].any():
                yield region.top + upper, region.top + lower, region.left + x, region.left + x


_HEADING = 3
"""Level rules of a table that has but its outer ones and one below the heading."""


def _columns_of(window: Mask, rows: Sequence[int], x_height: float) -> list[int]:
    """The edges of columns: where neither the heading nor any row of several cells has ink.

    A row of one or two cells says nothing: a section's title goes over several columns.
    """
    strips: list[Mask] = [np.asarray(window[a:b].any(axis=0), np.bool_) for a, b in pairwise(rows)]
    telling = [strip for strip in strips[1:] if _cells_in(strip, x_height) > 2]
    inked = np.asarray(np.any([strips[0], *(telling or strips[1:])], axis=0), np.bool_)
    gutters = [(a, b) for a, b in _runs(_blanks(inked, x_height)) if a > 0 and b < len(inked)]
    return [0, *((a + b) // 2 for a, b in gutters), len(inked)] if gutters else []


def _cells_in(strip: Mask, x_height: float) -> int:
    return len(_runs(~_blanks(strip, x_height)))


def _blanks(inked: Mask, x_height: float) -> Mask:
    """Where nothing is printed, as wide as between two columns."""
    blank = np.zeros_like(inked)
    for start, end in _runs(~inked):
        blank[start:end] = end - start >= _GUTTER * x_height
    return blank


_GUTTER = 1.1
"""Blank between two columns, in heights of a small x: one between words has half of it."""


def _rows_of(window: Mask, columns: Sequence[int], x_height: float) -> list[int]:
    """The edges of rows: where no column has ink, wider than between the lines of a cell.

    The first column's numbers say how many rows there are. Empty where blanks and numbers do not agree.
    """
    numbers = _lines_of(window[:, columns[0] : columns[1]], x_height) if columns else []
    if len(numbers) < 3 or not _are_numbers(window[:, columns[0] : columns[1]], numbers[1:], x_height):
        return []
    blanks = [(a, b) for a, b in _runs(~_rows_with_ink(window)) if a > 0 and b < window.shape[0]]
    edges = []
    for upper, lower in pairwise(numbers):
        between = [blank for blank in blanks if upper[1] - 1 <= blank[0] and blank[1] <= lower[0] + 1]
        if not between:
            return []
        edges.append(max(between, key=lambda blank: blank[1] - blank[0]))
    others = [b - a for a, b in blanks if (a, b) not in edges]
    if others and min(b - a for a, b in edges) <= max(others):
        edges = _above_numbers(window, numbers, blanks, columns[1])
    return [0, *((a + b) // 2 for a, b in edges), window.shape[0]] if edges else []


def _are_numbers(column: Mask, lines: Sequence[Span], x_height: float) -> bool:
    """Whether the lines are as short as the numbers of rows."""
    inked = (np.flatnonzero(column[start:end].any(axis=0)) for start, end in lines)
    return all(places[-1] - places[0] < _NUMBER * x_height for places in inked)


_NUMBER = 3.5
"""Heights of a small x that a row's number is wide at most: "12", "III"."""


def _above_numbers(window: Mask, numbers: Sequence[Span], blanks: Sequence[Span], start: int) -> list[Span]:
    """The blanks right above the numbers, where every row begins on the line of its number; else none."""
    edges: list[Span] = []
    for upper, lower in pairwise(numbers):
        blank = max((b for b in blanks if upper[1] - 1 <= b[0] and b[1] <= lower[0] + 1), default=None)
        if blank is None or not window[lower[0] : lower[1], start:].any():
            return []
        edges.append(blank)
    return edges


def _lines_of(window: Mask, x_height: float) -> list[Span]:
    """Lines of text: where rows of pixels have ink, accents with what they stand on."""
    lines: list[Span] = []
    for start, end in _runs(_rows_with_ink(window)):
        if lines and start - lines[-1][1] < _ACCENT * x_height:
            lines[-1] = lines[-1][0], end
        else:
            lines.append((start, end))
    return [(start, end) for start, end in lines if end - start > 0.5 * x_height]


_ACCENT = 0.25
"""Blank between an accent and its letter, in heights of a small x."""


def _is_table(window: Mask, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether the heading fills all columns, and most rows two and more."""
    filled = [
        sum(bool(window[upper + 2 : lower - 2, left + 2 : right - 2].any()) for left, right in pairwise(columns))
        for upper, lower in pairwise(rows)
    ]
    return filled[0] == len(columns) - 1 and sum(count >= 2 for count in filled) >= _FILLED * len(filled)


_FILLED = 0.75


def _rows_with_ink(window: Mask) -> Mask:
    return np.asarray(window.any(axis=1), np.bool_)


def _runs(mask: Mask) -> list[Span]:
    """Where `mask` is true, from start to end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _median(places: Iterator[int]) -> int:
    return round(float(np.median(list(places))))
