"""What stands beside what: words to lines, lines to bands of one or two columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.page import PageReading
from extract.transcript import Line, Word
from models.records import Box


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the page, its lines column by column, each from top to bottom."""

    top: float
    columns: tuple[tuple[Line, ...], ...]


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words as printed lines over the whole width, top to bottom. A word belongs to the line that it overlaps most."""
    rows: list[list[Word]] = []
    for word in sorted((w for w in words if w.box), key=lambda w: (_middle(w), _box(w)[0])):
        row = next(
            (r for r in reversed(rows[-3:]) if _level(_box(r[-1]), _box(word)) or _level(_box(r[0]), _box(word))), None
        )
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return tuple(Line(tuple(sorted(row, key=lambda w: _box(w)[0]))) for row in rows)


def bands(lines: Sequence[Line], reading: PageReading, breaks: Sequence[float] = ()) -> Iterator[Band]:
    """The strips of a page, top to bottom. `breaks` are heights, in points, that no strip may reach over."""
    rows = _rows(lines)
    flow: list[Line] = []
    at = 0
    while at < len(rows):
        end, gutter = _side_by_side(rows, at, reading)
        stop = next(
            (
                i
                for i in range(at + 1, max(end, at + 1))
                if any(_row_top(rows[i - 1]) < b <= _row_top(rows[i]) for b in breaks)
            ),
            end,
        )
        end = min(end, stop)
        if end > at:
            if flow:
                yield Band(_top(flow[0]), (tuple(flow),))
                flow = []
            pieces = [piece for row in rows[at:end] for piece in row]
            left = _relined([p for p in pieces if _centre(p) < gutter])
            right = _relined([p for p in pieces if _centre(p) >= gutter])
            yield Band(min(map(_top, pieces)), (left, right))
            at = end
        else:
            whole = Line(tuple(word for piece in rows[at] for word in piece.words))
            if flow and any(_top(flow[-1]) < b <= _top(whole) for b in breaks):
                yield Band(_top(flow[0]), (tuple(flow),))
                flow = []
            flow.append(whole)
            at += 1
    if flow:
        yield Band(_top(flow[0]), (tuple(flow),))


_WIDE = 1.6
"""A gap between words that parts a line, in heights of its letters: justified text rarely has one as wide."""

_GUTTER = 6.0
"""Points that stay free between two columns."""

_BESIDE = re.compile(
    r"Độc lập\W+Tự do|CỘNG H[OÒ]À? XÃ HỘI|ĐẢNG CỘNG SẢN|^\W*N[ơo]i nh[ậâạa]n|^(?:TM|KT|TL|TUQ|Q)\s*\.|^Số\s*:|ngày\s.{0,8}tháng\s.{0,8}năm",
    re.IGNORECASE,
)

_Row = list[Line]


def _side_by_side(rows: list[_Row], start: int, reading: PageReading) -> tuple[int, float]:
    """(end, gutter): rows `start` to `end` are two columns that part at x = `gutter`; end is `start` where they are not.

    A pair of columns opens with a row that has both, or whose right part alone opens a signature, and ends where a
    row crosses what stays free between them.
    """
    low, high = _free(rows[start], reading, (0.0, reading.width))
    if high - low < _GUTTER:
        return start, 0.0
    end, both, known = start, 0, False
    while end < len(rows):
        free = _free(rows[end], reading, (low, high))
        if free[1] - free[0] < _GUTTER:
            break
        low, high = free
        split = [_centre(p) < (low + high) / 2 for p in rows[end]]
        both += any(split) and not all(split)
        known = known or any(_BESIDE.search(p.text) for p in rows[end])
        end += 1
    if not both or not (known or both >= 3):
        return start, 0.0
    opens = rows[start]
    if len(opens) == 1 and not (_BESIDE.search(opens[0].text) or _box_of(opens[0])[0] > 0.4 * reading.width):
        return start, 0.0
    return end, (low + high) / 2


def _free(row: _Row, reading: PageReading, within: tuple[float, float]) -> tuple[float, float]:
    """The widest free stretch of a row in `within` that has room for a column at both sides."""
    edges = [(0.0, 0.0), *((_box_of(p)[0], _box_of(p)[2]) for p in row), (reading.width, reading.width)]
    middle = 0.25 * reading.width, 0.72 * reading.width
    gaps = [
        (max(a[1], within[0], middle[0]), min(b[0], within[1], middle[1]))
        for a, b in zip(edges, edges[1:], strict=False)
    ]
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Pieces of lines that stand level with each other, left to right."""
    rows: list[_Row] = []
    for piece in sorted((p for line in lines for p in _pieces(line)), key=lambda p: _box_of(p)[1] + _box_of(p)[3]):
        if rows and any(_level(_box_of(p), _box_of(piece)) for p in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: _box_of(p)[0]) for row in rows]


def _pieces(line: Line) -> Iterator[Line]:
    """A line parted where the gap between two words is wide."""
    words = [w for w in line.words if w.box]
    start = 0
    for at in range(1, len(words)):
        height = max(_box(words[at - 1])[3] - _box(words[at - 1])[1], _box(words[at])[3] - _box(words[at])[1], 8.0)
        if _box(words[at])[0] - _box(words[at - 1])[2] > _WIDE * height:
            yield Line(tuple(words[start:at]))
            start = at
    if words:
        yield Line(tuple(words[start:]))


def _relined(pieces: list[Line]) -> tuple[Line, ...]:
    """Pieces of one column put together again to its lines."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda p: _box_of(p)[1] + _box_of(p)[3]):
        if lines and _level(_box_of(lines[-1]), _box_of(piece)):
            lines[-1] = Line(tuple(sorted(lines[-1].words + piece.words, key=lambda w: _box(w)[0])))
        else:
            lines.append(piece)
    return tuple(lines)


def _level(a: Box, b: Box) -> bool:
    """Whether two boxes stand on one line."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > 0.5 * min(a[3] - a[1], b[3] - b[1])


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box


def _box_of(line: Line) -> Box:
    box = line.box
    assert box is not None
    return box


def _middle(word: Word) -> float:
    return (_box(word)[1] + _box(word)[3]) / 2


def _centre(line: Line) -> float:
    return (_box_of(line)[0] + _box_of(line)[2]) / 2


def _top(line: Line) -> float:
    return _box_of(line)[1]


def _row_top(row: _Row) -> float:
    return min(map(_top, row))
