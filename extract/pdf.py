"""PDF through PDFium: what is on a page — words with boxes, ruling lines, pictures — and nothing of what it means.

Boxes come out in points from the top left corner of the page as a viewer shows it. PDFium is not for threads: a
process reads one page at a time.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.errors import Damaged, Encrypted, TooLarge
from extract.encodings import by_font
from extract.letters import clean
from extract.lost import LOST
from extract.transcript import Word
from models.records import Box

MOST_PAGES = 3000
"""A province's yearly budget book has some 1,500 pages; beyond twice that a file is no dispatch."""

MOST_LETTERS = 60_000
"""Letters on a page: a full page has 4,000, the densest table some 15,000."""

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


@dataclass(frozen=True, slots=True)
class Overlay:
    """What signing software or a reader of PDF laid over the page: a typed number, a signature's stamp."""

    words: tuple[Word, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds. `pictures` are the boxes of its images; `turned` is how its letters run, in degrees clockwise."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    overlays: tuple[Overlay, ...]
    rulings: tuple[Ruling, ...]
    pictures: tuple[Box, ...]
    fonts: frozenset[str]
    invisible: bool
    turned: int = 0


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


def content(document: pdfium.PdfDocument, number: int) -> Content:
    """What page `number` (from 1) holds. Its annotations are drawn into it, in this process's memory only."""
    page = document[number - 1]
    try:
        upright = _Upright(page)
        areas = _annotations(page, upright)
        own = _count(page)
        if areas and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[number - 1]
        letters = _letters(page, upright)
        words = tuple(_words(letters[:own], number))
        over = tuple(_words(letters[own:], number))
        rulings, pictures = _drawn(page, upright)
        turned = _turned(letters)
        found = Content(
            number,
            upright.width,
            upright.height,
            words,
            tuple(_overlays(over, areas)),
            rulings,
            pictures,
            frozenset(letter.font for letter in letters),
            bool(letters) and all(letter.invisible for letter in letters[:own]),
        )
        return turn(found, turned) if turned else found
    finally:
        page.close()


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


MOST_PIXELS = 40_000_000
"""A0 at 100 dpi; A4 at 600 dpi has 35 million."""


@dataclass(frozen=True, slots=True)
class _Letter:
    sign: str
    box: Box
    made: bool  # put in by PDFium, as blanks and line ends are
    font: str
    flags: int
    invisible: bool
    angle: float
    size: float


class _Upright:
    """From the file's coordinates to the page as a viewer shows it."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        outer = page.get_mediabox()
        self.left, self.bottom = max(left, outer[0]), max(bottom, outer[1])
        self.right, self.top = min(right, outer[2]), min(top, outer[3])
        self.rotation = page.get_rotation() % 360
        self.width, self.height = page.get_size()

    def __call__(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box of a rectangle given by its left, bottom, right and top."""
        if self.rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


def _count(page: pdfium.PdfPage) -> int:
    text = page.get_textpage()
    try:
        return int(text.count_chars())
    finally:
        text.close()


def _letters(page: pdfium.PdfPage, upright: _Upright) -> list[_Letter]:
    textpage = page.get_textpage()
    text, count = textpage.raw, min(textpage.count_chars(), MOST_LETTERS)
    rect, letters = raw.FS_RECTF(), []
    font, flags, invisible, angle, size, last = "", 0, False, 0.0, 1.0, None
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        made = bool(raw.FPDFText_IsGenerated(text, at))
        raw.FPDFText_GetLooseCharBox(text, at, rect)
        if not made:
            holder = raw.FPDFText_GetTextObject(text, at)
            place = ctypes.cast(holder, ctypes.c_void_p).value
            if place != last:
                last = place
                font, flags = _font(text, at)
                invisible = raw.FPDFTextObj_GetTextRenderMode(holder) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
                angle = raw.FPDFText_GetCharAngle(text, at)
                size = max(1.0, raw.FPDFText_GetFontSize(text, at))
        sign = _sign(code)
        if sign.isspace() and not made and _printed(text, at):
            sign = LOST
        letters.append(
            _Letter(
                sign, upright(rect.left, rect.bottom, rect.right, rect.top), made, font, flags, invisible, angle, size
            )
        )
    textpage.close()
    return _holes_filled(letters) if any(letter.sign == LOST for letter in letters) else letters


def _sign(code: int) -> str:
    """The letter of a code. PDFium gives 2 for a hyphen at a line end; halves of pairs and codes without a letter are lost."""
    if code == 2:
        return "-"
    return LOST if code == 0xFFFD else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _printed(text: Any, at: int) -> bool:
    """Whether a blank has ink: its glyph is a letter that the font gives no name."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    return top.value - bottom.value > 3.0 and right.value - left.value > 1.0


def _holes_filled(letters: list[_Letter]) -> list[_Letter]:
    """PDFium drops a blank that follows a blank, and so a lost letter: it stands where a hole of its width is left.

    Only for pages with lost letters; a hole inside a word is a letter that has no code at all.
    """
    widths = {letter.font: (letter.box[2] - letter.box[0]) / letter.size for letter in letters if letter.sign == LOST}
    filled: list[_Letter] = []
    for letter in letters:
        before = filled[-1] if filled else letter
        hole = (letter.box[0] - before.box[2]) / letter.size
        same = not letter.made and not before.made and letter.font in widths and 0 < hole < 1.5
        box = (before.box[2], letter.box[1], letter.box[0], letter.box[3])
        if same and before.sign == " " and abs(hole - widths[letter.font]) < 0.05:
            filled.append(replace(letter, sign=LOST, box=box))
        elif same and before.sign != " " and letter.sign != " " and hole > _BLANK:
            filled.append(replace(letter, sign=LOST if hole > 1.5 * _BLANK else " ", box=box))
        filled.append(letter)
    return filled


_BLANK = 0.2
"""Of the font's size: Times' blank is a quarter, its narrowest capital 0.39."""


def _font(text: Any, at: int) -> tuple[str, int]:
    """The name, without its subset's prefix, and flags of the font of a letter."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(96)
    raw.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    return _fontname(name.value), flags.value


@lru_cache(maxsize=512)
def _fontname(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    return text.split("+", 1)[1] if "+" in text[:8] else text


def _words(letters: list[_Letter], number: int) -> Iterator[Word]:
    """Runs of letters without a blank between them, and without a step to another place."""
    run: list[_Letter] = []
    for letter in letters:
        if letter.sign.isspace() or (run and not letter.made and _apart(run[-1], letter)):
            yield from _word(run, number)
            run = []
        if letter.sign and not letter.sign.isspace():
            run.append(letter)
    yield from _word(run, number)


def _apart(before: _Letter, after: _Letter) -> bool:
    """Whether `after` stands on another line, or a blank's width away."""
    if before.angle != after.angle or abs(before.angle % math.pi) > 0.1:
        return False
    height = max(before.box[3] - before.box[1], 1.0)
    level = min(before.box[3], after.box[3]) - max(before.box[1], after.box[1])
    gap = after.box[0] - before.box[2]
    return level < 0.3 * height or gap > 0.35 * height or gap < -2 * height


def _word(run: list[_Letter], number: int) -> Iterator[Word]:
    if not run:
        return
    text = clean(by_font("".join(letter.sign for letter in run), run[0].font))
    if not text.strip():
        return
    box = (
        round(min(letter.box[0] for letter in run), 2),
        round(min(letter.box[1] for letter in run), 2),
        round(max(letter.box[2] for letter in run), 2),
        round(max(letter.box[3] for letter in run), 2),
    )
    first = run[0]
    name = first.font.lower()
    yield Word(
        text.replace(" ", ""),
        number,
        box,
        1.0,
        "text_layer",
        bold="bold" in name or "black" in name or bool(first.flags & 1 << 18),
        italic="italic" in name or "oblique" in name or bool(first.flags & 1 << 6),
    )


def _turned(letters: list[_Letter]) -> int:
    """How most letters run, in degrees clockwise: 0 for level lines."""
    turns = [round(-math.degrees(letter.angle) / 90) % 4 * 90 for letter in letters if not letter.made]
    return max(set(turns), key=turns.count) if turns else 0


def turn(found: Content, degrees: int) -> Content:
    """`found` with the page turned back by `degrees` (90, 180, 270), so that its lines are level."""

    def box(b: Box) -> Box:
        if degrees == 90:  # letters run downwards: turn the page to the left
            return b[1], found.width - b[2], b[3], found.width - b[0]
        if degrees == 270:
            return found.height - b[3], b[0], found.height - b[1], b[2]
        return found.width - b[2], found.height - b[3], found.width - b[0], found.height - b[1]

    def word(w: Word) -> Word:
        return replace(w, box=box(w.box) if w.box else None)

    sideways = degrees in (90, 270)
    return replace(
        found,
        width=found.height if sideways else found.width,
        height=found.width if sideways else found.height,
        words=tuple(map(word, found.words)),
        overlays=tuple(Overlay(tuple(map(word, o.words)), box(o.box)) for o in found.overlays),
        rulings=tuple(Ruling(*box((r.x0, r.top, r.x1, r.bottom))) for r in found.rulings),
        pictures=tuple(map(box, found.pictures)),
        turned=degrees,
    )


def _annotations(page: pdfium.PdfPage, upright: _Upright) -> list[Box]:
    """The places of annotations that print something."""
    areas = []
    rect = raw.FS_RECTF()
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 200)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            raw.FPDFAnnot_GetRect(annotation, rect)
            areas.append(upright(rect.left, rect.bottom, rect.right, rect.top))
        raw.FPDFPage_CloseAnnot(annotation)
    return areas


def _overlays(words: tuple[Word, ...], areas: list[Box]) -> Iterator[Overlay]:
    """The words laid over the page, by the smallest annotation in which each stands."""
    by_area: dict[Box, list[Word]] = {}
    for word in words:
        assert word.box is not None
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        around = [a for a in areas if a[0] <= x <= a[2] and a[1] <= y <= a[3]]
        area = min(around, key=lambda a: (a[2] - a[0]) * (a[3] - a[1]), default=word.box)
        by_area.setdefault(area, []).append(word)
    return (Overlay(tuple(found), area) for area, found in by_area.items())


_THIN = 3.0
"""Points: a ruling is thinner, a letter's stroke or a table's row thicker."""

_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1, 0, 0, 1, 0, 0)


def _drawn(page: pdfium.PdfPage, upright: _Upright) -> tuple[tuple[Ruling, ...], tuple[Box, ...]]:
    rulings: list[Ruling] = []
    pictures: list[Box] = []
    for kind, drawn, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(upright(*_bounds(drawn, matrix)))
        elif _inked(drawn):
            x0, y0, x1, y1 = _bounds(drawn, matrix)
            if min(x1 - x0, y1 - y0) < _THIN:
                rulings.append(Ruling(*upright(x0, y0, x1, y1)))
            else:
                rulings += (Ruling(*upright(*line)) for line in _strokes(drawn, matrix))
    long = tuple(r for r in rulings if max(r.x1 - r.x0, r.bottom - r.top) > 2 * _THIN)
    return long, tuple(pictures)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, Any, _Matrix]]:
    """(type, object, matrix from its own coordinates to the page's) of images and paths, in forms too."""
    left = MOST_OBJECTS
    stack: list[tuple[Any, int, _Matrix]] = [
        (raw.FPDFPage_GetObject(page.raw, at), 0, _PLAIN)
        for at in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS))
    ]
    stack.reverse()
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
            for (xa, ya), (xb, yb) in zip(points, points[1:], strict=False):
                if min(abs(xa - xb), abs(ya - yb)) < 0.5:
                    yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
