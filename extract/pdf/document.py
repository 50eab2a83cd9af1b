"""Opening a PDF with PDFium, and drawing its pages.

PDFium is not for threads: a process reads one page at a time.
"""

import atexit
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extract.errors import Damaged, Encrypted, TooLarge
from models.records import Box

MOST_PAGES = 3000
"""A province's yearly budget book has some 1,500 pages; beyond twice that a file is no dispatch."""

MOST_PIXELS = 40_000_000
"""Drawn for a page: A4 at 600 dpi has 35 million, A0 at 100 dpi 15 million."""


@contextmanager
def opened(source: Path) -> Iterator[pdfium.PdfDocument]:
    """The document in `source`, to be drawn into as one likes. Raises Encrypted, Damaged or TooLarge."""
    document = _load(source)
    try:
        yield document
    finally:
        document.close()


class Drawn(NamedTuple):
    """A page into which its annotations were drawn: how many objects it has of its own, and where they were drawn.

    `objects` is None where none has anything to draw; `filled` are texts that the file leaves to the viewer to print.
    The places are left, bottom, right and top, as the file has them.
    """

    objects: int | None
    areas: tuple[Box, ...] = ()
    filled: tuple[tuple[str, Box], ...] = ()


@dataclass(slots=True)
class Kept:
    """A document left open, and the pages of it that were `drawn` into, by number: no page twice."""

    document: pdfium.PdfDocument
    drawn: dict[int, Drawn] = field(default_factory=dict)


@lru_cache(maxsize=1)
def kept(source: Path, sha256: str, part: int) -> Kept:
    """The document in `source`, left open for its next pages, which share its fonts: to be read, never rendered.

    A document grows with each page read: it is opened afresh for each `part` of `TOGETHER` pages. It lies in memory,
    so the file itself may be moved. Raises as `opened`.
    """
    return Kept(_load(source, in_memory=True))


atexit.register(kept.cache_clear)  # before PDFium's own end, which complains of open documents

TOGETHER = 64
"""Pages read from one opening of a document."""

MOST_KEPT = 20 * 2**20
"""Bytes of a file that is kept open: digital documents are smaller, scans gain nothing by it."""


def _load(source: Path, in_memory: bool = False) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(source.read_bytes() if in_memory or not _is_utf8(source) else source)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted(source) from error
        raise Damaged(source, "PDF") from error
    if not 0 < len(document) <= MOST_PAGES:
        pages = len(document)
        document.close()
        raise TooLarge(source, f"{pages} pages > {MOST_PAGES}") if pages else Damaged(source, "PDF: 0 pages")
    return document


def _is_utf8(source: Path) -> bool:
    """Whether PDFium can open the file by its name."""
    return not any(0xDC80 <= ord(sign) <= 0xDCFF for sign in str(source))


def is_whole(source: Path) -> bool:
    """Whether the end of the file is there: PDFium reads what it can of one that is cut off, and says nothing."""
    with source.open("rb") as stream:
        stream.seek(max(0, source.stat().st_size - _TAIL))
        return b"%%EOF" in stream.read()


_TAIL = 4096
"""Bytes: the end mark is among the last 1024 (ISO 32000-1, Annex H), signatures may have filled up behind it."""


def render(document: pdfium.PdfDocument, number: int, dpi: float, annotations: bool = False) -> NDArray[np.uint8]:
    """Page `number` as H×W×3 RGB."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
        bitmap = page.render(scale=scale, may_draw_forms=annotations, draw_annots=annotations, rev_byteorder=True)
        image: NDArray[np.uint8] = np.array(bitmap.to_numpy()[:, :, :3])
        return image
    finally:
        page.close()
