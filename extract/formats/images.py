"""Pictures of pages: PNG, JPEG, WebP, BMP, HEIC and TIFF with many pages, as arrays, bounded before unpacking."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pi_heif.as_plugin import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.errors import Damaged, TooLarge

register_heif_opener(thumbnails=False)  # what phones of one maker take their photographs in

MOST_PIXELS = 150_000_000
"""A2 at 600 dpi has 139 million; in RGB that is 450 MB, as much as a worker may take."""

MOST_FRAMES = 3000
"""Pages of a TIFF, as many as of a PDF."""

_LONG_SIDE = 297 / 25.4
"""Inches of A4's long side: what a picture without a believable resolution is taken to show."""


def count_frames(source: Path) -> int:
    """How many pages the picture file has. Raises Damaged or TooLarge."""
    with _opened(source) as image:
        frames = int(getattr(image, "n_frames", 1))
        if frames > MOST_FRAMES:
            raise TooLarge(source, f"{frames} pages > {MOST_FRAMES}")
        return frames if image.format == "TIFF" else 1


def frame(source: Path, number: int) -> tuple[NDArray[np.uint8], float]:
    """(H×W×3 RGB or H×W grey, dpi) of page `number`, from 1. Raises Damaged or TooLarge."""
    with _opened(source) as image:
        image.seek(number - 1)
        _bounded(image, source)
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA"))
        grey = upright.mode in ("1", "L", "I;16", "I", "F")
        pixels = np.asarray(upright.convert("L" if grey else "RGB"))
        return pixels, _resolution(image, max(pixels.shape))


def _resolution(image: Image.Image, long_side: int) -> float:
    """Dots per inch as stated, where an A5 to A3 page comes of it; phones and screens state 72 for anything."""
    stated = image.info.get("dpi")
    dpi = float(max(stated)) if stated else 0.0
    return dpi if dpi and 0.65 < long_side / dpi / _LONG_SIDE < 1.6 else long_side / _LONG_SIDE


@contextmanager
def _opened(source: Path) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(source) as image:
                _bounded(image, source)
                yield image
    except Image.DecompressionBombError as error:
        raise TooLarge(source, f"> {MOST_PIXELS / 1e6:.0f} MP") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Damaged(source, "ảnh / image") from error


def _bounded(image: Image.Image, source: Path) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise TooLarge(source, f"{image.width}×{image.height} pixels > {MOST_PIXELS / 1e6:.0f} MP")
