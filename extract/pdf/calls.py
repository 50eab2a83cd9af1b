"""The calls of PDFium that are made for every word of a page, in half the time that pypdfium2's own bindings take.

Pages, texts and objects are plain addresses here, None where there is none; `pypdfium2.raw` makes a pointer of each,
and to take one back costs as much as the call.
"""

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_double, c_float, c_int, c_ulong, c_void_p, cast
from typing import Any

import pypdfium2.raw as raw


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address: Any = cast(function, c_void_p).value
    return CFUNCTYPE(result, *arguments)(address)


object_on_page = _bound(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
objects_in_form = _bound(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
object_in_form = _bound(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
kind_of_object = _bound(raw.FPDFPageObj_GetType, c_int, c_void_p)
bounds_of_object = _bound(raw.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
"""Of an object and the addresses at which to put left, bottom, right and top, each 4 bytes wide."""

fill_of_object = _bound(raw.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
stroke_of_object = _bound(raw.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
"""Of an object and the addresses at which to put red, green, blue and alpha, each 4 bytes wide."""

mode_of_path = _bound(raw.FPDFPath_GetDrawMode, c_int, *[c_void_p] * 3)
"""Of a path and the addresses at which to put how it is filled and whether it is stroked, each 4 bytes wide."""

object_of_letter = _bound(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
box_of_letter = _bound(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
"""Of a text, a letter and the address at which to put left, top, right and bottom, each 4 bytes wide."""

angle_of_letter = _bound(raw.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
size_of_letter = _bound(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
font_of_object = _bound(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)


def address(pointer: Any) -> int:
    """Where the page, text or object of a `pointer` of `pypdfium2.raw` lies."""
    return cast(pointer, c_void_p).value or 0


def pointer(address: int) -> Any:
    """What `pypdfium2.raw` takes for the object at `address`."""
    return cast(address, raw.FPDF_PAGEOBJECT)
