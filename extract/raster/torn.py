"""Lines that Tesseract tore apart, or took together, read again as a block of their own (`whole_lines`).

Capitals set close under each other ("KT. CHỦ TỊCH" over "PHÓ CHỦ TỊCH") have their accents taken for a line, "2 Ủ Ị";
beside them two lines of the recipients become one. Both show in words too low for a letter, or too high for a line.
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import mean
from typing import cast

import cv2

from extract.raster.figures import LEAST_HEIGHT, OF_LETTERHEAD
from extract.raster.ocr import Token, recognise
from extract.raster.preparation import X_HEIGHT, Grey

TextLine = list[Token]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def whole_lines(grey: Grey, lines: Sequence[TextLine]) -> list[TextLine]:
    """`lines` of a prepared page `grey`, those that are torn replaced by what a reading of their place says.

    Where that is no better they stay, without what is too low for a letter. Raises `extract.raster.ocr.OcrError`.
    """
    groups = [group for group in _torn(lines) if not any(_stays(lines[n], grey.shape[1]) for n in group)]
    if not 0 < len(groups) <= _MOST:
        return list(lines)
    boxes = [_box([token for n in group for token in lines[n]]) for group in groups]
    pictures = [_alone(grey, box, lines, group) for box, group in zip(boxes, groups, strict=True)]
    settled: list[TextLine | None] = [None if _is_low_line(line) else line for line in lines]
    added: list[TextLine] = []
    for group, box, tokens in zip(groups, boxes, recognise(pictures, "block"), strict=True):
        again = _rows([token.moved(box[0] - _ROOM - _FRAME, box[1] - _ROOM - _FRAME) for token in tokens])
        if _is_better(again, [lines[n] for n in group]):
            added += again
            for n in group:
                settled[n] = None
    return [*(line for line in settled if line), *added]


def _stays(line: TextLine, width: int) -> bool:
    """Whether a line is as long as those of running text, which are read well, or has room for a hand's figures."""
    left, _, right, _ = _box(line)
    return right - left > _LONG * width or OF_LETTERHEAD.match(" ".join(token.text for token in line)) is not None


_LONG = 0.45
"""Of the page: a title in one of two columns is shorter."""

_MOST = 8
"""More of them are a drawing, or a photograph."""

_ROOM, _FRAME = 6, 12
"""Pixels left around a block, and the white around that."""


def _is_low(token: Token) -> bool:
    return token.bottom - token.top < LEAST_HEIGHT and any(c.isalnum() for c in token.text)


def _is_high(token: Token) -> bool:
    return token.bottom - token.top > _TWO_LINES and token.confidence < _SURE


_TWO_LINES = 2.6 * X_HEIGHT
"""From the top of one line's capitals to the feet of the next; a capital with its accent and a g have less."""

_SURE = 0.9


def _is_low_line(line: TextLine) -> bool:
    return all(_is_low(token) for token in line)


def _torn(lines: Sequence[TextLine]) -> list[list[int]]:
    """The numbers of lines that belong together, a torn one among them, from left to right."""
    boxes = [_box(line) for line in lines]
    odd = {n for n, line in enumerate(lines) if any(_is_low(token) or _is_high(token) for token in line)}
    groups: list[list[int]] = []
    while odd:
        group, new = [], {odd.pop()}
        while new:
            group.append(at := new.pop())
            new |= {n for n, box in enumerate(boxes) if n not in group and n not in new and _touch(boxes[at], box)}
        odd -= set(group)
        groups.append(sorted(group, key=lambda n: boxes[n][0]))
    return [group for group in groups if len(group) <= _A_FEW]


_A_FEW = 12
"""Lines: more of them are no title that was torn."""


def _touch(one: Box, other: Box) -> bool:
    """Whether two lines share some of their height, and stand above or near each other; accents only hang over."""
    apart = max(one[0], other[0]) - min(one[2], other[2])
    over = _HANGS if min(one[3] - one[1], other[3] - other[1]) < LEAST_HEIGHT else 0
    return min(one[3], other[3]) + over > max(one[1], other[1]) and apart < _NEAR


_HANGS = 4
_NEAR = 3 * X_HEIGHT


def _box(tokens: Sequence[Token]) -> Box:
    left, top = min(t.left for t in tokens), min(t.top for t in tokens)
    return left, top, max(t.right for t in tokens), max(t.bottom for t in tokens)


def _alone(grey: Grey, box: Box, lines: Sequence[TextLine], group: Sequence[int]) -> Grey:
    """What stands in `box`, without the words of lines outside `group`."""
    left, top = max(0, box[0] - _ROOM), max(0, box[1] - _ROOM)
    picture = grey[top : box[3] + _ROOM, left : box[2] + _ROOM].copy()
    for n, line in enumerate(lines):
        for token in line if n not in group else ():
            across = slice(max(0, token.left - 2 - left), max(0, token.right + 2 - left))
            picture[max(0, token.top - top) : max(0, token.bottom - top), across] = 255
    return cast(Grey, cv2.copyMakeBorder(picture, *(_FRAME,) * 4, cv2.BORDER_CONSTANT, value=255))


def _rows(tokens: Sequence[Token]) -> list[TextLine]:
    rows: defaultdict[tuple[int, int, int], TextLine] = defaultdict(list)
    for token in tokens:
        rows[token.line].append(token)
    return [sorted(row, key=lambda token: token.left) for row in rows.values()]


def _is_better(again: Sequence[TextLine], before: Sequence[TextLine]) -> bool:
    """Whether nothing of it is torn, it has about as many letters, and is believed about as much."""
    new, old = ([token for line in lines for token in line] for lines in (again, before))
    old = [token for token in old if not _is_low(token)]
    if not new or any(_is_low(token) or _is_high(token) for token in new):
        return False
    return bool(old) and _letters(new) >= 0.7 * _letters(old) and _belief(new) > max(_belief(old) - _LESS, _BELIEVED)


_BELIEVED = 0.85
_LESS = 0.05
"""What was torn may have been believed more: an accent's place was read without it."""


def _letters(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens)


def _belief(tokens: Sequence[Token]) -> float:
    return mean(token.confidence for token in tokens for _ in token.text)
