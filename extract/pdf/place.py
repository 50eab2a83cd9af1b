"""Where things are: from a PDF's own coordinates to points from the top left corner of the page as it is read."""

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from models.records import Box


@dataclass(frozen=True, slots=True)
class Upright:
    """A page as it is read: turned by its own `rotation`, in degrees clockwise, and by what its letters need on top."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    turned: int = 0

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Upright":
        """`page` as a viewer shows it: the part inside its crop box."""
        inner, outer = page.get_cropbox(), page.get_mediabox()
        left, bottom = max(inner[0], outer[0]), max(inner[1], outer[1])
        right, top = min(inner[2], outer[2]), min(inner[3], outer[3])
        return cls(left, bottom, right, top, page.get_rotation() % 360)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if (self.rotation + self.turned) % 180 else (wide, high)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box of a rectangle that the file gives by its left, bottom, right and top."""
        rotation = (self.rotation + self.turned) % 360
        if rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


def rounded(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """`lengths` to two decimals, each exactly as `round` has it."""
    hundredths = lengths * 100
    near = np.rint(hundredths)
    found: NDArray[np.float64] = near / 100
    with np.errstate(invalid="ignore"):  # a hostile page has infinite lengths
        doubtful = (abs(abs(hundredths - near) - 0.5) < _DOUBT) | (abs(hundredths) > _EXACT)
    found[doubtful] = [round(length, 2) for length in lengths[doubtful].tolist()]
    return found


_DOUBT = 1e-6
"""Of a hundredth: nearer to the middle between two, a float's own error decides."""

_EXACT = 1e8
"""Hundredths, of which a product has all that count: a page is smaller."""
