"""Lines to paragraphs: a line goes on where the one before it was full, and opens a paragraph where it says so."""

import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.transcript import Alignment, Block, Line, Paragraph
from models.records import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text stands: the left and right edges of its lines, and the distance from one to the next, in points."""

    left: float
    right: float
    pitch: float

    @classmethod
    def around(cls, lines: Sequence[Line], width: float, enough: int = 4) -> "Frame | None":
        """The frame of a flow over a page of `width`, by its wide lines; None with fewer than `enough` of them."""
        boxes = [box for line in lines if (box := line.box)]
        wide = [box for box in boxes if box[2] - box[0] > 0.6 * width]
        if len(wide) < max(2, enough):
            return None
        left = statistics.quantiles([b[0] for b in wide], n=10)[0]
        right = statistics.quantiles([b[2] for b in wide], n=10)[7]
        return cls(left, right, _pitch(boxes))

    @classmethod
    def of_cell(cls, lines: Sequence[Line], cell: Box | None) -> "Frame":
        """The frame of a table's cell: its ruled edges less what Word leaves free at the sides."""
        boxes = [box for line in lines if (box := line.box)]
        right = cell[2] - 5.4 if cell else max((b[2] for b in boxes), default=0.0)
        return cls(min((b[0] for b in boxes), default=0.0), right, _pitch(boxes))

    @classmethod
    def of_column(cls, lines: Sequence[Line]) -> "Frame":
        """The frame of a letterhead's or signature's column: what its lines take up."""
        boxes = [box for line in lines if (box := line.box)]
        left, right = min((b[0] for b in boxes), default=0.0), max((b[2] for b in boxes), default=0.0)
        return cls(left, right, _pitch(boxes))

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


def in_flow(lines: Sequence[Line], frame: Frame) -> Iterator[Paragraph]:
    """Paragraphs of lines that run over the width of `frame`."""
    return _grouped(lines, frame, _goes_on)


def in_cell(lines: Sequence[Line], cell: Box | None) -> tuple[Paragraph, ...]:
    """Paragraphs of the lines in a table's cell, whose ruled edges are `cell`."""
    return tuple(_grouped(lines, Frame.of_cell(lines, cell), _goes_on_in_cell))


def in_column(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Paragraphs of a letterhead's or signature's column: a line each, unless it plainly goes on."""
    return _grouped(lines, Frame.of_column(lines), _goes_on_in_column)


def over_page_end(last: Paragraph, first: Paragraph, frame: Frame) -> Paragraph | None:
    """One paragraph where `first`, at the top of a page, goes on from `last`, at the foot of the page before it."""
    if MARKER.match(first.text) or "centre" in (last.alignment, first.alignment):
        return None
    small = first.text[0].islower()
    if _ENDS.search(last.text) and not small:
        return None
    box, start = last.lines[-1].box, first.lines[0].box
    if not small and box and start:
        full = frame.right - box[2] < _first_width(first.lines[0]) + _SLACK * frame.width
        if not full or start[0] > frame.left + _INDENT:
            return None
    return replace(last, lines=_unbroken([*last.lines, *first.lines]))


def whole_titles(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks` with the lines of a title that were typed as paragraphs of their own put together."""
    whole: list[Block] = []
    for block in blocks:
        before = whole[-1] if whole else None
        if isinstance(before, Paragraph) and isinstance(block, Paragraph) and _is_rest_of_title(before, block):
            whole[-1] = replace(before, lines=before.lines + block.lines)
        else:
            whole.append(block)
    return tuple(whole)


def _is_rest_of_title(before: Paragraph, block: Paragraph) -> bool:
    alike = before.role == block.role == "body" and before.alignment == block.alignment == "centre"
    bold = before.words[-1].bold == block.words[0].bold
    return alike and bold and block.text[0].islower() and not before.text.isupper() and not _ENDS.search(before.text)


MARKER = re.compile(
    r"(?:[-+*•–—✓→☐☑~_]\s?"
    r"|\(?(?:\d{1,3}|[a-zđ]|[ivxIVX]{1,5}|[A-Z])[.)](?!\d)\s?"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s"
    r"|(?:Điều|Chương|Mục|Phần|Phụ lục|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+(?:\d|[IVXLA-Z]+\b))",
)
"""What opens a point: "1.", "a)", "-", "2.1.", "Điều 3"."""

_HEADING = re.compile(r"(?:Điều|Chương|Mục|Phần|Phụ lục|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC|[IVX]+\.|[A-Z]\.)\b")
_BROKEN = re.compile(r"\w[-/]$")
"""A number or a name that goes on in the next line: "35/KH-" and "UBND"."""

_ENDS = re.compile(r"[.;:!?…][\"”')/.]*$")

_INDENT = 9.0
"""Points. A first line is set in by 10 to 12.7 mm; what is less is the raggedness of a scan."""

_SLACK = 0.012
"""Of the width: how much a full line may fall short beside the word that did not fit."""

_FAR = 1.75
"""Line distances: what is farther apart is parted by more than a line's end."""


def _grouped(
    lines: Sequence[Line], frame: Frame, goes_on: Callable[[list[Line], Line, Frame], bool]
) -> Iterator[Paragraph]:
    group: list[Line] = []
    for line in lines:
        if group and not goes_on(group, line, frame):
            yield _paragraph(group, frame)
            group = []
        group.append(line)
    if group:
        yield _paragraph(group, frame)


def _goes_on(group: list[Line], line: Line, frame: Frame) -> bool:
    before = group[-1]
    a, b = before.box, line.box
    if a is None or b is None or not -1 <= b[1] - a[1] <= _FAR * frame.pitch:
        return False
    if _BROKEN.search(before.text) and line.text[0].isalnum():
        return True
    titles = _is_centred(group[0], frame), _is_centred(line, frame)
    if (
        any(titles)
        and not MARKER.match(group[0].text)
        and _is_centred(before, frame, 0.0)
        and _is_centred(line, frame, 0.0)
    ):
        return _title_goes_on(before, line, frame)
    opens, ended = MARKER.match(line.text), _ENDS.search(before.text)
    if line.text[0].islower() and not opens and not ended:
        return True
    if frame.right - a[2] >= _first_width(line) + _SLACK * frame.width:
        return False
    both_set_in = b[0] > frame.left + _INDENT and abs(a[0] - b[0]) < _INDENT
    if len(group) == 1 and both_set_in and (opens or line.text[0].isupper()):
        return False  # a heading that fills its line, and the first line of what it heads
    second = group[1].box if len(group) > 1 else None
    if second is not None:
        return b[0] < second[0] + _INDENT and not (opens and ended and b[0] > frame.left + _INDENT)
    if b[0] > a[0] + _INDENT:  # the hanging second line of a point, else the first line of a paragraph
        return bool(MARKER.match(before.text)) and not opens
    if b[0] < a[0] - _INDENT:
        return not (opens and ended)
    return not (ended and (opens or (a[0] > frame.left + _INDENT and line.text[0].isupper())))


def _goes_on_in_cell(group: list[Line], line: Line, frame: Frame) -> bool:
    """Cells are narrow and often centred: a line goes on unless it opens a point or the one before it closed one."""
    before = group[-1]
    a, b = before.box, line.box
    if a is None or b is None or not -1 <= b[1] - a[1] <= _FAR * frame.pitch:
        return False
    if MARKER.match(line.text) and (_ENDS.search(before.text) or MARKER.match(group[0].text)):
        return False
    short = frame.right - a[2] >= _first_width(line) + 0.05 * frame.width
    if _ENDS.search(before.text) and line.text[0].isupper():
        return not short and not before.text.endswith((";", ":"))
    return not (short and before.words[0].bold != line.words[0].bold)


def _goes_on_in_column(group: list[Line], line: Line, frame: Frame) -> bool:
    before = group[-1]
    a, b = before.box, line.box
    if a is None or b is None or b[1] - a[1] > _FAR * frame.pitch or MARKER.match(line.text):
        return False
    if line.text[0].islower() and not before.text.isupper():
        return True
    listed = MARKER.match(group[0].text) or group[0].text.casefold().startswith(("v/v", "về việc"))
    return bool(listed) and not _ENDS.search(before.text) and not line.text.isupper()


def _title_goes_on(before: Line, line: Line, frame: Frame) -> bool:
    """Centred lines: a title goes on in the same case and weight, in small letters or after a line that was wide."""
    if MARKER.match(line.text) or before.words[0].bold != line.words[0].bold:
        return False
    if line.text.isupper() != before.text.isupper():
        return False
    wide = before.box is not None and before.box[2] - before.box[0] > 0.5 * frame.width
    return line.text[0].islower() or before.text[-1] in ",-–" or (wide and not _ENDS.search(before.text))


def _paragraph(lines: list[Line], frame: Frame) -> Paragraph:
    return Paragraph(_unbroken(lines), "body", _alignment(lines, frame))


def _alignment(lines: list[Line], frame: Frame) -> Alignment | None:
    boxes = [box for line in lines if (box := line.box)]
    if not boxes:
        return None
    point = MARKER.match(lines[0].text) and not _HEADING.match(lines[0].text)
    if not point and _is_centred(lines[0], frame) and all(_is_centred(line, frame, 0.0) for line in lines):
        return "centre"
    if len(boxes) > 1 and all(frame.right - box[2] < 0.02 * frame.width for box in boxes[:-1]):
        return "justify"
    return "right" if boxes[0][0] > frame.left + 0.5 * frame.width else "left"


def _is_centred(line: Line, frame: Frame, margin: float = 0.055) -> bool:
    """Whether a line stands in the middle, with at least `margin` of the width free at both sides."""
    box = line.box
    if box is None:
        return False
    left, right = box[0] - frame.left, frame.right - box[2]
    return abs(left - right) < 0.08 * frame.width and min(left, right) >= (margin - 0.01) * frame.width


def _first_width(line: Line) -> float:
    first = line.words[0].box
    return first[2] - first[0] + 3.0 if first else 0.0


def _pitch(boxes: Sequence[Box]) -> float:
    """The usual distance from one line to the next."""
    steps = [b[1] - a[1] for a, b in pairwise(boxes) if 5 < b[1] - a[1] < 40]
    return statistics.median(steps) if steps else 18.0


def _unbroken(lines: Sequence[Line]) -> tuple[Line, ...]:
    """A number broken at its hyphen or stroke ("35/KH-" and "UBND") is one word, where its first part stands."""
    whole: list[Line] = []
    for line in lines:
        if whole and line.words:
            last, first = whole[-1].words[-1], line.words[0]
            if _BROKEN.search(last.text) and first.text[0].isalnum() and len(last.text) > 2:
                whole[-1] = Line((*whole[-1].words[:-1], last._replace(text=last.text + first.text)))
                line = Line(line.words[1:])
        if line.words:
            whole.append(line)
    return tuple(whole)
