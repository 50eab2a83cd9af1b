"""The printed lines of a document's form, each with its place in the flow.

Letterhead, signature block and recipients are read by lines, not paragraphs: they stand in two columns, in a table
without rules (Word), or run together on one line (scans, plain text). Here they are taken apart.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from extract.transcript import Block, Line, Paragraph, around
from models.records import Box
from nlp.evidence import Stretch

GAP = 28.0
"""Points of blank in a line that part two columns: three times the widest blank of justified text."""


@dataclass(frozen=True)
class FormLine:
    """A line, or one column of it; `block` is the index of its block in the flow."""

    stretch: Stretch
    block: int
    box: Box | None = None

    @cached_property
    def text(self) -> str:
        return self.stretch.text.strip()

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def page(self) -> int:
        return self.stretch.paragraph.page

    def part(self, start: int, end: int) -> "FormLine":
        """The line of `stretch.text[start:end]`, its blanks at both ends left out."""
        text = self.stretch.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        stretch = self.stretch.part(start, max(start, end))
        return FormLine(stretch, self.block, around(w.box for w in stretch.paragraph.between(*stretch[1:])))


def lines_of(blocks: Sequence[Block], first: int = 0, last: int | None = None) -> Iterator[FormLine]:
    """The lines of `blocks[first:last]`, columns apart, cells of a table one after the other."""
    for index in range(first, len(blocks) if last is None else last):
        block = blocks[index]
        paragraphs = [block] if isinstance(block, Paragraph) else [p for c in block.cells for p in c.paragraphs]
        for paragraph in paragraphs:
            if paragraph.role in ("body", "stamp"):
                yield from _columns(paragraph, index)


def _columns(paragraph: Paragraph, block: int) -> Iterator[FormLine]:
    at = 0
    for line in paragraph.lines:
        for length, box in _gapped(line):
            yield FormLine(Stretch(paragraph, at, at + length), block, box)
            at += length + 1


def _gapped(line: Line) -> Iterator[tuple[int, Box | None]]:
    """(length of text, box) of each run of words of `line` without a wide gap."""
    run = [line.words[0]]
    for word in line.words[1:]:
        before = run[-1].box
        if before and word.box and word.box[0] - before[2] > GAP:
            yield len(" ".join(w.text for w in run)), around(w.box for w in run)
            run = []
        run.append(word)
    yield len(" ".join(w.text for w in run)), around(w.box for w in run)


BULLET = re.compile(r"^\s*[-–—~_+•*.]+\s*(?=\S)")


def entries(lines: Sequence[FormLine]) -> tuple[str, ...]:
    """The entries of a list, "Nơi nhận" or "Kính gửi", each on one line without its dash and its closing sign."""
    found: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        text = line.text
        going_on = found and not BULLET.match(text) and before and _goes_on(before, line)
        if going_on:
            found[-1] += " " + text
        else:
            found.append(text)
    cleaned = (BULLET.sub("", text).strip(" -–+•;.,:~") for text in found)
    return tuple(text for text in cleaned if sum(c.isalpha() for c in text) > 1)


def _goes_on(before: FormLine, line: FormLine) -> bool:
    """Whether `line`, which has no dash, is the rest of the entry that `before` began."""
    if before.text.endswith((";", ".")):
        return False
    same = before.stretch.paragraph is line.stretch.paragraph
    return same or before.text.endswith(",") or line.text[:1] == "(" or line.text[:1].islower()


def fold(text: str) -> str:
    """`text` in capitals without marks, blanks and signs: how a damaged fixed phrase is compared."""
    bare = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(c for c in bare if c.isalnum())


def find_phrase(text: str, phrase: str, at_least: float = 82.0) -> tuple[int, int] | None:
    """(start, end) of `phrase` in `text`, however it was damaged; None where it isn't there."""
    folded, places = [], []
    for i, c in enumerate(text):
        for letter in fold(c):
            folded.append(letter)
            places.append(i)
    wanted = fold(phrase)
    if len(folded) < 0.6 * len(wanted):
        return None
    found = fuzz.partial_ratio_alignment(wanted, "".join(folded), score_cutoff=at_least)
    if found is None or found.dest_end - found.dest_start < 0.6 * len(wanted):
        return None
    start, end = places[found.dest_start], places[found.dest_end - 1] + 1
    return _word_start(text, start), _word_end(text, end)


def _word_start(text: str, at: int) -> int:
    before = re.search(r"(?:^|(?<=\s))\S{1,2}$", text[:at])
    return before.start() if before else at


def _word_end(text: str, at: int) -> int:
    after = re.match(r"[^\s\w]{1,2}|\w{1,2}(?=\s|$)", text[at:])
    return at + after.end() if after else at
