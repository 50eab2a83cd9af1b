"""Ruled tables on a scan: from the rules of a level page to a grid of cells with their spans (`find_tables`).

Rules are found by OpenCV's morphology. On 23 scanned and levelled pages, seven of them with a table, it finds all
seven grids and nothing else; img2table 2.0 finds six, and two tables that are none, in three times the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.raster.half_ruled import boxes_of, completed

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its first row and column, from 0, what it spans, and the pixels inside its rules."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid of `rows` × `columns` and its cells, at pixels `left`, `top`, `right`, `bottom` of the page."""

    rows: int
    columns: int
    cells: tuple[RuledCell, ...]
    left: int
    top: int
    right: int
    bottom: int


def find_tables(grey: Grey, x_height: float) -> tuple[RuledTable, ...]:
    """The ruled and half-ruled tables on a level page (H×W uint8 grey), top to bottom; `x_height` is its letters'."""
    level, upright, ink = _strokes(grey, x_height)
    level, upright = completed(level, upright, ink, x_height, _LEAST_WIDTH * grey.shape[1])
    return tuple(
        table
        for box in _regions(level | upright)
        if box[2] - box[0] >= _LEAST_WIDTH * grey.shape[1]
        if (table := _table(level, upright, box, x_height)) is not None
    )


def find_frames(grey: Grey, x_height: float) -> tuple[tuple[int, int, int, int], ...]:
    """Frames too narrow for a table, as incoming-mail stamps have them: left, top, right, bottom in pixels."""
    level, upright, _ = _strokes(grey, x_height)
    found: list[tuple[int, int, int, int]] = []
    for left, top, right, bottom in _regions(level | upright):
        window = slice(top, bottom), slice(left, right)
        across = np.flatnonzero((upright[window] > 0).mean(axis=0) > _OF_A_FRAME)
        down = np.flatnonzero((level[window] > 0).mean(axis=1) > _OF_A_FRAME)
        if not across.size or not down.size:
            continue
        box = left + int(across[0]), top + int(down[0]), left + int(across[-1]), top + int(down[-1])
        if 6 * x_height <= box[2] - box[0] < _LEAST_WIDTH * grey.shape[1] and box[3] - box[1] >= 3 * x_height:
            found.append(box)
    return tuple(found)


_OF_A_FRAME = 0.35
"""The share of a side that is drawn: stamps print badly, and text that touches one goes on from its sides."""

_LEAST_WIDTH = 0.35
"""Of the page: a narrower frame is an incoming-mail stamp or a box for a mark."""

_COVERED = 0.6
"""The share of a cell's edge that must be ruled to part it from its neighbour."""

_WHOLLY = 0.95
"""The same where the rule is broken at a corner."""


def _strokes(grey: Grey, x_height: float) -> tuple[Grey, Grey, Grey]:
    """What is ruled level, what is ruled upright, and all ink."""
    ink = cast(Grey, cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12))
    lengths = round(4.5 * x_height), round(2.6 * x_height)
    strokes = _rules(ink, lengths[0], horizontal=True) | _rules(ink, lengths[1], horizontal=False)
    ink = _without_other_side(ink, grey, strokes)
    return _rules(ink, lengths[0], horizontal=True), _rules(ink, lengths[1], horizontal=False), ink


def _rules(ink: Grey, length: int, horizontal: bool) -> Grey:
    """Straight strokes of at least `length` pixels, gaps of three pixels and a drift of one bridged."""

    def brush(along: int, across: int) -> Grey:
        return np.ones((across, along) if horizontal else (along, across), np.uint8)

    joined = cv2.morphologyEx(cv2.dilate(ink, brush(1, 3)), cv2.MORPH_CLOSE, brush(5, 1))
    return cast(Grey, cv2.morphologyEx(joined, cv2.MORPH_OPEN, brush(length, 1)))


def _without_other_side(ink: Grey, grey: Grey, strokes: Grey) -> Grey:
    """`ink` without what is much fainter than the page's `strokes`: rules that shine through from its other side."""
    if not strokes.any():
        return ink
    depth = 255 - cv2.erode(grey, np.ones((3, 3), np.uint8))
    faint = depth < _SHINES_THROUGH * np.percentile(depth[strokes > 0], 80)
    return np.where(faint, 0, ink).astype(np.uint8)


_SHINES_THROUGH = 0.3
"""Of the depth of the page's own strokes: rules drawn in grey have half of it and more."""


def _regions(rules: Grey) -> list[tuple[int, int, int, int]]:
    """Boxes around what hangs together, top to bottom."""
    grown = cast(Grey, cv2.dilate(rules, np.ones((5, 5), np.uint8)))
    return sorted(boxes_of(grown), key=lambda box: (box[1], box[0]))


def _table(level: Grey, upright: Grey, box: tuple[int, int, int, int], x_height: float) -> RuledTable | None:
    left, top, right, bottom = box
    window = (slice(top, bottom), slice(left, right))
    level, upright = level[window], upright[window]
    ys = _positions(level, horizontal=True, apart=1.3 * x_height)
    xs = _positions(upright, horizontal=False, apart=1.3 * x_height)
    if len(ys) < 2 or len(xs) < 3:
        return None
    if len(ys) == 2 and ys[1] - ys[0] > 30 * x_height:
        return None
    grid, ys, xs = _without_strays(_merged(level, upright, ys, xs), ys, xs)
    cells = tuple(_cells(grid, [top + y for y in ys], [left + x for x in xs]))
    rows, columns = grid.shape
    if len(cells) < 2:
        return None
    return RuledTable(rows, columns, cells, left + xs[0], top + ys[0], left + xs[-1], top + ys[-1])


def _positions(rules: Grey, horizontal: bool, apart: float) -> list[int]:
    """Where the rules of one direction lie, at least `apart` pixels from each other.

    Of what lies closer the longest in all is the rule, whole or in pieces: rows of letters have straight strokes too.
    """
    _, _, stats, centroids = cv2.connectedComponentsWithStats(rules, connectivity=8)
    span, middle = (cv2.CC_STAT_WIDTH, 1) if horizontal else (cv2.CC_STAT_HEIGHT, 0)
    places, lengths = centroids[1:, middle], stats[1:, span].astype(np.float64)
    pieces = [np.abs(places - place) <= _DRIFT for place in places]
    found: list[float] = []
    for piece in sorted(pieces, key=lambda piece: -lengths[piece].sum()):
        place = float(np.average(places[piece], weights=lengths[piece]))
        if all(abs(place - other) >= apart for other in found):
            found.append(place)
    return sorted(round(place) for place in found)


_DRIFT = 3
"""Pixels that the pieces of one rule may lie apart."""


def _merged(level: Grey, upright: Grey, ys: list[int], xs: list[int]) -> NDArray[np.int64]:
    """A number for each place of the grid; places that no rule parts have the same, and make a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    grid = np.arange(rows * columns).reshape(rows, columns)
    for row in range(rows):
        for column in range(columns):
            if column and not _ruled(upright, xs[column], ys[row], ys[row + 1], horizontal=False):
                _join(grid, grid[row, column - 1], grid[row, column])
            if row and not _ruled(level, ys[row], xs[column], xs[column + 1], horizontal=True):
                _join(grid, grid[row - 1, column], grid[row, column])
    return grid


def _without_strays(
    grid: NDArray[np.int64], ys: list[int], xs: list[int]
) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """The grid without lines that part no two cells: strokes of bold letters, underlined words."""
    rows = [0, *(r for r in range(1, len(ys) - 1) if np.any(grid[r - 1] != grid[r]))]
    columns = [0, *(c for c in range(1, len(xs) - 1) if np.any(grid[:, c - 1] != grid[:, c]))]
    return grid[np.ix_(rows, columns)], [ys[r] for r in (*rows, -1)], [xs[c] for c in (*columns, -1)]


def _join(grid: NDArray[np.int64], one: int, other: int) -> None:
    """Makes the cells `one` and `other` one, with all that the rectangle around both covers."""
    while True:
        rows, columns = np.nonzero((grid == one) | (grid == other))
        block = grid[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        if np.all(block == one):
            return
        for number in np.unique(block):
            grid[grid == number] = one


def _ruled(rules: Grey, at: int, start: int, end: int, horizontal: bool) -> bool:
    """Whether the edge at `at` from `start` to `end` is drawn, within four pixels, and reaches to both its ends.

    Rows of letters have straight strokes too, but keep a distance from the rules around them.
    """
    near = slice(max(0, at - 4), at + 5)
    inset = min(_BESIDE, (end - start) // 4)
    along = slice(start + inset, end - inset)
    strip = rules[near, along] if horizontal else rules[along, near].T
    if not strip.size:
        return False
    drawn = np.any(strip > 0, axis=0)
    reaches = min(drawn[:_PADDING].mean(), drawn[-_PADDING:].mean()) >= _COVERED
    return float(drawn.mean()) >= (_COVERED if reaches else _WHOLLY)


_BESIDE = 4
"""Pixels next to a rule, where it is drawn itself."""

_PADDING = 5
"""Pixels that letters stay away from rules, less than Word's 0.19 cm."""


def _cells(grid: NDArray[np.int64], ys: list[int], xs: list[int]) -> Iterator[RuledCell]:
    seen: set[int] = set()
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            number = int(grid[row, column])
            if number in seen:
                continue
            seen.add(number)
            rows, columns = np.nonzero(grid == number)
            down, across = int(rows.max()) + 1, int(columns.max()) + 1
            yield RuledCell(row, column, down - row, across - column, xs[column], ys[row], xs[across], ys[down])
