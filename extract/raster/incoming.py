"""The stamp of incoming mail, in black as in colour: "ĐẾN", a number and a day of its own, in a frame (`parted`).

They are not the dispatch's: Nghị định 30/2020/NĐ-CP, Phụ lục IV, has the receiving office stamp them on its paper.
"""

from collections.abc import Sequence

from extract.lexicon import bare
from extract.raster.ocr import Token
from extract.raster.preparation import X_HEIGHT, Grey
from extract.raster.ruled import find_frames

TextLine = list[Token]
Frame = tuple[int, int, int, int]


def parted(lines: Sequence[TextLine], grey: Grey) -> tuple[list[TextLine], list[TextLine]]:
    """`lines` of a first page in pixels of `grey` without those of an incoming stamp, and those."""
    upper = _UPPER * grey.shape[0]
    named = [t for line in lines for t in line if t.top < upper and t.text.isupper() and bare(t.text) == _INCOMING]
    frames = [f for f in find_frames(grey, X_HEIGHT) if any(_inside(t, f) for t in named)] if named else []
    if not frames:
        return list(lines), []
    outside = [[t for t in line if not any(_inside(t, f) for f in frames)] for line in lines]
    inside = [[t for t in line if any(_inside(t, f) for f in frames)] for line in lines]
    return [line for line in outside if line], [line for line in inside if line]


_UPPER = 0.6
"""Of the page: the stamp stands below the number, or beside the text (Phụ lục IV)."""

_INCOMING = "den"


def _inside(token: Token, frame: Frame) -> bool:
    """Whether the middle of a word lies within a frame, or on its broken edge."""
    left, top, right, bottom = frame
    across, down = (token.left + token.right) / 2, (token.top + token.bottom) / 2
    return left - _EDGE <= across <= right + _EDGE and top - _EDGE <= down <= bottom + _EDGE


_EDGE = 0.5 * X_HEIGHT
