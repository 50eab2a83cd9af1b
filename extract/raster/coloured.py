"""Marks stamped in colour: urgency, secrecy, incoming mail, at whatever tilt they were put (`stamped_lines`).

Coloured ink is lifted off before a page is read (`preparation.lift_colour`), so that seals do no harm to the text. Here
it is looked at by itself: each stamp is turned level, its frame is taken away, and what Tesseract is sure of stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.raster.ocr import Token, recognise
from extract.raster.preparation import COLOURED, Grey, Image, level, turn
from extract.syllables import is_syllable

SURE = 0.7
"""Confidence below which a word of a stamp is none: the rims of seals and signatures give less."""

_LONG_SIDE = 1754
"""Pixels of an A4 page's long side at 150 dpi, where stamps are looked for."""


def stamped_lines(image: Image, rotation: int, skew: float) -> tuple[list[list[Token]], float]:
    """What the coloured stamps on `image` (H×W×3 RGB) say: lines of words.

    Boxes are in pixels of the image turned upright by `rotation` degrees clockwise, levelled by `skew` degrees
    counter-clockwise, and scaled by what comes second. Raises `extract.raster.ocr.OcrError`.
    """
    if image.ndim == 2:
        return [], 1.0
    red, green, blue = cv2.split(image)
    lightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    colour = cast(Grey, cv2.subtract(lightest, darkest))
    scale = _LONG_SIDE / max(colour.shape)
    if cv2.countNonZero(cv2.inRange(colour, COLOURED, 255)) * scale**2 < _LEAST_INK:
        return [], scale
    colour = cast(Grey, cv2.resize(turn(colour, rotation), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    colour = level(colour, skew, paper=0)
    stamps = list(_stamps(colour))
    if len(stamps) > _MOST:
        return [], scale
    views = [view for number, stamp in enumerate(stamps) for view in _views(number, stamp)]
    readings = [
        _Reading(view, _sure(tokens))
        for view, tokens in zip(views, recognise([v.picture for v in views], "block"), strict=True)
    ]
    lines: list[list[Token]] = []
    for _, alike in groupby(readings, lambda reading: reading.view.number):
        best = max(alike, key=lambda reading: sum(t.confidence * len(t.text) for t in reading.tokens))
        lines += [
            [best.view.on_page(token) for token in line] for _, line in groupby(best.tokens, lambda token: token.line)
        ]
    return lines, scale


_LEAST_INK = 300
"""Pixels: a stamp of one short word has a thousand."""

_MOST = 8
"""Stamps on a page: where there are more, they are words of a text that is in colour."""


@dataclass(frozen=True, slots=True)
class _View:
    """A stamp turned level, its frame left out: dark on light. `back` leads from its pixels to the page's."""

    number: int
    picture: Grey
    back: NDArray[np.float64]

    def on_page(self, token: Token) -> Token:
        corners = [(x, y, 1) for x in (token.left, token.right) for y in (token.top, token.bottom)]
        places = np.array(corners) @ self.back.T
        (left, top), (right, bottom) = np.rint(places.min(axis=0)).astype(int), np.rint(places.max(axis=0)).astype(int)
        return replace(token, left=int(left), top=int(top), right=int(right), bottom=int(bottom))


@dataclass(frozen=True, slots=True)
class _Reading:
    view: _View
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """The letters of a stamp on the page at 150 dpi: `colour` in the box from `left`, `top`, 0 where no letter is."""

    colour: Grey
    left: int
    top: int


def _stamps(colour: Grey) -> Iterator[_Stamp]:
    """Blots of coloured ink as large as stamps are, without round seals and without the stamps' frames."""
    ink = cast(Grey, cv2.inRange(colour, COLOURED, 255))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((13, 13), np.uint8)))
    for n in range(1, count):
        left, top, width, height = (int(v) for v in stats[n, :4])
        window = slice(top, top + height), slice(left, left + width)
        if not _NARROWEST <= max(width, height) <= _WIDEST or min(width, height) < _LOWEST:
            continue
        own = np.where(labels[window] == n, colour[window], 0).astype(np.uint8)
        if not _is_round(own):
            yield _Stamp(_letters(own), left, top)


_NARROWEST, _WIDEST, _LOWEST = 55, 700, 20
"""Pixels at 150 dpi: 9 mm, 118 mm and 3 mm."""


def _is_round(own: Grey) -> bool:
    """Whether a stamp's ink fills the circle around it: a seal's rim does, no frame with corners can (2/π at most)."""
    points = cv2.findNonZero(cv2.inRange(own, COLOURED, 255))
    if points is None:
        return True
    _, radius = cv2.minEnclosingCircle(points)
    return float(cv2.contourArea(cv2.convexHull(points))) > 0.8 * np.pi * radius**2


def _letters(own: Grey) -> Grey:
    """A stamp without its frame: strokes that reach over most of it, and what lies next to them."""
    ink = cast(Grey, cv2.inRange(own, COLOURED, 255))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    frame = np.isin(labels, [n for n in range(1, count) if extent[n] > 0.6 * max(own.shape)])
    near = cv2.dilate(frame.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    letters = np.where(near, 0, own).astype(np.uint8)
    return letters if (letters >= COLOURED).sum() > _LEAST_INK // 3 else own


def _views(number: int, stamp: _Stamp) -> Iterator[_View]:
    points = np.argwhere(stamp.colour >= COLOURED)[:, ::-1]
    if len(points) < _LEAST_INK // 3:
        return
    angles: list[float] = []
    for angle in _tilts(points):
        if all(abs(angle - other) > 2 for other in angles):
            angles.append(angle)
            yield _level(number, stamp, angle, points)


def _tilts(points: NDArray[np.intp]) -> Sequence[float]:
    """Degrees clockwise at which a stamp may lie: as its words run, as the box around it lies, and level."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    along = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
    boxed = float(cv2.minAreaRect(points.astype(np.float32))[2])
    return (along + 90) % 180 - 90, (boxed + 45) % 90 - 45, 0.0


def _level(number: int, stamp: _Stamp, angle: float, points: NDArray[np.intp]) -> _View:
    """The stamp turned back by `angle`, its letters at the height that Tesseract reads well."""
    middle = points.mean(axis=0)
    matrix = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), angle, 1.0).astype(np.float64)
    placed = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
    matrix[:, 2] -= (left - _MARGIN, top - _MARGIN)
    size = round(right - left) + 2 * _MARGIN, round(bottom - top) + 2 * _MARGIN
    turned = cast(Grey, cv2.warpAffine(stamp.colour, matrix, size, flags=cv2.INTER_CUBIC))
    scale = _CAPITAL / _height(turned)
    picture = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    strongest = max(1.0, float(np.percentile(picture[picture > COLOURED], 75))) if (picture > COLOURED).any() else 1.0
    dark = np.clip(255 - picture.astype(np.float32) * (255 / strongest), 0, 255).astype(np.uint8)
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64) @ np.diag([1 / scale, 1 / scale, 1.0])
    back[:, 2] += (stamp.left, stamp.top)
    return _View(number, dark, back)


_MARGIN = 12
_CAPITAL = 26.0
"""Pixels: the height of a capital letter with its accent, beside which Tesseract reads an x of 14."""


def _height(turned: Grey) -> float:
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.inRange(turned, COLOURED, 255), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    large = heights[heights > 0.4 * heights.max()] if heights.size else np.array([_CAPITAL])
    return float(np.clip(np.median(large), 8, 120))


def _sure(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words that are sure; none where there is no syllable or figure among them."""
    kept = tuple(t for t in tokens if t.confidence >= SURE and any(c.isalnum() for c in t.text))
    said = any(is_syllable(t.text.strip(".,:;-")) and len(t.text) > 1 for t in kept)
    return kept if said else ()
