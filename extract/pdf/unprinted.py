"""What was filled into a PDF but left for the viewer to print: fields of a form and notes without an appearance."""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.letters import clean
from extract.transcript import Word
from models.records import Box

LONGEST = 20_000
"""Letters of one field: a form's widest box holds a page."""


def unprinted(page: pdfium.PdfPage, most: int) -> Iterator[tuple[str, Box]]:
    """The text of each such field and note among the first `most` annotations; its left, bottom, right and top."""
    rect = raw.FS_RECTF()
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), most)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        key = _KEYS.get(raw.FPDFAnnot_GetSubtype(annotation))
        hidden = raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN
        if key and not hidden and not raw.FPDFAnnot_HasKey(annotation, b"AP") and (text := _said(annotation, key)):
            raw.FPDFAnnot_GetRect(annotation, rect)
            yield text, (rect.left, rect.bottom, rect.right, rect.top)
        raw.FPDFPage_CloseAnnot(annotation)


def words_at(text: str, box: Box, number: int) -> tuple[Word, ...]:
    """The words of a field of page `number`, at about the places in its box that a viewer gives them."""
    x0, top, x1, bottom = box
    lines = [words for line in re.split(r"[\r\n]+", text) if (words := clean(line).split())]
    high = (bottom - top) / max(1, len(lines))
    found = []
    for at, words in enumerate(lines):
        letter = min(high / 2, (x1 - x0) / sum(len(word) + 1 for word in words))
        left = x0
        for word in words:
            right = left + letter * len(word)
            place = round(left, 2), round(top + at * high, 2), round(right, 2), round(top + (at + 1) * high, 2)
            found.append(Word(word, number, place, 1.0, "text_layer"))
            left = right + letter
    return tuple(found)


_KEYS = {raw.FPDF_ANNOT_WIDGET: b"V", raw.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Where the text stands (ISO 32000-1, 12.5.6.6 and 12.7.3)."""

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def _said(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    """The text under `key`; what is no text, as the choice of a button, is nothing."""
    if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_STRING:
        return ""
    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), 2 * LONGEST)
    text = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, text, 2 * len(text))
    return bytes(text).decode("utf-16-le", "replace").split("\0")[0]
