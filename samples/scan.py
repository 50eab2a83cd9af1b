"""What a scanner, a seal and a telephone do to a page: a digital PDF made into a scan, a sideways scan or a photo."""

from io import BytesIO

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.pdf import FONTS

Raster = NDArray[np.uint8]
SCAN_DPI = 200  # the least that Nghị định 30/2020/NĐ-CP, Phụ lục I allows
RED = (205, 35, 45)


def to_scan(
    pdf: bytes, *, skew: float, seed: int, seal: str | None = None, stamp: str | None = None, turn: int = 0
) -> bytes:
    """`pdf` as a colour scan of 200 dpi: skewed by `skew` degrees, speckled, pages turned by `turn` × 90°.

    `seal` is put in red over the signature on the last page; `stamp` is the digital signature's visible text on the
    first page, the only text that the file's text layer holds.
    """
    random = np.random.default_rng(seed)
    pages = [
        np.asarray(page.render(scale=SCAN_DPI / 72).to_pil().convert("RGB")) for page in pypdfium2.PdfDocument(pdf)
    ]
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for at, page in enumerate(pages):
        if seal and at == len(pages) - 1:
            page = sealed(page, seal)
        page = np.ascontiguousarray(np.rot90(speckled(skewed(page, skew), random), turn))
        size = page.shape[1] * 72 / SCAN_DPI, page.shape[0] * 72 / SCAN_DPI
        canvas.setPageSize(size)
        jpeg = BytesIO()
        Image.fromarray(page).save(jpeg, "JPEG", quality=55, dpi=(SCAN_DPI, SCAN_DPI))
        canvas.drawImage(ImageReader(jpeg), 0, 0, *size)
        if stamp and at == 0:
            lines = canvas.beginText(size[0] - 190, size[1] - 18)
            lines.setFont("Serif", 7)
            lines.textLines(stamp)
            canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def to_photo(pdf: bytes, *, seed: int) -> bytes:
    """The first page of `pdf` as a telephone takes it: 130 dpi, in perspective, in uneven light; a JPEG file."""
    random = np.random.default_rng(seed)
    page = np.asarray(pypdfium2.PdfDocument(pdf)[0].render(scale=130 / 72).to_pil().convert("RGB"))
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[14, 10], [-6, 16], [-16, -6], [8, -14]], np.float32)
    turned = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(corners, seen), (width, height), borderValue=(96, 84, 70)
    )
    light = np.linspace(1.0, 0.78, width)[None, :, None] * np.linspace(0.94, 1.0, height)[:, None, None]
    lit = np.clip(turned * light + random.normal(0, 3, turned.shape), 0, 255).astype(np.uint8)
    jpeg = BytesIO()
    Image.fromarray(lit).save(jpeg, "JPEG", quality=72)
    return jpeg.getvalue()


def skewed(page: Raster, degrees: float) -> Raster:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(turned, np.uint8)


def speckled(page: Raster, random: np.random.Generator) -> Raster:
    """Paper that is not quite white, grain, and dust."""
    grain = page * np.array([0.985, 0.98, 0.965]) + random.normal(0, 5, page.shape)
    dust = random.random(page.shape[:2]) < 0.0002
    grain[dust] = 70
    return np.asarray(np.clip(cv2.GaussianBlur(grain, (0, 0), 0.6), 0, 255), np.uint8)


def sealed(page: Raster, office: str) -> Raster:
    """A round red seal and a blue signature over the signer's name, which is the last line on the right."""
    image = Image.fromarray(page)
    dark = np.asarray(image.convert("L"))[:, page.shape[1] // 2 :] < 128
    last = int(np.flatnonzero(dark.any(axis=1))[-1])
    centre, radius = (int(page.shape[1] * 0.62), last - 130), 145
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for r, width in ((radius, 7), (radius - 14, 3), (radius - 62, 3)):
        draw.ellipse([centre[0] - r, centre[1] - r, centre[0] + r, centre[1] + r], outline=(*RED, 215), width=width)
    font = ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", 24)
    for at, letter in enumerate(office):
        angle = -205 + 230 * at / max(len(office) - 1, 1)
        glyph = Image.new("RGBA", (44, 44), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((22, 22), letter, font=font, fill=(*RED, 215), anchor="mm")
        glyph = glyph.rotate(-angle - 90, resample=Image.Resampling.BICUBIC)
        x, y = (
            centre[0] + (radius - 36) * np.cos(np.radians(angle)),
            centre[1] + (radius - 36) * np.sin(np.radians(angle)),
        )
        layer.alpha_composite(glyph, (int(x) - 22, int(y) - 22))
    stroke = [(centre[0] + 40 + 3 * t, int(centre[1] + 34 * np.sin(t / 6) - t / 3)) for t in range(0, 90, 2)]
    draw.line(stroke, fill=(30, 50, 150, 235), width=4, joint="curve")
    return np.asarray(Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"))
