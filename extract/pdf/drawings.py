"""What a PDF's page draws beside its letters: ruling lines and pictures."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.pdf.calls import kind_of_object, object_in_form, object_on_page, objects_in_form
from extract.pdf.place import Upright
from models.records import Box

MOST_OBJECTS = 50_000
"""Page objects looked at: maps and drawings have more, but no tables that matter."""

DEEPEST = 6
"""Forms inside forms: signing software nests two or three."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A printed line, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


_THIN = 3.0
"""Points: a ruling is thinner, a letter's stroke or a table's row thicker."""

_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image's place on the page, and how many pixels it unpacks to."""

    box: Box
    pixels: int


def drawings(page: pdfium.PdfPage, upright: Upright) -> tuple[tuple[Ruling, ...], tuple[Picture, ...]]:
    """The lines that may rule tables, and the pictures."""
    rulings: list[Ruling] = []
    pictures: list[Picture] = []
    for kind, drawn, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Picture(upright.box(*_bounds(drawn, matrix)), _pixels(drawn)))
        elif _inked(drawn):
            x0, y0, x1, y1 = _bounds(drawn, matrix)
            if min(x1 - x0, y1 - y0) < _THIN:
                rulings.append(Ruling(*upright.box(x0, y0, x1, y1)))
            else:
                rulings += (Ruling(*upright.box(*line)) for line in _strokes(drawn, matrix))
    long = tuple(r for r in rulings if max(r.x1 - r.x0, r.bottom - r.top) > 2 * _THIN)
    return long, tuple(pictures)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, Any, _Matrix]]:
    """(type, object, matrix from its own coordinates to the page's) of images and paths, in forms too."""
    handle, text = page.raw, raw.FPDF_PAGEOBJ_TEXT
    left = MOST_OBJECTS
    for number in range(min(raw.FPDFPage_CountObjects(handle), MOST_OBJECTS)):
        if kind_of_object(object_on_page(handle, number)) == text:  # nearly all of them
            continue
        stack: list[tuple[Any, int, _Matrix]] = [(raw.FPDFPage_GetObject(handle, number), 0, _PLAIN)]
        while stack and left:
            drawn, depth, matrix = stack.pop()
            left -= 1
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = _product(_matrix(drawn), matrix)
                count = min(raw.FPDFFormObj_CountObjects(drawn), MOST_OBJECTS)
                stack += [(raw.FPDFFormObj_GetObject(drawn, at), depth + 1, inner) for at in reversed(range(count))]
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
                yield kind, drawn, matrix


def texts(page: pdfium.PdfPage, first: int) -> frozenset[int]:
    """The addresses of the text objects of `page` from its object `first` on, in forms too."""
    found: set[int] = set()
    stack = [(object_on_page(page.raw, at), 0) for at in range(first, raw.FPDFPage_CountObjects(page.raw))]
    left = MOST_OBJECTS
    while stack and left:
        place, depth = stack.pop()
        left -= 1
        kind = kind_of_object(place)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.add(place)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            count = min(objects_in_form(place), MOST_OBJECTS)
            stack += [(object_in_form(place, at), depth + 1) for at in range(count)]
    return frozenset(found)


def _matrix(drawn: Any) -> _Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _product(m: _Matrix, n: _Matrix) -> _Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _at(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(drawn: Any, matrix: _Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    if matrix is _PLAIN:
        return left.value, bottom.value, right.value, top.value
    corners = [_at(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _pixels(drawn: Any) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(drawn, width, height)
    return width.value * height.value


def _inked(drawn: Any) -> bool:
    """Whether a path prints something that is not white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(drawn, fill, stroke):
        return False
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    for on, colour in ((fill.value, raw.FPDFPageObj_GetFillColor), (stroke.value, raw.FPDFPageObj_GetStrokeColor)):
        if on and colour(drawn, r, g, b, a) and a.value > 0 and min(r.value, g.value, b.value) < 240:
            return True
    return False


def _strokes(drawn: Any, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The level and upright strokes of a path, as left, bottom, right, top; fillings have none."""
    stroke = ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, ctypes.c_int(), stroke)
    count = raw.FPDFPath_CountSegments(drawn)
    if count > 2000:
        return
    both = _product(_matrix(drawn), matrix)
    parts: list[list[tuple[float, float]]] = []
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(drawn, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(_at(both, x.value, y.value))
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if raw.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    for points in parts:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
            yield min(xs), min(ys), max(xs), max(ys)
        elif stroke.value:
            for (xa, ya), (xb, yb) in pairwise(points):
                if min(abs(xa - xb), abs(ya - yb)) < 0.5:
                    yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
