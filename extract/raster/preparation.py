"""Preparing a scanned page for OCR: small pure functions on uint8 images, each there as it pays in measured error.

The page comes out as grey, upright, level, black on an even white, its letters of the height that Tesseract reads best.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Grey = NDArray[np.uint8]
Boxes = NDArray[np.int64]
"""N × 4: left, top, right, bottom in pixels."""

X_HEIGHT = 14.5
"""Height of a small x in pixels at which Tesseract's `vie` reads best: 14 pt Times at 150 dpi."""

_LONG_SIDE = 1754
"""Pixels of an A4 page's long side at 150 dpi: the size at which a page is looked at before its letters are known."""


_TEXT_IS_BLACK = 0.4
"""The share of a page's ink that must be left without colour for the coloured rest to be taken for stamps."""

_FEW_LETTERS = 12
_ENOUGH_LETTERS = 60
"""A page with fewer letters than the first is blank, with fewer than the second is taken as it lies."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A prepared page: `grey` upright and level; `scale` is its pixels to one of the file's image.

    `rotation` is in degrees clockwise, what turned the image upright; `skew` in degrees counter-clockwise, what
    levelled it after that; `source` is upright in the file's own pixels. `blank` pages have nothing to read.
    """

    grey: Grey
    scale: float
    rotation: int
    skew: float
    source: Grey
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a page: `shown` has nothing but them, 255 on 0; `boxes` are theirs."""

    shown: Grey
    boxes: Boxes


def prepare(image: Image, rotation: int | None = None) -> Sheet:
    """The page on `image` (H×W×3 RGB or H×W grey), made ready to read; `rotation` where it is known already."""
    grey = lift_colour(image)
    small = _resized(grey, _LONG_SIDE / max(grey.shape))
    found = letters(binarise(small))
    if len(found.boxes) < _FEW_LETTERS:
        return Sheet(small, small.shape[0] / grey.shape[0], rotation or 0, 0.0, grey, blank=True)
    enough = len(found.boxes) >= _ENOUGH_LETTERS
    if rotation is None:
        rotation = find_rotation(found) if enough else 0
    grey = turn(grey, rotation)
    skew = find_skew(turn(found.shown, rotation)) if enough else 0.0
    scale = X_HEIGHT / letter_height(_turned_boxes(found, rotation % 180)) * max(small.shape) / max(grey.shape)
    scale = float(np.clip(scale, 0.2, 4.0))
    page = _at_scale(grey, scale, skew)
    return Sheet(page, page.shape[0] / grey.shape[0], rotation, skew, grey)


def enlarged(sheet: Sheet, times: float) -> Grey:
    """The page of `sheet` `times` as large, made anew from the file's pixels."""
    return _at_scale(sheet.source, sheet.scale * times, sheet.skew)


def _at_scale(grey: Grey, scale: float, skew: float) -> Grey:
    return level(even_light(_resized(grey, scale)), skew)


def lift_colour(image: Image) -> Grey:
    """Grey without coloured ink: red seals and blue stamps vanish where they cover no text.

    A pixel's lightest channel is white for any saturated ink and black for black ink. Kept as it is where most of the
    page's ink is coloured: then the text is.
    """
    if image.ndim == 2:
        return image
    plain = cast(Grey, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    lifted = cast(Grey, np.maximum(np.maximum(image[..., 0], image[..., 1]), image[..., 2]))
    step = max(1, max(image.shape) // 800)
    ink = binarise(cast(Grey, np.ascontiguousarray(plain[::step, ::step]))) > 0
    left = binarise(cast(Grey, np.ascontiguousarray(lifted[::step, ::step]))) > 0
    return lifted if left.sum() > _TEXT_IS_BLACK * ink.sum() else plain


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


def letters(ink: Grey) -> Letters:
    """The blots of `ink` (255 on 0) that have the shape of a letter: rules, pictures, specks and scribbles left out."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height, area = (stats[:, k].astype(np.int64) for k in range(5))
    fits = (
        (height >= 5) & (height < 60) & (width < 2.5 * height) & (width > 0.3 * height) & (area > 0.15 * width * height)
    )
    fits[0] = False
    shown = np.where(fits, 255, 0).astype(np.uint8)[labels]
    return Letters(shown, np.stack([left, top, left + width, top + height], axis=1)[fits])


def letter_height(boxes: Boxes) -> float:
    """Height of a small x in pixels: the lowest of the heights that most letters in `boxes` have, by area.

    Half of a Vietnamese page's vowels stand higher than x, an accent grown together with them: the commonest height
    alone would take one of the two at random.
    """
    if len(boxes) < _ENOUGH_LETTERS:
        return X_HEIGHT
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    area = (widths * heights).astype(float)
    count = np.convolve(np.bincount(heights, weights=area, minlength=60), [0.5, 1, 0.5], mode="same")
    first = int(np.argmax(count > 0.4 * count.max()))
    peak = first + int(np.argmax(count[first : first + 3]))
    around = slice(max(0, peak - 1), peak + 2)
    return float(np.average(np.arange(60)[around], weights=count[around]))


def find_rotation(found: Letters) -> int:
    """Degrees clockwise (0, 90, 180, 270) that turn the page upright.

    Lines of text are level where the rows differ more than the columns, at the best skew of each; they stand on their
    feet where tall letters and accents rise above their neighbours more often than they hang below.
    """
    level_now, level_turned = (_best_skew(turn(found.shown, r), _COARSE)[1] for r in (0, 90))
    rotation = 90 if level_turned > level_now else 0
    return rotation if _stands(_turned_boxes(found, rotation)) else rotation + 180


def find_skew(shown: Grey) -> float:
    """Degrees counter-clockwise within ±15 that level the lines of `shown` letters: where its rows differ most."""
    best, sharpness = _best_skew(shown, _COARSE)
    if sharpness < 1.2 * _best_skew(shown, np.zeros(1))[1]:
        best = 0.0
    best, _ = _best_skew(shown, np.arange(best - 1, best + 1.01, 0.25), 0.5)
    best, _ = _best_skew(shown, np.arange(best - 0.2, best + 0.21, 0.05), 0.5)
    return float(best)


_COARSE = np.arange(-15, 15.1, 1.0)


def _best_skew(shown: Grey, angles: NDArray[np.float64], scale: float = 0.25) -> tuple[float, float]:
    """The angle at which the rows of `shown` differ most from one to the next, and how much they do."""
    small = _resized(shown, scale)

    def sharpness(angle: float) -> float:
        rows = level(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.sum(np.diff(rows) ** 2))

    best = max(angles, key=sharpness)
    return float(best), sharpness(best)


def _turned_boxes(found: Letters, rotation: int) -> Boxes:
    left, top, right, bottom = found.boxes.T
    if rotation == 0:
        return found.boxes
    height = found.shown.shape[0]
    return np.stack([height - bottom, left, height - top, right], axis=1)


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
