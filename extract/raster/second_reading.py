"""Second readings: lines with a doubtful word are read again, larger and each by itself (`read_again`)."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.raster.ocr import Token, recognise
from extract.raster.preparation import Grey, Sheet, enlarged

DOUBTFUL = 0.9
"""Below this confidence of Tesseract a fifth of its words are wrong; above, one in thirty and fewer."""

LARGER = 1.2
"""How much larger: a smaller picture corrects less and harms more, more than half as large again corrects nothing."""


def read_again(sheet: Sheet, lines: Sequence[Sequence[Token]]) -> dict[Token, Token]:
    """For the words of doubtful `lines` what a second reading saw at their place, in the same pixels of `sheet`."""
    doubtful = [line for line in lines if _is_doubtful(line)]
    if not doubtful:
        return {}
    page = enlarged(sheet, LARGER)
    corners = [_window(line, page) for line in doubtful]
    pictures = [_framed(page[top:bottom, left:right]) for left, top, right, bottom in corners]
    again: dict[Token, Token] = {}
    for line, (left, top, _, _), read in zip(doubtful, corners, recognise(pictures, "line"), strict=True):
        placed = [_shrunk(token.moved(left - _FRAME, top - _FRAME)) for token in read]
        again.update((first, second) for first in line if (second := _at_place_of(first, placed)) is not None)
    return again


def _is_doubtful(line: Sequence[Token]) -> bool:
    """Whether a word is doubtful, and the line as a whole is no scribble."""
    sure = [token.confidence for token in line]
    return min(sure) < DOUBTFUL and max(sure) > 0.5


_FRAME = 10


def _window(line: Sequence[Token], page: Grey) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a line's strip on the larger page, with room for a lost accent."""
    left, top = min(t.left for t in line) * LARGER, min(t.top for t in line) * LARGER
    right, bottom = max(t.right for t in line) * LARGER, max(t.bottom for t in line) * LARGER
    height, width = page.shape
    return max(0, round(left) - 8), max(0, round(top) - 4), min(width, round(right) + 8), min(height, round(bottom) + 4)


def _framed(strip: Grey) -> Grey:
    framed: Grey = cv2.copyMakeBorder(strip, *(_FRAME,) * 4, cv2.BORDER_CONSTANT, value=255).astype(np.uint8)
    return framed


def _shrunk(token: Token) -> Token:
    left, top, right, bottom = (round(v / LARGER) for v in (token.left, token.top, token.right, token.bottom))
    return replace(token, left=left, top=top, right=right, bottom=bottom)


def _at_place_of(first: Token, placed: Sequence[Token]) -> Token | None:
    """The word of the second reading that covers the same stretch of the line, and nothing more."""
    for second in placed:
        shared = min(first.right, second.right) - max(first.left, second.left)
        if shared > 0.7 * max(first.right - first.left, second.right - second.left):
            return second
    return None
