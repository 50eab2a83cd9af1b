"""What stands beside what: words to lines, lines to bands of one or two columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.transcript import Line, Word
from models.records import Box


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the page, its lines column by column, each from top to bottom."""

    top: float
    columns: tuple[tuple[Line, ...], ...]


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words as printed lines over the whole width, top to bottom."""
    rows: list[_OpenRow] = []
    row, level = None, _NOWHERE
    for box, word in sorted([(word.box, word) for word in words if word.box], key=_height_and_left):
        if row and box[0] >= row.right and box[3] == level[3] > box[1] == level[1]:  # most words go on
            row.placed.append((box, word))
            row.right = box[2]
            continue
        level = box
        for row in rows[:-4:-1]:
            if row.has_room(box):
                row.placed.append((box, word))
                row.right = max(row.right, box[2])
                break
        else:
            row = _OpenRow([(box, word)], box[2])
            rows.append(row)
    return tuple([Line(tuple([word for _, word in sorted(row.placed, key=_left)])) for row in rows])


_Placed = tuple[Box, Word]


def _height_and_left(placed: _Placed) -> tuple[float, float]:
    box = placed[0]
    return box[1] + box[3], box[0]


def _left(placed: _Placed) -> float:
    return placed[0][0]


@dataclass(slots=True)
class _OpenRow:
    """A line that is being put together; `right` is the right edge of its words."""

    placed: list[_Placed]
    right: float

    def has_room(self, box: Box) -> bool:
        """Whether `box` stands level with the row, and beside its words, not above or below one of them.

        A line of the right column may reach over the heights of two lines of the left one.
        """
        if not (_overlap(self.placed[-1][0], box) or _overlap(self.placed[0][0], box)):
            return False
        left, right = box[0] + 2.0, box[2] - 2.0
        return left >= self.right or not [b for b, _ in self.placed if b[0] < right and left < b[2]]


def bands(lines: Sequence[Line], width: float, breaks: Sequence[float] = ()) -> Iterator[Band]:
    """The strips of a page of `width`, top to bottom. `breaks` are heights that no strip may reach over."""
    rows = _rows(lines)
    flow: list[Line] = []
    at = 0
    while at < len(rows):
        end, gutter = _side_by_side(rows, at, width)
        end = next((i for i in range(at + 1, end) if _parts(breaks, rows[i - 1], rows[i])), end)
        if flow and (end > at or _parts(breaks, [flow[-1]], rows[at])):
            yield Band(_top(flow[0]), (tuple(flow),))
            flow = []
        if end > at:
            pieces = [piece for row in rows[at:end] for piece in row]
            left = _relined([p for p in pieces if _centre(p) < gutter])
            right = _relined([p for p in pieces if _centre(p) >= gutter])
            yield Band(min(map(_top, pieces)), (left, right))
            at = end
        else:
            flow.append(_joined(rows[at]))
            at += 1
    if flow:
        yield Band(_top(flow[0]), (tuple(flow),))


_WIDE = 1.6
"""A gap between words that parts a line, in heights of its letters: justified text rarely has one as wide."""

_CLOSE = 0.5
"""The same before the national title or its motto: they never go on from what stands to their left."""

_LEAST = 8.0
"""Points: the height of letters that are taken for no smaller."""

_TITLE = re.compile(r"(?<=\s)(?:C[ỘÔO]NG H[ÒOÔ]A? X[ÃAÂ] H[ỘÔO]I|Độc lập\s*[-–—]\s*Tự do)")

_GUTTER = 6.0
"""Points that stay free between two columns."""

_BESIDE = re.compile(
    r"Độc lập\W+Tự do|CỘNG H[OÒ]À? XÃ HỘI|ĐẢNG CỘNG SẢN|^\W*N[ơo]i nh[ậâạa]n|^(?:TM|KT|TL|TUQ|Q)\s*\.|^Số\s*:"
    r"|ngày\s.{0,8}tháng\s.{0,8}năm",
    re.IGNORECASE,
)

_Row = list[Line]


def _side_by_side(rows: list[_Row], start: int, width: float) -> tuple[int, float]:
    """(end, gutter): rows `start` to `end` are two columns that part at x = `gutter`; an end at `start`: they are not.

    A pair of columns opens with a row that has both, or with a signature's right or recipients' left part alone, and
    ends where a row crosses what stays free between them.
    """
    opening = rows[start]
    if len(opening) == 1 and not (_BESIDE.search(opening[0].text) or _box(opening[0])[0] > 0.4 * width):
        return start, 0.0
    low, high = 0.25 * width, 0.72 * width
    end, both, known = start, 0, False
    while end < len(rows):
        free = _free(rows[end], low, high, width)
        if free[1] - free[0] < _GUTTER or _ends_columns(rows[end], width):
            break
        low, high = free
        left = [_centre(piece) < (low + high) / 2 for piece in rows[end]]
        both += any(left) and not all(left)
        known = known or any(_BESIDE.search(piece.text) for piece in rows[end])
        end += 1
    if not both or not (known or both >= 3):
        return start, 0.0
    return end, (low + high) / 2


_ADDRESSED = re.compile(r"Kính gửi", re.IGNORECASE)


def _ends_columns(row: _Row, width: float) -> bool:
    """Whether a row is the first below a letterhead: a title in the middle of the page, or whom a letter is for."""
    return len(row) == 1 and (abs(_centre(row[0]) - width / 2) < 0.08 * width or bool(_ADDRESSED.match(row[0].text)))


def _free(row: _Row, low: float, high: float, width: float) -> tuple[float, float]:
    """The widest stretch of a row between `low` and `high` where nothing is printed."""
    edges = [(0.0, 0.0), *((_box(p)[0], _box(p)[2]) for p in row), (width, width)]
    gaps = [(max(a[1], low), min(b[0], high)) for a, b in pairwise(edges)]
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _parts(breaks: Sequence[float], above: _Row, below: _Row) -> bool:
    return any(min(map(_top, above)) < height <= min(map(_top, below)) for height in breaks)


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Pieces of lines that stand level beside each other, left to right."""
    return _in_rows([piece for line in lines for piece in _pieces(line)])


def _in_rows(pieces: Sequence[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda p: _box(p)[1] + _box(p)[3]):
        if rows and any(_level(p, piece) for p in rows[-1]) and not any(_above(p, piece) for p in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: _box(p)[0]) for row in rows]


def _pieces(line: Line) -> Iterator[Line]:
    """A line parted where the gap between two words is wide."""
    words = [w for w in line.words if w.box]
    start = 0
    title = _TITLE.search(line.text)
    for at in range(1, len(words)):
        before, after = _place(words[at - 1]), _place(words[at])
        if after[0] - before[2] <= _CLOSE * _LEAST:
            continue
        height = max(before[3] - before[1], after[3] - after[1], _LEAST)
        opens = title is not None and " ".join(w.text for w in words[at:]) == line.text[title.start() :]
        if after[0] - before[2] > (_CLOSE if opens else _WIDE) * height:
            yield Line(tuple(words[start:at]))
            start = at
    if words:
        yield Line(tuple(words[start:])) if len(line.words) > len(words[start:]) else line


def _relined(pieces: list[Line]) -> tuple[Line, ...]:
    """Pieces of one column put together again to its lines."""
    return tuple([_joined(row) for row in _in_rows(pieces)])


def _joined(row: _Row) -> Line:
    return row[0] if len(row) == 1 else Line(tuple([word for piece in row for word in piece.words]))


def _level(a: Line, b: Line) -> bool:
    return _overlap(_box(a), _box(b))


def _overlap(a: Box, b: Box) -> bool:
    """Whether two boxes stand on one line; without min and max, which take as long as all the rest of it."""
    top, bottom = a[1] if a[1] > b[1] else b[1], a[3] if a[3] < b[3] else b[3]
    one, other = a[3] - a[1], b[3] - b[1]
    return bottom - top > 0.5 * (one if one < other else other)


def _above(a: Line, b: Line) -> bool:
    """Whether two overlap from left to right: lines of a warped scan may touch, and are two all the same."""
    one, other = _box(a), _box(b)
    return one[0] + 2.0 < other[2] and other[0] + 2.0 < one[2]


_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def _place(word: Word) -> Box:
    return word.box or _NOWHERE


def _box(line: Line) -> Box:
    return line.box or _NOWHERE


def _centre(line: Line) -> float:
    return (_box(line)[0] + _box(line)[2]) / 2


def _top(line: Line) -> float:
    return _box(line)[1]
