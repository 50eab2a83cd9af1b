"""Preparing a scanned page for OCR: small pure functions on uint8 images, each there as it pays in measured error.

The page comes out as grey, upright, level, black on an even white, its letters of the height that Tesseract reads best.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.raster.steps import NONE, Steps

Image = NDArray[np.uint8]
Grey = NDArray[np.uint8]
Boxes = NDArray[np.int64]
"""N × 4: left, top, right, bottom in pixels."""

X_HEIGHT = 14.5
"""Height of a small x in pixels at which Tesseract's `vie` reads best: 14 pt Times at 150 dpi."""

_LONG_SIDE = 1754
"""Pixels of an A4 page's long side at 150 dpi: the size at which a page is looked at before its letters are known."""


_A_SEAL_COVERS = 0.004
"""Of the page: with less coloured ink than this there is no need to ask whether it is the text."""

_LETTERS_OF_STAMPS = 120
"""Letters in colour that a seal and the stamps of signatures may have; more of them, and half of all, are the text."""

_FEW_LETTERS = 8
_ENOUGH_LETTERS = 60
"""A page with fewer letters than the first is blank, with fewer than the second is taken as it lies."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A prepared page: `grey` upright and level; `scale` is its pixels to one of the file's image.

    `rotation` is in degrees clockwise, what turned the image upright; `skew` in degrees counter-clockwise, what
    levelled it after that; `source` is upright in the file's own pixels. `blank` pages have nothing to read; `without`
    says which steps were left out.
    """

    grey: Grey
    scale: float
    rotation: int
    skew: float
    source: Grey
    blank: bool = False
    without: Steps = NONE


@dataclass(frozen=True, slots=True)
class Letters:
    """The boxes of a page's letters, and the page's height and width."""

    boxes: Boxes
    height: int
    width: int


def prepare(image: Image, rotation: int | None = None, without: Steps = NONE) -> Sheet:
    """The page on `image` (H×W×3 RGB or H×W grey), made ready to read; `rotation` where it is known already."""
    grey = _plain(image) if "lift colour" in without else lift_colour(image)
    small = _looked_at(grey)
    found = letters(binarise(small))
    if len(found.boxes) < _FEW_LETTERS:
        return Sheet(small, small.shape[0] / grey.shape[0], rotation or 0, 0.0, grey, blank=True)
    enough = len(found.boxes) >= _ENOUGH_LETTERS
    if rotation is None:
        rotation = find_rotation(found) if enough and "turn upright" not in without else 0
    grey = turn(grey, rotation)
    boxes = _turned_boxes(found, rotation)
    skew = find_skew(boxes) if enough and "level" not in without else 0.0
    height = X_HEIGHT if "letter height" in without else letter_height(boxes)
    scale = float(np.clip(X_HEIGHT / height * max(small.shape) / max(grey.shape), 0.2, 4.0))
    page = _at_scale(grey, scale, skew, without)
    return Sheet(page, page.shape[0] / grey.shape[0], rotation, skew, grey, without=without)


def enlarged(sheet: Sheet, times: float) -> Grey:
    """The page of `sheet` `times` as large, made anew from the file's pixels."""
    return _at_scale(sheet.source, sheet.scale * times, sheet.skew, sheet.without)


def _at_scale(grey: Grey, scale: float, skew: float, without: Steps) -> Grey:
    sized = _resized(grey, scale)
    lit = sized if "even light" in without else even_light(sized)
    return level(cast(Grey, np.where(border(sized), np.uint8(255), lit)), skew)


def _plain(image: Image) -> Grey:
    return image if image.ndim == 2 else cast(Grey, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def lift_colour(image: Image) -> Grey:
    """Grey without coloured ink: red seals and blue stamps vanish where they cover no text.

    A pixel's lightest channel is white for any saturated ink and black for black ink. Kept as it is where the
    text itself is in colour.
    """
    if image.ndim == 2:
        return image
    plain = _plain(image)
    red, green, blue = cv2.split(image)
    lightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    _, coloured = cv2.threshold(cv2.subtract(lightest, darkest), COLOURED, 255, cv2.THRESH_BINARY)
    coloured = cv2.dilate(coloured, np.ones((5, 5), np.uint8))
    lifted = cast(Grey, cv2.copyTo(lightest, coloured, plain.copy()))
    if cv2.countNonZero(coloured) < _A_SEAL_COVERS * coloured.size:
        return lifted
    before, after = (len(letters(binarise(_looked_at(grey))).boxes) for grey in (plain, lifted))
    return plain if before - after > max(_LETTERS_OF_STAMPS, 0.5 * before) else lifted


def _looked_at(grey: Grey) -> Grey:
    return _resized(grey, _LONG_SIDE / max(grey.shape))


COLOURED = 60
"""How far a pixel's lightest and darkest channel must lie apart: in bluish black ink they do not. What is next to
such a pixel counts with it: JPEG keeps colours at half the resolution."""


def binarise(grey: Grey) -> Grey:
    """Ink as 255 on 0, by a threshold that follows the light of the paper."""
    return cast(Grey, cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 20))


def even_light(grey: Grey) -> Grey:
    """The paper white everywhere: divided by its light, which is what is left when the letters are closed over."""
    step = max(1, round(max(grey.shape) / 400))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 7)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cast(Grey, cv2.divide(grey, paper, scale=255))


def border(grey: Grey) -> NDArray[np.bool_]:
    """What is black from the picture's edges inwards, thicker than any stroke: an open lid, the edge of a copier.

    Its rim would be taken for the rules of a table around all that the page says.
    """
    small = _resized(grey, 1 / _COARSER)
    dark = (small < _DARK * float(np.median(small))).astype(np.uint8)
    solid = cv2.morphologyEx(cv2.copyMakeBorder(dark, *(_SOLID,) * 4, cv2.BORDER_REPLICATE), cv2.MORPH_OPEN, _BRUSH)
    _, parts = cv2.connectedComponents(solid[_SOLID:-_SOLID, _SOLID:-_SOLID], connectivity=8)
    outer = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    found = np.isin(parts, outer[outer > 0]).astype(np.uint8)
    if found.mean() > _MOST_BORDER:
        found[:] = 0
    grown = cv2.dilate(found, np.ones((3, 3), np.uint8))
    return cast(Grey, cv2.resize(grown, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)) > 0


_COARSER, _SOLID = 4, 3
_BRUSH = np.ones((_SOLID, _SOLID), np.uint8)
"""A border is looked for on a picture a quarter as large; so many of its pixels are thicker than a letter's stroke."""

_DARK = 0.4
"""Of the paper's light."""

_MOST_BORDER = 0.5
"""Of the picture: where more is black, it is no border."""


def letters(ink: Grey) -> Letters:
    """The blots of `ink` (255 on 0) that have the shape of a letter: rules, pictures, specks and scribbles left out."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height, area = (stats[1:, k].astype(np.int64) for k in range(5))
    fits = (
        (height >= 5) & (height < 60) & (width < 2.5 * height) & (width > 0.3 * height) & (area > 0.15 * width * height)
    )
    boxes = np.stack([left, top, left + width, top + height], axis=1)[fits]
    return Letters(boxes, *ink.shape)


def letter_height(boxes: Boxes) -> float:
    """Height of a small x in pixels.

    Half of a Vietnamese page's vowels stand half as high again as x, an accent grown together with them: the commonest
    height is one of the two, and x the lower one where both are common.
    """
    if len(boxes) < _ENOUGH_LETTERS:
        return X_HEIGHT
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    count = np.convolve(np.bincount(heights, weights=widths.astype(float), minlength=62), [0.5, 1, 0.5], mode="same")
    commonest = int(np.argmax(count * np.arange(len(count))))
    lower = range(round(0.6 * commonest), round(0.8 * commonest) + 1)
    below = max(lower, key=lambda height: count[height])
    peak = below if count[below] > 0.4 * count[commonest] else commonest
    around = slice(peak - 1, peak + 2)
    return float(np.average(np.arange(len(count))[around], weights=count[around]))


def find_rotation(found: Letters) -> int:
    """Degrees clockwise (0, 90, 180, 270) that turn the page upright.

    The feet of letters stand in level rows when the page lies right, at the best skew of each way; a page stands on its
    feet where tall letters and accents rise above their neighbours more often than they hang below.
    """
    ways = {r: _best_skew(_turned_boxes(found, r), _COARSE, 4) for r in (0, 90)}
    rotation = max(ways, key=lambda r: ways[r][1])
    return rotation if _stands(_levelled(_turned_boxes(found, rotation), ways[rotation][0])) else rotation + 180


def find_skew(boxes: Boxes) -> float:
    """Degrees counter-clockwise within ±15 that level the rows in which the letters stand."""
    best, rows = _best_skew(boxes, _COARSE, 4)
    if rows < 1.1 * _best_skew(boxes, np.zeros(1), 4)[1]:
        best = 0.0
    best, _ = _best_skew(boxes, best + np.arange(-0.6, 0.61, 0.1), 2)
    best, _ = _best_skew(boxes, best + np.arange(-0.1, 0.11, 0.02), 1)
    return float(best)


_COARSE = np.arange(-15, 15.1, 0.5)


def _best_skew(boxes: Boxes, angles: NDArray[np.float64], step: float) -> tuple[float, float]:
    """The angle at which most letters stand in the same rows, `step` pixels high, and how strictly they do."""
    across, feet = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]

    def strictness(angle: float) -> float:
        turn = np.deg2rad(angle)
        rows = feet * np.cos(turn) - across * np.sin(turn)
        return float(np.sum(np.bincount(((rows - rows.min()) / step).astype(np.intp)) ** 2.0))

    best = max(angles, key=strictness)
    return float(best), strictness(best)


def _turned_boxes(found: Letters, rotation: int) -> Boxes:
    boxes, height, width = found.boxes, found.height, found.width
    for _ in range(rotation // 90):
        left, top, right, bottom = boxes.T
        boxes = np.stack([height - bottom, left, height - top, right], axis=1)
        height, width = width, height
    return boxes


def _levelled(boxes: Boxes, skew: float) -> Boxes:
    """`boxes` moved up and down so that their rows are level: what rises over its neighbour is told by little."""
    drop = np.rint((boxes[:, 0] + boxes[:, 2]) / 2 * np.tan(np.deg2rad(skew))).astype(boxes.dtype)
    return cast(Boxes, boxes - np.stack([np.zeros_like(drop), drop, np.zeros_like(drop), drop], axis=1))


def _stands(boxes: Boxes) -> bool:
    """Whether tall letters beside small ones rise above them rather than hang below."""
    x_height = letter_height(boxes)
    heights = boxes[:, 3] - boxes[:, 1]
    small = boxes[np.abs(heights - x_height) <= 0.15 * x_height]
    tall = boxes[(heights > 1.25 * x_height) & (heights < 2.2 * x_height)][:1500]
    balance = 0
    for left, top, right, bottom in tall:
        near = small[(small[:, 0] < right + 2 * x_height) & (small[:, 2] > left - 2 * x_height)]
        rise, hang = near[:, 1] - top, bottom - near[:, 3]
        balance += int(np.sum((rise > 0.25 * x_height) & (rise < 1.3 * x_height) & (np.abs(hang) < 0.15 * x_height)))
        balance -= int(np.sum((hang > 0.25 * x_height) & (hang < 1.3 * x_height) & (np.abs(rise) < 0.15 * x_height)))
    return balance >= 0


def turn(image: Image, rotation: int) -> Image:
    """`image` turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -rotation // 90))


def level(grey: Grey, skew: float, paper: int = 255) -> Grey:
    """`grey` turned about its middle by `skew` degrees counter-clockwise, its size kept."""
    if abs(skew) < 0.05:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return cast(Grey, cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper))


def _resized(grey: Grey, scale: float) -> Grey:
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cast(Grey, cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method))
