"""The words of a PDF's page, fast: PDFium's text in one piece, and boxes of each word's first and last letter only.

Letters are looked at one by one (`extract.pdf.letters`) where that does not do: on pages with lost letters, and for
runs of letters that jump.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Set

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.pdf.calls import address, box_of_letter, object_of_letter
from extract.pdf.letters import Letter, cleaned, is_printed, letters_of, words_of
from extract.pdf.place import Upright, rounded
from extract.pdf.styles import Styles
from extract.transcript import Word
from models.records import Box

MOST_LETTERS = 60_000
"""Letters on a page: a full page has 4,000, the densest table some 15,000."""


class Printed:
    """A page's text as PDFium has it; close it before its page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        self._place = address(self._handle)
        self._rect = raw.FS_RECTF()
        self._styles = Styles(self._handle)
        self.count = int(self._textpage.count_chars())
        self._text = self._bulk(min(self.count, MOST_LETTERS))
        self._runs = [found.span() for found in _RUN.finditer(self._text)]
        self._run_styles = self._styles.of_all(start for start, _ in self._runs)

    def close(self) -> None:
        self._textpage.close()

    def direction(self) -> int:
        """How words run in the file, in degrees counter-clockwise: 0, 90, 180 or 270."""
        some = self._run_styles[:: 1 + len(self._runs) // _SAMPLE]
        turns = Counter(round(style.turn / 90) * 90 % 360 for style in some)
        return turns.most_common(1)[0][0] if turns else 0

    def before(self, texts: Set[int]) -> int:
        """How many letters come before the first word of the text objects `texts`."""
        starts = (start for start, _ in self._runs if object_of_letter(self._place, start) in texts)
        return next(starts, self.count)

    def is_invisible(self, own: int) -> bool:
        """Whether none of the words among the first `own` letters is printed."""
        starts = [start for start, _ in self._runs if start < own]
        return bool(starts) and all(map(self._styles.is_invisible, starts))

    def words(self, upright: Upright, number: int, own: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The words of page `number`, and those after its first `own` letters, which were laid over it."""
        ends = self._ends()
        if self._has_lost(ends):
            letters = letters_of(self._handle, len(self._text), self._styles)
            return tuple(words_of(letters[:own], upright, number)), tuple(words_of(letters[own:], upright, number))
        on_page: list[Word] = []
        over: list[Word] = []
        around = np.hstack([np.minimum(ends[:, 0, :2], ends[:, 1, :2]), np.maximum(ends[:, 0, 2:], ends[:, 1, 2:])])
        boxes = zip(*rounded(np.stack(upright.box(*around.T))).tolist(), strict=True)
        jumping = self._jumping(ends, around).tolist()
        for (start, end), style, box, jumps in zip(self._runs, self._run_styles, boxes, jumping, strict=True):
            words = on_page if start < own else over
            if jumps:
                words += self._parted(start, end, upright, number)
            elif text := cleaned(self._text[start:end], style.font):
                words.append(Word(text, number, box, 1.0, "text_layer", None, style.bold, style.italic))
        return tuple(on_page), tuple(over)

    def _ends(self) -> NDArray[np.float64]:
        """The boxes of each run's first and last letter, as the file has them: runs × 2 × 4."""
        rects = np.zeros((len(self._runs), 2, 4), np.float32)
        text, first, width = self._place, rects.ctypes.data, rects.itemsize * 4
        letters = [at for start, end in self._runs for at in (start, end - 1)]
        for at, place in zip(letters, range(first, first + rects.nbytes, width), strict=True):
            box_of_letter(text, at, place)
        left_top_right_bottom = rects.astype(np.float64)
        return left_top_right_bottom[:, :, [0, 3, 2, 1]]

    def _bulk(self, count: int) -> str:
        """A sign for each of `count` letters, NUL for one that has none; all NUL where PDFium leaves some out."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._handle, 0, count, buffer) - 1 if count else 0
        text = bytes(buffer)[: 2 * max(0, written)].decode("utf-16-le", "replace")
        if len(text) != count:
            return "\0" * count
        return text.replace("\x02", "-").replace("\ufffe", "-")  # a hyphen at a line end

    def _has_lost(self, ends: NDArray[np.float64]) -> bool:
        """Whether a letter has no sign, or a blank that is as wide as a letter is one."""
        if "\0" in self._text or "\ufffd" in self._text:
            return True
        gaps = ends[1:, 0, 0] - ends[:-1, 1, 2]
        wide = (gaps > _LEAST) & (gaps > _WIDE * self._sizes()[1:])
        blanks = [self._runs[at][1] for at in np.flatnonzero(wide)]
        return any(self._text[at] == " " and is_printed(self._handle, at) for at in blanks)

    def _jumping(self, ends: NDArray[np.float64], around: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which runs of letters go to another line, back, or farther than their letters reach."""
        letters = np.array([end - start for start, end in self._runs])
        sideways = np.array([style.turn % 180 > 1 for style in self._run_styles], dtype=np.bool_)
        # Along the line is up and down on the page where letters run sideways.
        low, high = np.where(sideways, 0, 1), np.where(sideways, 2, 3)
        runs = np.arange(len(letters))
        height = ends[runs, :, high] - ends[runs, :, low]
        shared = height[:, 0] + height[:, 1] - (around[runs, high] - around[runs, low])
        length = around[runs, high ^ 1] - around[runs, low ^ 1]
        sizes = self._sizes()
        far = length > 0.85 * letters * sizes + sizes
        jumping: NDArray[np.bool_] = (letters > 1) & ((shared < 0.5 * height[:, 0]) | far)
        return jumping

    def _sizes(self) -> NDArray[np.float64]:
        return np.array([style.size for style in self._run_styles], dtype=np.float64)

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
