"""What a PDF's page draws beside its letters: ruling lines and pictures."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.pdf.calls import (
    address,
    bounds_of_object,
    fill_of_object,
    kind_of_object,
    mode_of_path,
    object_in_form,
    object_on_page,
    objects_in_form,
    pointer,
    stroke_of_object,
)
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
    paths = _Paths()
    for kind, drawn, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Picture(upright.box(*paths.bounds(drawn, matrix)), _pixels(pointer(drawn))))
        elif paths.is_inked(drawn):
            x0, y0, x1, y1 = paths.bounds(drawn, matrix)
            if min(x1 - x0, y1 - y0) < _THIN:
                rulings.append(Ruling(*upright.box(x0, y0, x1, y1)))
            else:
                rulings += (Ruling(*upright.box(*line)) for line in _strokes(pointer(drawn), matrix))
    long = tuple(r for r in rulings if max(r.x1 - r.x0, r.bottom - r.top) > 2 * _THIN)
    return long, tuple(pictures)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, int, _Matrix]]:
    """(type, address, matrix from its own coordinates to the page's) of images and paths, in forms too."""
    left, on_page = MOST_OBJECTS, address(page.raw)
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        place = object_on_page(on_page, at)
        if kind_of_object(place) == _TEXT:  # nearly all of them
            continue
        stack: list[tuple[int, int, _Matrix]] = [(place, 0, _PLAIN)]
        while stack and left:
            drawn, depth, matrix = stack.pop()
            left -= 1
            kind = kind_of_object(drawn)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = _product(_matrix(pointer(drawn)), matrix)
                count = min(objects_in_form(drawn), MOST_OBJECTS)
                stack += [(object_in_form(drawn, at), depth + 1, inner) for at in reversed(range(count))]
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
                yield kind, drawn, matrix


_TEXT = raw.FPDF_PAGEOBJ_TEXT


def texts(page: pdfium.PdfPage, first: int) -> frozenset[int]:
    """The addresses of the text objects of `page` from its object `first` on, in forms too."""
    on_page = address(page.raw)
    objects = [object_on_page(on_page, at) for at in range(first, raw.FPDFPage_CountObjects(page.raw))]
    return frozenset(place for kind, place in _inside(objects) if kind == raw.FPDF_PAGEOBJ_TEXT)


def is_picture(annotation: raw.FPDF_ANNOTATION) -> bool:
    """Whether an annotation prints images and nothing else."""
    count = min(raw.FPDFAnnot_GetObjectCount(annotation), MOST_OBJECTS)
    objects = [address(raw.FPDFAnnot_GetObject(annotation, at)) for at in range(count)]
    return bool(objects) and all(kind == raw.FPDF_PAGEOBJ_IMAGE for kind, _ in _inside(objects))


def _inside(objects: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(type, address) of what lies in `objects`, in forms too."""
    stack = [(place, 0) for place in objects]
    left = MOST_OBJECTS
    while stack and left:
        place, depth = stack.pop()
        left -= 1
        kind = kind_of_object(place)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            count = min(objects_in_form(place), MOST_OBJECTS)
            stack += [(object_in_form(place, at), depth + 1) for at in range(count)]
        else:
            yield kind, place


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


class _Paths:
    """What PDFium says of paths, put into the same few bytes for one after the other."""

    def __init__(self) -> None:
        self._edges = (ctypes.c_float * 4)()
        self._numbers = (ctypes.c_uint * 4)()
        edges, numbers = ctypes.addressof(self._edges), ctypes.addressof(self._numbers)
        self._to_edges = edges, edges + 4, edges + 8, edges + 12
        self._to_numbers = numbers, numbers + 4, numbers + 8, numbers + 12

    def bounds(self, drawn: int, matrix: _Matrix) -> Box:
        """Left, bottom, right and top on the page."""
        bounds_of_object(drawn, *self._to_edges)
        left, bottom, right, top = self._edges
        if matrix is _PLAIN:
            return left, bottom, right, top
        xs, ys = zip(*[_at(matrix, x, y) for x in (left, right) for y in (bottom, top)], strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def is_inked(self, drawn: int) -> bool:
        """Whether a path prints something that is not white."""
        if not mode_of_path(drawn, *self._to_numbers[:2]):
            return False
        filled, stroked, *_ = self._numbers
        return bool(
            (filled and self._is_dark(fill_of_object, drawn)) or (stroked and self._is_dark(stroke_of_object, drawn))
        )

    def _is_dark(self, colour: Callable[..., int], drawn: int) -> bool:
        if not colour(drawn, *self._to_numbers):
            return False
        *shades, alpha = self._numbers
        return alpha > 0 and min(shades) < 240


def _pixels(image: Any) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value * height.value


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
