"""The calls of PDFium that are made for every word of a page, in half the time that pypdfium2's own bindings take.

Objects are plain addresses here, None where there is none; `pypdfium2.raw` makes a pointer of each.
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

object_of_letter = _bound(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
box_of_letter = _bound(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
"""Of a text, a letter and the address at which to put left, top, right and bottom, each 4 bytes wide."""

angle_of_letter = _bound(raw.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
size_of_letter = _bound(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
font_of_object = _bound(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
