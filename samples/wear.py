"""What copiers, fax machines, old paper and careless hands do to a page: named wears, each a row of `WEARS`."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import pypdfium2
from numpy.random import Generator
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.scan import Raster, sealed, skewed, speckled

Step = Callable[[Raster, Generator], Raster]
OFFICE = "ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"


@dataclass(frozen=True)
class Wear:
    """How a page was scanned: dots per inch, what befell it in order, JPEG quality; None is one bit a pixel."""

    dpi: int
    steps: tuple[Step, ...] = ()
    quality: int | None = 80


def worn(pdf: bytes, wear: Wear, seed: int) -> bytes:
    """`pdf` as a PDF of nothing but pictures, worn by `wear`; the same bytes for the same `seed`."""
    random = np.random.default_rng(seed)
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pypdfium2.PdfDocument(pdf):
        raster = np.asarray(page.render(scale=wear.dpi / 72).to_pil().convert("RGB"))
        for step in wear.steps:
            raster = np.ascontiguousarray(step(raster, random))
        size = raster.shape[1] * 72 / wear.dpi, raster.shape[0] * 72 / wear.dpi
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(_file(raster, wear)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _file(raster: Raster, wear: Wear) -> BytesIO:
    image, file = Image.fromarray(raster), BytesIO()
    if wear.quality is None:
        image.convert("L").point(lambda grey: 255 * (grey > 128)).convert("1").save(file, "PNG")
    else:
        image.save(file, "JPEG", quality=wear.quality)
    return file


def leaning(least: float, most: float) -> Step:
    """Skewed by so many degrees, to either side."""
    return lambda page, random: skewed(page, float(random.uniform(least, most) * random.choice([-1, 1])))


def turned(page: Raster, random: Generator) -> Raster:
    """Fed into the scanner sideways or upside down."""
    return np.rot90(page, int(random.integers(1, 4)))


def blurred(page: Raster, random: Generator) -> Raster:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), float(random.uniform(1.2, 1.5))), np.uint8)


def noisy(page: Raster, random: Generator) -> Raster:
    """Grain, and dust in black and white."""
    grain = page + random.normal(0, 22, page.shape)
    dust = random.random(page.shape[:2])
    grain[dust < 0.002], grain[dust > 0.998] = 40, 255
    return np.asarray(np.clip(grain, 0, 255), np.uint8)


def thin_paper(page: Raster, random: Generator) -> Raster:
    """The other side shines through, mirrored and soft."""
    behind = cv2.GaussianBlur(np.roll(page[:, ::-1], 37, axis=0), (0, 0), 1.5)
    return np.asarray(np.clip(page - 0.28 * (255.0 - behind), 0, 255), np.uint8)


def book_light(page: Raster, random: Generator) -> Raster:
    """Dark towards one edge, with the black border of an open lid."""
    height, width = page.shape[:2]
    light = np.linspace(1.0, 0.55, width)[None, :, None] ** 1.5 * np.linspace(0.9, 1.0, height)[:, None, None]
    lit = page * light
    lit[:, -width // 40 :], lit[: height // 90] = 12, 12
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def faded(page: Raster, random: Generator) -> Raster:
    """Toner near its end: grey letters on greyish paper."""
    return np.asarray(225 - (255 - page.astype(float)) * 0.42, np.uint8)


def stamped(page: Raster, random: Generator) -> Raster:
    return sealed(page, OFFICE)


def faxed(page: Raster, random: Generator) -> Raster:
    """One bit a pixel at half the height's resolution, with specks on the line."""
    height, width = page.shape[:2]
    half = cv2.resize(page, (width, height // 2), interpolation=cv2.INTER_AREA)
    half = np.where(half + random.normal(0, 18, half.shape[:2])[..., None] > 150, 255, 0).astype(np.uint8)
    half[random.random(half.shape[:2]) < 0.0008] = 0
    return np.asarray(cv2.resize(half, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


WEARS = {
    "clean, 300 dpi": Wear(300),
    "clean, 200 dpi": Wear(200),
    "office scanner, 200 dpi": Wear(200, (leaning(0.3, 2), lambda page, random: speckled(page, random)), 55),
    "black and white, 300 dpi": Wear(300, (leaning(0.2, 1),), None),
    "skew to 15°": Wear(200, (leaning(5, 14.5),)),
    "turned": Wear(200, (turned, leaning(0.3, 2))),
    "noise": Wear(200, (noisy,), 60),
    "blur": Wear(200, (blurred,), 70),
    "JPEG 15": Wear(200, (), 15),
    "seal and signature": Wear(200, (stamped, leaning(0.2, 1)), 60),
    "bleed-through": Wear(200, (thin_paper, leaning(0.2, 1)), 60),
    "uneven light": Wear(200, (book_light, leaning(0.3, 2)), 60),
    "faded": Wear(200, (faded, leaning(0.2, 1)), 60),
    "fax": Wear(200, (faxed,), None),
}
