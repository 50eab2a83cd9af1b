"""What is on a PDF's page: words, what was laid over them, ruling lines, pictures; not yet what it is worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.pdf.document import MOST_KEPT, TOGETHER, Drawn, kept, opened
from extract.pdf.drawings import Picture, Ruling, drawings, is_picture, texts
from extract.pdf.place import Upright
from extract.pdf.unprinted import unprinted, words_at
from extract.pdf.words import Printed
from extract.transcript import Word
from models.records import Box

MOST_ANNOTATIONS = 200
"""Looked at on a page: signatures and typed numbers are a handful, links in a table may be a hundred."""

SMALL = 0.15
"""Of the page: a picture that covers less is no scan; a seal beside a signature takes up to a tenth."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What signing software or a reader of PDF laid over the page: a typed number, a signature's stamp."""

    words: tuple[Word, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds, in points of the page as it is read; of `pictures` no seals that were laid over it.

    `turned` is what its letters needed to run level, in degrees clockwise, beside the page's own rotation. The letters
    of an `invisible` page are there to be searched, under a picture.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    overlays: tuple[Overlay, ...]
    rulings: tuple[Ruling, ...]
    pictures: tuple[Picture, ...]
    invisible: bool
    turned: int


def content(document: pdfium.PdfDocument, number: int) -> Content:
    """What page `number` (from 1) holds. Its annotations are drawn into it, in this process's memory only."""
    return _content(document, number, {})


def content_of_file(source: Path, sha256: str, number: int) -> Content:
    """The same, for one page after the other of a file: as if it were opened afresh for each, but faster."""
    if source.stat().st_size <= MOST_KEPT:
        open_file = kept(source, sha256, (number - 1) // TOGETHER)
        return _content(open_file.document, number, open_file.drawn)
    with opened(source) as document:
        return content(document, number)


def _content(document: pdfium.PdfDocument, number: int, drawn: dict[int, Drawn]) -> Content:
    page = document[number - 1]
    if number not in drawn and (areas := _annotations(page)):
        filled, objects = tuple(unprinted(page, MOST_ANNOTATIONS)), _flattened(page)
        drawn[number] = Drawn(objects, () if objects is None else tuple(areas), filled)
        if objects is not None:
            page.close()
            page = document[number - 1]
    printed = Printed(page)
    try:
        upright = Upright.of(page)
        if printed.count:
            upright = replace(upright, turned=(printed.direction() - upright.rotation) % 360)
        objects, places, filled = drawn.get(number, Drawn(None))
        own = printed.count if objects is None else printed.before(texts(page, objects))
        words, over = printed.words(upright, number, own)
        fields = [(words_at(text, upright.box(*area), number), upright.box(*area)) for text, area in filled]
        rulings, pictures = drawings(page, upright)
        width, height = upright.size
        return Content(
            number=number,
            width=width,
            height=height,
            words=words,
            overlays=(
                *_overlays(over, [upright.box(*area) for area in places]),
                *(Overlay(said, box) for said, box in fields if said),
            ),
            rulings=rulings,
            pictures=pictures,
            invisible=printed.is_invisible(own),
            turned=upright.turned,
        )
    finally:
        printed.close()
        page.close()


def _flattened(page: pdfium.PdfPage) -> int | None:
    """Draws the annotations into the page, after its own objects, and counts these; None where nothing was drawn."""
    own = int(raw.FPDFPage_CountObjects(page.raw))
    done = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    return own if done == raw.FLATTEN_SUCCESS else None


def _annotations(page: pdfium.PdfPage) -> list[Box]:
    """Left, bottom, right and top of the annotations that print something; none where there is nothing to read in them.

    A seal, or a signature's picture, has no words, and to draw it in means to load the page again.
    """
    areas = []
    worded = False
    rect, small = raw.FS_RECTF(), SMALL * page.get_width() * page.get_height()
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            raw.FPDFAnnot_GetRect(annotation, rect)
            areas.append((rect.left, rect.bottom, rect.right, rect.top))
            large = abs((rect.right - rect.left) * (rect.top - rect.bottom)) > small
            worded = worded or large or not is_picture(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
    return areas if worded else []


def _overlays(words: Sequence[Word], areas: Sequence[Box]) -> Iterator[Overlay]:
    """The words laid over the page, by the smallest annotation in which each stands."""
    by_area: dict[Box, list[Word]] = {}
    for word in words:
        place = word.box or (0.0, 0.0, 0.0, 0.0)
        x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
        around = [a for a in areas if a[0] <= x <= a[2] and a[1] <= y <= a[3]]
        area = min(around, key=lambda a: (a[2] - a[0]) * (a[3] - a[1]), default=place)
        by_area.setdefault(area, []).append(word)
    return (Overlay(tuple(found), area) for area, found in by_area.items())
