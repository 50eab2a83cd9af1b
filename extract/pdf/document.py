"""Opening a PDF with PDFium, and drawing its pages.

PDFium is not for threads: a process reads one page at a time.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extract.errors import Damaged, Encrypted, TooLarge

MOST_PAGES = 3000
"""A province's yearly budget book has some 1,500 pages; beyond twice that a file is no dispatch."""

MOST_PIXELS = 40_000_000
"""Drawn for a page: A4 at 600 dpi has 35 million, A0 at 100 dpi 15 million."""


@contextmanager
def opened(source: Path) -> Iterator[pdfium.PdfDocument]:
    """The document in `source`. Raises Encrypted, Damaged or TooLarge."""
    try:
        try:
            str(source).encode()
            document = pdfium.PdfDocument(source)
        except UnicodeEncodeError:
            document = pdfium.PdfDocument(source.read_bytes())
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted(source) from error
        raise Damaged(source, "PDF") from error
    try:
        if len(document) == 0:
            raise Damaged(source, "PDF: 0 pages")
        if len(document) > MOST_PAGES:
            raise TooLarge(source, f"{len(document)} pages > {MOST_PAGES}")
        yield document
    finally:
        document.close()


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
