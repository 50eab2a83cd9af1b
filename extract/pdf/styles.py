"""How the letters of a PDF's page are printed: font, weight, size, direction, each text object asked once."""

import ctypes
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from extract.pdf.calls import address, angle_of_letter, font_of_object, object_of_letter, size_of_letter


class Style(NamedTuple):
    """How a run of letters is printed. `turn` is how they run, in degrees counter-clockwise, `size` in points."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    turn: float = 0.0
    size: float = 1.0


PLAIN = Style()


class Styles:
    """The styles on a page; `text` is PDFium's handle of its text, which must stay open."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._place = address(text)
        self._of_object: dict[int | None, Style] = {None: PLAIN}
        self._of_font: dict[int | None, tuple[str, bool, bool]] = {}

    def at(self, letter: int) -> Style:
        """The style of a letter that is printed; blanks and line ends that PDFium puts in have none of their own."""
        return self.of_all((letter,))[0]

    def of_all(self, letters: Iterable[int]) -> list[Style]:
        """The same for each of `letters`."""
        text, known = self._place, self._of_object
        found = []
        for letter in letters:
            holder = object_of_letter(text, letter)
            found.append(known.get(holder) or self._read(holder, letter))
        return found

    def is_invisible(self, letter: int) -> bool:
        """Whether a letter is there to be searched only, as OCR lays it under a scan."""
        holder = raw.FPDFText_GetTextObject(self._text, letter)
        return bool(holder) and raw.FPDFTextObj_GetTextRenderMode(holder) == raw.FPDF_TEXTRENDERMODE_INVISIBLE

    def _read(self, holder: int | None, letter: int) -> Style:
        place = font_of_object(holder)
        font = self._of_font.get(place)
        if font is None:
            font = self._of_font[place] = self._font(letter)
        turn = -math.degrees(angle_of_letter(self._place, letter)) % 360
        style = self._of_object[holder] = Style(*font, turn, max(1.0, size_of_letter(self._place, letter)))
        return style

    def _font(self, letter: int) -> tuple[str, bool, bool]:
        """(name without its subset's prefix, bold, italic); flags by ISO 32000-1, table 123."""
        flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(96)
        raw.FPDFText_GetFontInfo(self._text, letter, buffer, len(buffer), flags)
        name = buffer.value.decode("utf-8", "replace")
        name = name.split("+", 1)[1] if "+" in name[:8] else name
        small = name.lower()
        bold = "bold" in small or "black" in small or bool(flags.value & 1 << 18)
        italic = "italic" in small or "oblique" in small or bool(flags.value & 1 << 6)
        return name, bold, italic
