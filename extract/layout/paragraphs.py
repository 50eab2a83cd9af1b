"""Lines to paragraphs: a line goes on where the one before it was full, and opens a paragraph where it says so."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.page import PageReading
from extract.transcript import Alignment, Line, Paragraph, Word
from models.records import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of a page, or of a cell, stands: its left and right edges and the distance of its lines."""

    left: float
    right: float
    pitch: float

    @classmethod
    def around(cls, lines: Sequence[Line], reading: PageReading) -> "Frame":
        """The frame of a page's flow, from its wide lines."""
        boxes = [box for line in lines if (box := line.box)]
        wide = [box for box in boxes if box[2] - box[0] > 0.55 * reading.width] or boxes
        if not wide:
            return cls(0.1 * reading.width, 0.9 * reading.width, 18.0)
        left = statistics.quantiles([b[0] for b in wide], n=10)[0] if len(wide) > 1 else wide[0][0]
        right = statistics.quantiles([b[2] for b in wide], n=10)[7] if len(wide) > 1 else wide[0][2]
        return cls(left, right, _pitch(boxes))

    @classmethod
    def of_cell(cls, lines: Sequence[Line], cell: Box | None) -> "Frame":
        """The frame of a table's cell: its ruled edges less what Word leaves free at the sides."""
        boxes = [box for line in lines if (box := line.box)]
        right = cell[2] - 5.4 if cell else max((b[2] for b in boxes), default=0.0)
        return cls(min((b[0] for b in boxes), default=0.0), right, _pitch(boxes))


def in_flow(lines: Sequence[Line], frame: Frame) -> Iterator[Paragraph]:
    """Paragraphs of lines that run over the width of `frame`."""
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, frame):
            yield _paragraph(group, frame)
            group = []
        group.append(line)
    if group:
        yield _paragraph(group, frame)


def in_column(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Paragraphs of a letterhead's or signature's column: a line each, unless it plainly goes on."""
    boxes = [box for line in lines if (box := line.box)]
    frame = Frame(min((b[0] for b in boxes), default=0.0), max((b[2] for b in boxes), default=0.0), _pitch(boxes))
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on_in_column(group, line, frame):
            yield _paragraph(group, frame)
            group = []
        group.append(line)
    if group:
        yield _paragraph(group, frame)


def joined(last: Paragraph, first: Paragraph) -> Paragraph | None:
    """One paragraph where `first`, at the top of a page, goes on from `last`, at the foot of the page before."""
    if MARKER.match(first.text) or last.alignment == "centre" or first.alignment == "centre":
        return None
    if _ENDS.search(last.text) and not first.text[0].islower():
        return None
    if last.alignment != "justify" and not first.text[0].islower():
        return None
    return replace(last, lines=_hyphens_joined([*last.lines, *first.lines]), alignment="justify")


MARKER = re.compile(
    r"(?:[-+*•–—✓→☐☑]\s?|\(?(?:\d{1,3}|[a-zđ]|[ivxIVX]{1,5}|[A-Z])[.)]\s?|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s|(?:Điều|Chương|Mục|Phần|Phụ lục|PHỤ LỤC|CHƯƠNG|MỤC|PHẦN)\s+[\dIVXLA-Z]+)(?!\d)"
)
"""What opens a point: "1.", "a)", "-", "2.1.", "Điều 3"."""

_ENDS = re.compile(r"[.;:!?…][\"”')/.]*$")
_INDENT = 9.0
"""Points. A first line is set in by 10 to 12.7 mm; what is less is the raggedness of a scan."""


def _goes_on(group: list[Line], line: Line, frame: Frame) -> bool:
    before = group[-1]
    a, b = before.box, line.box
    if a is None or b is None:
        return False
    if b[1] - a[1] > 1.75 * frame.pitch or b[1] < a[1] - 1:
        return False
    if _is_centred(a, frame) and _is_centred(b, frame):
        return _title_goes_on(before, line)
    full = frame.right - a[2] < _first_width(line) + 0.012 * (frame.right - frame.left)
    if not full:
        return False
    opens = MARKER.match(line.text)
    ended = _ENDS.search(before.text)
    inner = group[1].box[0] if len(group) > 1 and group[1].box else None
    if inner is not None:
        return b[0] < inner + _INDENT and not (opens and ended and b[0] > frame.left + _INDENT)
    if b[0] > a[0] + _INDENT:  # a hanging second line, else the first of a paragraph
        return bool(MARKER.match(before.text)) and not opens
    if b[0] < a[0] - _INDENT:
        return not (opens and ended)
    return not (ended and (opens or (a[0] > frame.left + _INDENT and line.text[0].isupper())))


def _goes_on_in_column(group: list[Line], line: Line, frame: Frame) -> bool:
    before = group[-1]
    a, b = before.box, line.box
    if a is None or b is None or b[1] - a[1] > 1.75 * frame.pitch or MARKER.match(line.text):
        return False
    if line.text[0].islower() and not before.text.isupper():
        return True
    listed = MARKER.match(group[0].text) or group[0].text.startswith(("V/v", "v/v", "Về việc"))
    return bool(listed) and not _ENDS.search(before.text) and not line.text.isupper()


def _title_goes_on(before: Line, line: Line) -> bool:
    """Centred lines: a title goes on in small letters, and in capitals after capitals of the same weight."""
    if line.text.isupper() != before.text.isupper() or before.words[0].bold != line.words[0].bold:
        return False
    return line.text[0].islower() or (not before.text.isupper() and before.text[-1] in ",-–")


def _paragraph(lines: list[Line], frame: Frame) -> Paragraph:
    return Paragraph(_hyphens_joined(lines), "body", _alignment(lines, frame))


def _alignment(lines: list[Line], frame: Frame) -> Alignment | None:
    """`justify` is said of a paragraph whose last line is full: it may go on over a page end."""
    boxes = [box for line in lines if (box := line.box)]
    if not boxes:
        return None
    if all(_is_centred(box, frame) for box in boxes):
        return "centre"
    width = frame.right - frame.left
    if boxes[-1][2] > frame.right - 0.09 * width:
        return "justify"
    return "right" if boxes[0][0] > frame.left + 0.5 * width else "left"


def _is_centred(box: Box, frame: Frame) -> bool:
    left, right = box[0] - frame.left, frame.right - box[2]
    width = frame.right - frame.left
    return abs(left - right) < 0.06 * width and min(left, right) > 0.055 * width


def _first_width(line: Line) -> float:
    first = line.words[0].box
    return first[2] - first[0] + 3.0 if first else 0.0


def _pitch(boxes: Sequence[Box]) -> float:
    """The usual distance from one line to the next."""
    steps = [b[1] - a[1] for a, b in zip(boxes, boxes[1:], strict=False) if 5 < b[1] - a[1] < 40]
    return statistics.median(steps) if steps else 18.0


_BROKEN = re.compile(r"\w[-/]$")


def _hyphens_joined(lines: list[Line]) -> tuple[Line, ...]:
    """A number broken at its hyphen or stroke ("35/KH-" and "UBND") is one word, where its first part stands."""
    whole: list[Line] = []
    for line in lines:
        words = list(line.words)
        if whole and words:
            last: Word = whole[-1].words[-1]
            if _BROKEN.search(last.text) and words[0].text[0].isalnum() and len(last.text) > 2:
                grown = replace(last, text=last.text + words.pop(0).text)
                whole[-1] = Line((*whole[-1].words[:-1], grown))
        if words:
            whole.append(Line(tuple(words)))
    return tuple(whole)
