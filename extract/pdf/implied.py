"""Rules that a table does without: its outer edges, its columns' where only rows are ruled, all where blanks align it.

Rather no table than a wrong one: a letterhead, a signature block or a list of recipients never becomes one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.layout.columns import lines_of
from extract.pdf.drawings import Ruling
from extract.transcript import Line, Word
from models.records import Box

NEAR = 3.0
"""Points: rules whose ends are this close end together."""

WIDE = 150.0
"""Points: a table is wider; underlines of a letterhead and rules above footnotes are shorter."""

GUTTER = 8.0
"""Points free of words between two columns, over all rows; a blank between words has 3 to 6."""


def closing(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """The rules to draw beside `rulings` so that tables whose rows are ruled have sides and columns."""
    placed = [word for word in words if word.box]
    return tuple(rule for rows in _row_rules(rulings) for rule in _closed(rows, rulings, placed))


def around_aligned(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """The rules to draw around the cells of tables that only blanks align, among `words` that no rules surround."""
    placed = [word for word in words if word.box]
    if not any(_NUMBERED.match(word.text) for word in placed):
        return ()
    tops = [r.top for r in rulings if r.level and r.x1 - r.x0 > WIDE]
    return tuple(rule for rows, gutters in _aligned(lines_of(placed), tops) for rule in _around(rows, gutters))


def _row_rules(rulings: Sequence[Ruling]) -> Iterator[list[Ruling]]:
    """Level rules of the same left and right end, three or more, top to bottom."""
    whole: list[Ruling] = []  # Word draws a rule cell by cell
    for rule in sorted((r for r in rulings if r.level), key=lambda r: (round(r.top), r.x0)):
        if whole and abs(whole[-1].top - rule.top) < 1.5 and -NEAR < rule.x0 - whole[-1].x1 < NEAR:
            rule = Ruling(whole[-1].x0, whole[-1].top, rule.x1, whole.pop().bottom)
        whole.append(rule)
    groups: list[list[Ruling]] = []
    for rule in sorted((r for r in whole if r.x1 - r.x0 > WIDE), key=lambda r: r.top):
        group = next((g for g in groups if abs(g[0].x0 - rule.x0) < NEAR and abs(g[0].x1 - rule.x1) < NEAR), None)
        if group is None:
            groups.append([rule])
        elif rule.top - group[-1].top > NEAR:
            group.append(rule)
    return (group for group in groups if len(group) >= 3)


def _closed(rows: list[Ruling], rulings: Sequence[Ruling], words: Sequence[Word]) -> Iterator[Ruling]:
    """The outer rules of a table whose rows are ruled, and its columns' where it has none at all."""
    left, right = rows[0].x0, rows[0].x1
    reach = rows[0].top - NEAR, rows[-1].bottom + NEAR
    uprights = [
        r for r in rulings if not r.level and left - NEAR <= r.x0 <= right + NEAR and _meet((r.top, r.bottom), reach)
    ]
    open_sides = [x for x in (left, right) if not any(abs(r.x0 - x) < NEAR for r in uprights)]
    if uprights:
        for above, below in pairwise(rows):
            if any(r.top < above.bottom + NEAR and r.bottom > below.top - NEAR for r in uprights):
                yield from (Ruling(x, above.top, x, below.bottom) for x in open_sides)
        return
    strips = [(above, below, _between(words, above, below)) for above, below in pairwise(rows)]
    run: list[tuple[Ruling, Ruling, list[Word]]] = []
    for strip in (*strips, None):
        grown = None if strip is None else _gutters([word for s in (*run, strip) for word in s[2]])
        if strip is not None and strip[2] and grown:
            run.append(strip)
            continue
        yield from _columns_ruled(run)
        run = []


def _columns_ruled(run: Sequence[tuple[Ruling, Ruling, list[Word]]]) -> Iterator[Ruling]:
    """The upright rules of strips one below the other, where they are the rows of a table."""
    gutters = _gutters([word for _, _, words in run for word in words])
    if len(run) < 2 or not gutters:
        return
    places = [(a + b) / 2 for a, b in gutters]
    filled = [{sum(_centre(word) > x for x in places) for word in words} for _, _, words in run]
    if any(len(columns) < 2 for columns in filled) or len(filled[0]) <= len(places):
        return  # each row has two cells and more, the heading all of them
    top, bottom = run[0][0], run[-1][1]
    yield from (Ruling(x, top.top, x, bottom.bottom) for x in (top.x0, *places, top.x1))


def _gutters(words: Sequence[Word]) -> list[tuple[float, float]]:
    """What stays free between the words of all rows, left to right."""
    gutters: list[tuple[float, float]] = []
    reached = None
    for box in sorted(_place(word) for word in words):
        if reached is not None and box[0] - reached > GUTTER:
            gutters.append((reached, box[0]))
        reached = box[2] if reached is None else max(reached, box[2])
    return gutters


def _between(words: Sequence[Word], above: Ruling, below: Ruling) -> list[Word]:
    return [w for w in words if above.top < _middle(w) < below.top and above.x0 <= _centre(w) <= above.x1]


_NUMBERED = re.compile(r"S?TT\b")
_NUMBER = re.compile(r"(\d{1,3})[.)]?")


def _aligned(
    lines: Sequence[Line], tops: Sequence[float]
) -> Iterator[tuple[list[list[Line]], list[tuple[float, float]]]]:
    """Rows of lines that only blanks align, under a heading that begins with "TT" and numbered from 1; their gutters.

    The number stands on the first line of its row, and so does whatever the row has in other columns: a table whose
    cells are centred from top to bottom can't be told apart for sure.
    """
    for at, heading in enumerate(lines):
        gutters = _gutters(heading.words)
        if not _NUMBERED.match(heading.text) or len(gutters) < 2:
            continue
        if not _NUMBERED.fullmatch(" ".join(w.text for w in heading.words if _place(w)[2] <= gutters[0][0])):
            continue
        rows = [[heading]]
        for before, line in pairwise(lines[at:]):
            narrower = _narrowed(gutters, line)
            if narrower is None or _far(before, line) or any(_top(before) < y < _top(line) for y in tops):
                break
            gutters = narrower
            number = " ".join(w.text for w in line.words if _centre(w) < gutters[0][0])
            if (found := _NUMBER.fullmatch(number)) and int(found[1]) == len(rows):
                rows.append([line])
            elif not number:
                rows[-1].append(line)
            else:
                break
        if len(rows) > 2 and all(_opens_at_its_top(row, gutters) for row in rows[1:]):
            yield rows, gutters


def _narrowed(gutters: Sequence[tuple[float, float]], line: Line) -> list[tuple[float, float]] | None:
    """The widest stretch that the words of `line` leave free in each gutter; None where one is closed."""
    narrower = []
    boxes = [_place(word) for word in line.words]
    for left, right in gutters:
        inside = [(box[0], box[2]) for box in boxes if box[0] < right and left < box[2]]
        edges = [(left, left), *inside, (right, right)]
        free = max(((a[1], b[0]) for a, b in pairwise(edges)), key=lambda gap: gap[1] - gap[0])
        if free[1] - free[0] < GUTTER:
            return None
        narrower.append(free)
    return narrower


def _opens_at_its_top(row: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> bool:
    """Whether what a row says begins on its first line: no column later, none in the middle of a sentence."""
    first, *rest = ({_column(word, gutters): word for word in reversed(line.words)} for line in row)
    return (
        len(first) > 1
        and all(columns.keys() <= first.keys() for columns in rest)
        and not any(word.text[0].islower() for word in first.values())
    )


def _column(word: Word, gutters: Sequence[tuple[float, float]]) -> int:
    return sum(_centre(word) > left for left, _ in gutters)


def _far(before: Line, line: Line) -> bool:
    """Whether there is more than a line's room between two lines."""
    above, below = before.box or _NOWHERE, line.box or _NOWHERE
    return below[1] - above[3] > 1.2 * (above[3] - above[1])


def _around(rows: Sequence[Sequence[Line]], gutters: Sequence[tuple[float, float]]) -> Iterator[Ruling]:
    """The rules around the cells of aligned rows."""
    words = [word for row in rows for line in row for word in line.words]
    places = [(a + b) / 2 for a, b in gutters]
    left, right = min(_place(w)[0] for w in words) - NEAR, max(_place(w)[2] for w in words) + NEAR
    tops = [_top(row[0]) for row in rows]
    bottom = max(_place(w)[3] for w in words)
    yield from (Ruling(left, y, right, y) for y in (*tops, bottom))
    yield from (Ruling(x, tops[0], x, bottom) for x in (left, *places, right))


_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def _meet(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _place(word: Word) -> Box:
    return word.box or _NOWHERE


def _centre(word: Word) -> float:
    return (_place(word)[0] + _place(word)[2]) / 2


def _middle(word: Word) -> float:
    return (_place(word)[1] + _place(word)[3]) / 2


def _top(line: Line) -> float:
    return (line.box or _NOWHERE)[1]
