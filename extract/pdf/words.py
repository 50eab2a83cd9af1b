"""The words of a PDF's page, fast: PDFium's text in one piece, and boxes of each word's first and last letter only.

Letters are looked at one by one (`extract.pdf.letters`) where that does not do: on pages with lost letters, and for
runs of letters that jump.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.pdf.letters import Letter, cleaned, is_printed, letters_of, words_of
from extract.pdf.place import Upright
from extract.pdf.styles import Style, Styles
from extract.transcript import Word
from models.records import Box

MOST_LETTERS = 60_000
"""Letters on a page: a full page has 4,000, the densest table some 15,000."""


class Printed:
    """A page's text as PDFium has it; close it before its page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        self._rect = raw.FS_RECTF()
        self._styles = Styles(self._handle)
        self.count = int(self._textpage.count_chars())
        self._text = self._bulk(min(self.count, MOST_LETTERS))
        self._runs = [found.span() for found in _RUN.finditer(self._text)]
        self._run_styles = [self._styles.at(start) for start, _ in self._runs]

    def close(self) -> None:
        self._textpage.close()

    def direction(self) -> int:
        """How words run in the file, in degrees counter-clockwise: 0, 90, 180 or 270."""
        some = self._run_styles[:: 1 + len(self._runs) // _SAMPLE]
        turns = Counter(round(style.turn / 90) * 90 % 360 for style in some)
        return turns.most_common(1)[0][0] if turns else 0

    def is_invisible(self, own: int) -> bool:
        """Whether none of the words among the first `own` letters is printed."""
        starts = [start for start, _ in self._runs if start < own]
        return bool(starts) and all(map(self._styles.is_invisible, starts))

    def words(self, upright: Upright, number: int, own: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The words of page `number`, and those after its first `own` letters, which were laid over it."""
        ends = [(box := self._box(start), self._box(end - 1) if end - start > 1 else box) for start, end in self._runs]
        if self._has_lost(ends):
            letters = letters_of(self._handle, len(self._text), self._styles)
            return tuple(words_of(letters[:own], upright, number)), tuple(words_of(letters[own:], upright, number))
        on_page: list[Word] = []
        over: list[Word] = []
        for (start, end), style, (first, last) in zip(self._runs, self._run_styles, ends, strict=True):
            words = on_page if start < own else over
            if end - start > 1 and _jumps(first, last, style, end - start):
                words += self._parted(start, end, upright, number)
            elif text := cleaned(self._text[start:end], style.font):
                x0, top, x1, bottom = upright.box(*_both(first, last))
                box = round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
                words.append(Word(text, number, box, 1.0, "text_layer", None, style.bold, style.italic))
        return tuple(on_page), tuple(over)

    def _bulk(self, count: int) -> str:
        """A sign for each of `count` letters, NUL for one that has none; all NUL where PDFium leaves some out."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._handle, 0, count, buffer) - 1 if count else 0
        text = bytes(buffer)[: 2 * max(0, written)].decode("utf-16-le", "replace")
        if len(text) != count:
            return "\0" * count
        return text.replace("\x02", "-").replace("\ufffe", "-")  # a hyphen at a line end

    def _has_lost(self, ends: Sequence[tuple[Box, Box]]) -> bool:
        """Whether a letter has no sign, or a blank that is as wide as a letter is one."""
        if "\0" in self._text or "\ufffd" in self._text:
            return True
        for at, ((_, before), (after, _)) in enumerate(pairwise(ends)):
            if after[0] - before[2] > _LEAST:
                end, wide = self._runs[at][1], after[0] - before[2] > _WIDE * self._run_styles[at + 1].size
                if wide and self._text[end] == " " and is_printed(self._handle, end):
                    return True
        return False

    def _parted(self, start: int, end: int, upright: Upright, number: int) -> Iterator[Word]:
        """The words of a run that jumps, letter by letter."""
        letters = [Letter(self._text[at], self._box(at), False, self._styles.at(at)) for at in range(start, end)]
        return words_of(letters, upright, number)

    def _box(self, at: int) -> Box:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._handle, at, rect)
        return rect.left, rect.bottom, rect.right, rect.top


_SAMPLE = 100
"""Words that tell how a page runs."""

_RUN = re.compile(r"\S+")

_LEAST = 3.2
"""Points: a blank of 8-point text that could hold a capital."""

_WIDE = 0.4
"""Of the font's size: a capital is wider, a blank of text that is not justified narrower."""


def _jumps(first: Box, last: Box, style: Style, letters: int) -> bool:
    """Whether a run of letters goes to another line, back, or farther than its letters reach."""
    if style.turn % 180 > 1:  # sideways: what is along the line is up and down on the page
        first, last = (first[1], first[0], first[3], first[2]), (last[1], last[0], last[3], last[2])
    around = _both(first, last)
    level = (first[3] - first[1]) + (last[3] - last[1]) - (around[3] - around[1])  # what both share
    return level < 0.5 * (first[3] - first[1]) or around[2] - around[0] > 0.85 * letters * style.size + style.size


def _both(a: Box, b: Box) -> Box:
    """The box around two; without min and max, which take as long as all the rest of a word."""
    return (
        a[0] if a[0] < b[0] else b[0],
        a[1] if a[1] < b[1] else b[1],
        a[2] if a[2] > b[2] else b[2],
        a[3] if a[3] > b[3] else b[3],
    )
