"""The letters of a PDF's page one by one, and the words that they make: the slow road, for pages that lost letters."""

import ctypes
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from extract.formats.encodings import by_font
from extract.letters import clean
from extract.pdf.lost import LOST
from extract.pdf.place import Upright
from extract.pdf.styles import PLAIN, Style, Styles
from extract.transcript import Word
from models.records import Box


class Letter(NamedTuple):
    """A letter at `box`; `made` are the blanks and line ends that PDFium puts in."""

    sign: str
    box: Box
    made: bool
    style: Style


def letters_of(text: Any, count: int, styles: Styles) -> list[Letter]:
    """The first `count` letters of PDFium's `text`; boxes are the file's: left, bottom, right, top."""
    rect, letters, style = raw.FS_RECTF(), [], PLAIN
    for at in range(count):
        made = bool(raw.FPDFText_IsGenerated(text, at))
        style = style if made else styles.at(at)
        sign = _sign(raw.FPDFText_GetUnicode(text, at))
        if sign in (" ", "") and not made and is_printed(text, at):
            sign = LOST
        raw.FPDFText_GetLooseCharBox(text, at, rect)
        letters.append(Letter(sign, (rect.left, rect.bottom, rect.right, rect.top), made, style))
    return letters


def words_of(letters: Sequence[Letter], upright: Upright, number: int) -> Iterator[Word]:
    """Runs of letters without a blank between them, and without a step to another place."""
    placed = [letter._replace(box=upright.box(*letter.box)) for letter in letters]
    if any(letter.sign == LOST for letter in placed):
        placed = _holes_filled(placed)
    run: list[Letter] = []
    for letter in placed:
        blank = letter.sign.isspace()
        if run and (blank or (not letter.made and _apart(run[-1], letter))):
            yield from _word(run, number)
            run = []
        if not blank and letter.sign:
            run.append(letter)
    yield from _word(run, number)


def _sign(code: int) -> str:
    """The letter of a code. PDFium gives 2 for a hyphen at a line end; a half of a pair is lost."""
    if code == 2:
        return "-"
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return LOST
    return chr(code) if code else ""


def is_printed(text: Any, at: int) -> bool:
    """Whether a blank has ink: its glyph is a letter that the font gives no name."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    return min(top.value - bottom.value, right.value - left.value) > 1.5


def _apart(before: Letter, after: Letter) -> bool:
    """Whether `after` stands on another line, or more than a blank's width away."""
    if before.style.turn != after.style.turn:
        return True
    height = max(before.box[3] - before.box[1], 1.0)
    level = min(before.box[3], after.box[3]) - max(before.box[1], after.box[1])
    gap = after.box[0] - before.box[2]
    return level < 0.3 * height or gap > 0.35 * height or gap < -2 * height


def _word(run: list[Letter], number: int) -> Iterator[Word]:
    if not run:
        return
    style = run[0].style
    text = cleaned("".join([letter.sign for letter in run]), style.font)
    if not text:
        return
    lefts, tops, rights, bottoms = zip(*[letter.box for letter in run], strict=True)
    box = round(min(lefts), 2), round(min(tops), 2), round(max(rights), 2), round(max(bottoms), 2)
    yield Word(text, number, box, 1.0, "text_layer", bold=style.bold, italic=style.italic)


@lru_cache(maxsize=16384)
def cleaned(word: str, font: str) -> str:
    """A word as its font has it, in Unicode and clean; official prose says the same few thousand again and again."""
    return clean(by_font(word, font)).replace(" ", "")


_BLANK = 0.2
"""Of the font's size: Times' blank is a quarter, its narrowest capital 0.39."""


def _holes_filled(letters: list[Letter]) -> list[Letter]:
    """PDFium drops a blank that follows a blank, and so a lost letter: it stands where a hole of its width is left.

    Only for pages with lost letters; a hole inside a word is a letter that has no code at all.
    """
    widths = {
        letter.style.font: (letter.box[2] - letter.box[0]) / letter.style.size
        for letter in letters
        if letter.sign == LOST
    }
    filled: list[Letter] = []
    for letter in letters:
        before, width = filled[-1] if filled else letter, widths.get(letter.style.font)
        hole = (letter.box[0] - before.box[2]) / letter.style.size
        if width and not letter.made and not before.made and 0 < hole < 1.5:
            box = (before.box[2], letter.box[1], letter.box[0], letter.box[3])
            if before.sign == " " and abs(hole - width) < 0.05:
                filled.append(Letter(LOST, box, False, letter.style))
            elif " " not in (before.sign, letter.sign) and hole > _BLANK:
                filled.append(Letter(LOST if hole > 1.5 * _BLANK else " ", box, False, letter.style))
        filled.append(letter)
    return filled
