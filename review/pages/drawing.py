"""What a worker does with an original: draw a page upright, and say what words stand where on it.

Runs in processes of its own: an original is hostile until proven otherwise, and PDFium is not for threads.
"""

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from extract.formats import images
from extract.formats.office import pdf_of_office
from extract.layout.flow import lay_out
from extract.pdf.content import content_of_file
from extract.pdf.document import opened, render
from extract.pdf.textlayer import judge
from extract.raster.preparation import prepare, turn
from extract.read import PageJob, read, read_page
from extract.skew import as_shown
from extract.source import DOC, DOCX, ODS, ODT, RTF, XLS, XLSX, Source, identify
from extract.transcript import Block, Paragraph, paragraphs_of
from models.records import Box

LOOKED_AT = 72.0
"""Dots per inch at which a scan is looked at to find which side is up."""

QUALITY = 88


@dataclass(frozen=True, slots=True)
class Outline:
    """A page upright: `width` × `height` in points, and what turned the file's page so, in degrees clockwise."""

    width: float
    height: float
    rotation: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as a JPEG, and its outline."""

    jpeg: bytes
    outline: Outline


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a page with their boxes; of a format without pages its blocks of text instead."""

    outline: Outline | None
    words: tuple[tuple[str, Box], ...] = ()
    blocks: tuple[str | tuple[tuple[str, ...], ...], ...] = ()


def draw(path: Path, number: int, width: int, rotation: int | None) -> Drawing:
    """Page `number` as a JPEG `width` pixels wide. Raises a class of `extract.errors.Unreadable`, or PdfiumError.

    `rotation` is what is known to turn it upright; None where that is to be found out.
    """
    source = source_of(path)
    if source.format == "image":
        pixels, dpi = images.frame(path, number)
        rotation = prepare(_seen(pixels, dpi)).rotation if rotation is None else rotation
        upright = turn(pixels, rotation)
        outline = Outline(upright.shape[1] * 72 / dpi, upright.shape[0] * 72 / dpi, rotation)
        return Drawing(_jpeg(upright, width), outline)
    with opened(path) as document:
        page = document[number - 1]
        shown = page.get_size()
        page.close()
        if rotation is None:
            rotation = _rotation(source, number, render(document, number, LOOKED_AT))
        sides = (shown[1], shown[0]) if rotation % 180 else shown
        pixels = render(document, number, 72 * width / max(1.0, sides[0]), annotations=True)
        return Drawing(_jpeg(turn(pixels, rotation), width), Outline(sides[0], sides[1], rotation))


def write(path: Path, number: int) -> Written:
    """The words of page `number` as they are read there: the same boxes as in the evidence."""
    source = source_of(path)
    if source.format not in ("pdf", "image"):
        return Written(None, blocks=tuple(_block(block) for block in read(path).blocks))
    reading = read_page(PageJob(source, number, "fast"))
    words = tuple(
        (word.text, word.box)
        for paragraph in paragraphs_of(as_shown(lay_out([reading]), [reading]))
        for word in paragraph.words
        if word.box is not None and word.page == number
    )
    return Written(Outline(reading.width, reading.height, reading.rotation), words)


PRINTED = {DOCX: ".docx", DOC: ".doc", RTF: ".rtf", ODT: ".odt", XLSX: ".xlsx", XLS: ".xls", ODS: ".ods"}
"""Media types of files without pages of their own, to which LibreOffice gives them, and their names' ends."""


def printed(path: Path) -> tuple[bytes, int]:
    """The pages of an office file as a PDF, and how many. Raises a class of `extract.errors.Unreadable`."""
    made = pdf_of_office(path, PRINTED[source_of(path).media_type])
    with pdfium.PdfDocument(made) as document:
        return made, len(document)


@lru_cache(maxsize=64)
def source_of(path: Path) -> Source:
    """What the file is: it lies under its SHA-256, so it never is another one."""
    return identify(path)


def _rotation(source: Source, number: int, seen: NDArray[np.uint8]) -> int:
    """What turns the page upright: by its letters where it has any, else by how it looks."""
    found = content_of_file(source.path, source.sha256, number)
    return found.turned if judge(found).trusted else prepare(seen).rotation


def _seen(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    step = max(1, math.floor(dpi / LOOKED_AT / 1.5))
    return np.ascontiguousarray(pixels[::step, ::step])


def _jpeg(pixels: NDArray[np.uint8], width: int) -> bytes:
    picture = Image.fromarray(pixels)
    if abs(picture.width - width) > 2:
        picture = picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.BOX)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY, subsampling=0)
    return made.getvalue()


def _block(block: Block) -> str | tuple[tuple[str, ...], ...]:
    if isinstance(block, Paragraph):
        return block.text
    return tuple(tuple(cell.text if cell else "" for cell in row) for row in block.grid())
