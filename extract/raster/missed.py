"""Short lines that Tesseract passes over ("vị:" alone on a line): ink outside all words is read again."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.raster.ocr import Token, recognise
from extract.raster.preparation import X_HEIGHT, Grey, binarise, letters
from extract.syllables import is_syllable

TextLine = list[Token]
Window = tuple[int, int, int, int]

SURE = 0.7
"""Confidence below which what is found was no word: signatures and dirt look like letters too."""


def missed_lines(grey: Grey, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines on a prepared page `grey` that are not among `lines`, each alone on its row, in the same pixels.

    Raises `extract.raster.ocr.OcrError`.
    """
    known = [token for line in lines for token in line]
    windows = [window for window in _windows(grey, known) if not any(_beside(token, window) for token in known)]
    if not windows or len(windows) > _MOST:
        return []
    pictures = [_framed(grey[top:bottom, left:right]) for left, top, right, bottom in windows]
    found: list[TextLine] = []
    for (left, top, _, bottom), tokens in zip(windows, recognise(pictures, "line"), strict=True):
        if tokens and all(_is_word(token) for token in tokens):
            low = bottom - top - 2 * _ROOM < _CAPITAL
            found.append([_spelt(token, low).moved(left - _FRAME, top - _FRAME) for token in tokens])
    return found


_MOST = 15
"""More of them are a drawing, or a photograph."""

_FRAME = 12

_ROOM = 13
"""Pixels left around a window: an accent is as high."""

_CAPITAL = 1.4 * X_HEIGHT
"""Ink that is lower has no capital letter in it: alone, v and V look the same."""


def _spelt(token: Token, low: bool) -> Token:
    return replace(token, text=token.text.lower()) if low else token


def _windows(grey: Grey, known: Sequence[Token]) -> list[Window]:
    """Where letters stand side by side outside the boxes of all words, with room for accents."""
    ink = binarise(grey)
    for token in known:
        ink[max(0, token.top - _NEAR) : token.bottom + _NEAR, max(0, token.left - _NEAR) : token.right + _NEAR] = 0
    boxes = letters(ink).boxes
    heights = boxes[:, 3] - boxes[:, 1]
    boxes = boxes[(heights > 0.6 * X_HEIGHT) & (heights < 2.4 * X_HEIGHT)]
    rows = np.zeros(grey.shape, np.uint8)
    for left, top, right, bottom in boxes:
        rows[top:bottom, left : right + round(X_HEIGHT)] = 255
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rows)
    wide = np.bincount(labels[boxes[:, 1], boxes[:, 0]], weights=boxes[:, 2] - boxes[:, 0], minlength=count)
    return [
        (max(0, x - _ROOM), max(0, y - _ROOM), min(grey.shape[1], x + w + _ROOM), min(grey.shape[0], y + h + _ROOM))
        for n, (x, y, w, h) in enumerate(stats[:, :4].tolist())
        if n and wide[n] >= _LETTERS * X_HEIGHT and h < 3 * X_HEIGHT
    ]


_NEAR = 4
"""Pixels around a word's box where its own accents and commas lie."""

_LETTERS = 1.4
"""Heights of a small x that the letters of a word take up side by side at least."""


def _beside(token: Token, window: Window) -> bool:
    """Whether a word stands next to the window on its row: then it is a figure in a gap, a signature over a name."""
    left, top, right, bottom = window
    shared = min(bottom, token.bottom) - max(top, token.top)
    level = shared > 0.5 * min(bottom - top, token.bottom - token.top)
    return level and token.left < right + _APART and token.right > left - _APART


_APART = 6 * X_HEIGHT


def _framed(picture: Grey) -> Grey:
    return np.asarray(cv2.copyMakeBorder(picture, *(_FRAME,) * 4, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _is_word(token: Token) -> bool:
    word = token.text.strip(".,:;-–/()\"'")
    return token.confidence >= SURE and (word.isdigit() or (is_syllable(word) and len(word) > 1))
