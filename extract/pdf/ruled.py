"""Ruled tables: from ruling lines to cells with their spans, and words into the cells (for digital pages)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

from extract.layout.columns import lines_of
from extract.layout.paragraphs import in_cell
from extract.pdf.drawings import Ruling
from extract.pdf.implied import around_aligned, closing
from extract.transcript import Cell, Table, Word
from models.records import Box

NEAR = 3.0
"""Points: lines of one table that are this close are one line, and meet where they end this close to each other."""

MOST_RULINGS = 4000
"""A drawing has more; a page-long table of ten columns some 600."""


def ruled_tables(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[tuple[Table, ...], tuple[Word, ...]]:
    """The tables that `rulings` draw, with their words in them, and the words that stand in none.

    A frame around a single cell is no table; rules that a table does without are put in.
    """
    if len(rulings) > MOST_RULINGS:
        return (), tuple(words)
    tables, left = _drawn(words, (*rulings, *closing(words, rulings)))
    aligned, left = _drawn(left, around_aligned(left, rulings))
    return (*tables, *aligned), left


def _drawn(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[tuple[Table, ...], tuple[Word, ...]]:
    if len(rulings) < 5:
        return (), tuple(words)
    tables: list[Table] = []
    left = list(words)
    for cells in cells_to_tables(cells_of(rulings)):
        inside: dict[Box, list[Word]] = defaultdict(list)
        rest = []
        for word in left:
            cell = _holder(word, cells)
            if cell is None:
                rest.append(word)
            else:
                inside[cell].append(word)
        table = _table(cells, inside)
        if table is not None:
            tables.append(table)
            left = rest
    return tuple(tables), tuple(left)


def cells_of(rulings: Sequence[Ruling]) -> list[Box]:
    """The smallest rectangle to the right of and below each crossing of `rulings` whose four sides are drawn.

    As pdfplumber's `intersections_to_cells` finds them, which looks through all crossings for each.
    """
    edges = merge_edges([edge_of(r) for r in rulings], NEAR, NEAR, NEAR, NEAR)
    on = {at: {id(e) for e in (*by["v"], *by["h"])} for at, by in edges_to_intersections(edges, NEAR, NEAR).items()}
    under: dict[float, list[float]] = defaultdict(list)
    beside: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(on):
        under[x].append(y)
        beside[y].append(x)

    def smallest(x0: float, top: float) -> Box | None:
        rights = [x for x in beside[top] if x > x0 and not on[x0, top].isdisjoint(on[x, top])]
        for bottom in under[x0]:
            if bottom > top and not on[x0, top].isdisjoint(on[x0, bottom]):
                for x1 in rights:
                    corner: set[int] = on.get((x1, bottom), set())
                    if not corner.isdisjoint(on[x1, top]) and not corner.isdisjoint(on[x0, bottom]):
                        return x0, top, x1, bottom
        return None

    return [cell for x, y in sorted(on) if (cell := smallest(x, y))]


def edge_of(ruling: Ruling) -> dict[str, Any]:
    """A ruling as pdfplumber has them: an edge without thickness."""
    x, y = (ruling.x0 + ruling.x1) / 2, (ruling.top + ruling.bottom) / 2
    if ruling.level:
        return {
            "x0": ruling.x0,
            "x1": ruling.x1,
            "top": y,
            "bottom": y,
            "orientation": "h",
            "object_type": "line",
            "height": 0,
            "width": ruling.x1 - ruling.x0,
        }
    return {
        "x0": x,
        "x1": x,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "orientation": "v",
        "object_type": "line",
        "height": ruling.bottom - ruling.top,
        "width": 0,
    }


def _holder(word: Word, cells: Sequence[Box]) -> Box | None:
    box = word.box or (0.0, 0.0, 0.0, 0.0)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for cell in cells:  # a loop, for speed
        if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
            return cell
    return None


def _table(cells: Sequence[Box], inside: dict[Box, list[Word]]) -> Table | None:
    columns = _steps(x for cell in cells for x in (cell[0], cell[2]))
    rows = _steps(y for cell in cells for y in (cell[1], cell[3]))
    if len(columns) < 3 or len(rows) < 2 or not inside:
        return None
    made = []
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        row, column = _step(rows, cell[1]), _step(columns, cell[0])
        down, across = _step(rows, cell[3]) - row, _step(columns, cell[2]) - column
        if down < 1 or across < 1:
            continue
        paragraphs = in_cell(lines_of(inside[cell]), cell) if cell in inside else ()
        made.append(Cell(row, column, paragraphs, down, across, cell))
    return Table(len(rows) - 1, len(columns) - 1, tuple(made))


def _steps(places: Iterator[float]) -> list[float]:
    """The different places, those nearer than `NEAR` taken as one."""
    steps: list[float] = []
    for place in sorted(set(places)):
        if not steps or place - steps[-1] > NEAR:
            steps.append(place)
    return steps


def _step(steps: list[float], place: float) -> int:
    at = bisect_left(steps, place - NEAR)
    return min(at, len(steps) - 1)
