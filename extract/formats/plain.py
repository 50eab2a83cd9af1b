"""Plain text: its lines put together into paragraphs."""

import re
from collections.abc import Iterator, Sequence

from extract.letters import clean
from extract.transcript import Line, Paragraph, Word


def paragraphs_of_text(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of `text`, whose hard-wrapped lines are joined again."""
    lines = [line.strip() for line in clean(text).split("\n")]
    return tuple(paragraph(" ".join(group)) for group in _unwrapped(lines))


def paragraph(text: str, bold: bool = False, italic: bool = False) -> Paragraph:
    """A paragraph of one line without a place, as formats without pages have it; `text` is not empty."""
    words = tuple(Word(word, 1, None, 1.0, "text_layer", bold=bold, italic=italic) for word in text.split())
    return Paragraph((Line(words),))


_WRAP_AT_LEAST, _WRAP_AT_MOST = 50, 120
"""Letters in a line of hard-wrapped text: screens and mail wrap at 60 to 100."""

_OPENS = re.compile(r"(?:[-+*•–]|\(?(?:\d{1,3}|[a-zđ]|[IVXLC]{1,6})(?:[.)]|\.\d+)|Điều \d|Chương |Mục |Phần )")


def _unwrapped(lines: Sequence[str]) -> Iterator[list[str]]:
    """Groups of lines that belong together: one line each, unless the text was wrapped at a fixed width."""
    full = _width(lines)
    group: list[str] = []
    for line in lines:
        goes_on = group and full and len(group[-1]) + 1 + len(line.split(" ")[0]) > full and not _OPENS.match(line)
        if group and not goes_on:
            yield group
            group = []
        if line:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _width(lines: Sequence[str]) -> int | None:
    """The width that `lines` were wrapped at; None where lines are paragraphs of their own.

    Wrapped text has many lines close below its longest one and none above it.
    """
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < 4 or not _WRAP_AT_LEAST <= lengths[-1] <= _WRAP_AT_MOST:
        return None
    close = sum(length > lengths[-1] - 12 for length in lengths)
    return lengths[-1] if close * 2 >= len(lengths) else None
