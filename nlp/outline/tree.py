"""The tree of a body's points: which lies under which, and what text and tables each has of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.transcript import Block, Paragraph, Table
from nlp.evidence import Stretch
from nlp.outline.labels import ALPHABET, BULLETS, Level, Mark, marks, numbered, with_whole_labels


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered or marked point and all below it; the root has level "document" and an empty label.

    `paragraphs` is its own text without the label, heading and continuation included, as (paragraph, start, end).
    `heading` is its first text where that only names what the points or paragraphs under it are about.
    `path` is the way to it by the contract: "Điều 3 > khoản 2 > điểm a", "II > 1 > gạch 2".
    """

    label: str
    level: Level
    path: str
    heading: str | None
    paragraphs: tuple[Stretch, ...]
    tables: tuple[Table, ...]
    children: tuple["Point", ...]

    @property
    def text(self) -> str:
        """Its own paragraphs, one a line."""
        return "\n".join(s.text for s in self.paragraphs)

    def walk(self) -> Iterator["Point"]:
        """Itself and every point below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_outline(blocks: Sequence[Block], path: str = "") -> Point:
    """The tree of `blocks`; `path` goes before every path, as "Phụ lục I" does."""
    root = Open("document", 0, "", path)
    blocks = with_whole_labels(blocks)
    stack = [root]
    paragraphs = [b for b in blocks if isinstance(b, Paragraph) and b.role == "body"]
    numerals = _Numerals([found for p in paragraphs for found in marks(p)[:1]])
    last = max((i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and marks(b)), default=-1)
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            stack[-1].tables.append(block)
            continue
        if block.role != "body":
            continue
        found = marks(block)
        if found and SPAN_ENDS.match(block.text) and any(SPAN.search(s.text) for s in stack[-1].paragraphs[-1:]):
            found = []  # "… giai đoạn 2021 | - 2025 …": the line ended within a span of years
        if found and goes_on(block, stack[-1], blocks[i + 1 : i + 2]):
            found = []  # "… phát triển kinh tế | - xã hội …": the line ended before a dash
        if not found:
            _place(stack, Stretch(block, 0, len(block.text)), closing=i > last)
            continue
        if found[0].at > 0:
            _place(stack, Stretch(block, 0, found[0].at), closing=False)
        for mark, following in zip(found, [*found[1:], None], strict=True):
            end = following.at if following else len(block.text)
            scanned = block.words[0].origin == "ocr"
            placed = numerals.place(mark, stack, block.text[mark.start : end], scanned)
            if placed is None:
                _place(stack, Stretch(block, mark.at, end), closing=False)
                continue
            stack = _open(stack, placed)
            if mark.start < end:
                stack[-1].paragraphs.append(_trimmed(Stretch(block, mark.start, end)))
    return _close(root)


SPAN = re.compile(r"\b20\d\d\s*$")
SPAN_ENDS = re.compile(r"[-–]\s*20\d\d\b")
"""The two halves of a span of years."""


def goes_on(block: Paragraph, above: "Open", after: Sequence[Block]) -> bool:
    """Whether `block` is no bullet but the rest of the sentence in `above`, which ended its line before a dash.

    Its words are small while those above begin with a capital, and nothing beside it looks like it.
    """
    before = above.paragraphs[-1].text.strip() if above.paragraphs else ""
    if not opens_small(block) or len(before.split()) < LONG or not before[0].isupper() or before.isupper():
        return False
    return not any(map(opens_small, after)) and before[-1] not in '.;:/!?…”")]'


def opens_small(block: Block) -> bool:
    """Whether `block` opens with a dash before a small letter."""
    found = DASHED.match(block.text) if isinstance(block, Paragraph) else None
    return found is not None and found[1].islower()


DASHED = re.compile(r"[-–]\s+(\w)")

LONG = 10
"""Words of a text that is no heading of a list."""


@dataclass(slots=True)
class Open:
    """A point while it is being filled."""

    level: Level
    ordinal: int
    label: str
    path: str
    paragraphs: list[Stretch] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    children: list["Open"] = field(default_factory=list)


RANK: dict[Level, int] = {
    "document": 0, "part": 1, "chapter": 2, "section": 3, "subsection": 4, "article": 5, "capital": 6, "roman": 7,
    "arabic": 8, "decimal": 9, "bracketed": 10, "letter": 10, "small_roman": 11,
    "dash": 20, "plus": 20, "bullet": 20, "star": 20,
}  # fmt: skip


class _Numerals:
    """What a doubtful label is: "I." may be a Roman one or a misread "1.", "i)" a letter or a Roman one."""

    def __init__(self, found: Iterable[Mark]) -> None:
        known = list(found)
        roman = [m for m in known if m.level == "roman"]
        self.romans = any(m.ordinal > 1 and not m.bare for m in roman)
        self.begins_bare = any(m.ordinal == 2 for m in roman) and all(m.ordinal > 1 or m.bare for m in roman)
        self.misread = not self.romans and not any(m.level == "arabic" and m.label == "1" for m in known)

    def place(self, mark: Mark, stack: Sequence[Open], text: str, scanned: bool) -> Mark | None:
        """`mark` as its place in the list tells it; None where it can be none."""
        before = next((p for p in reversed(stack) if p.level == mark.level), None)
        if mark.bare:  # the next in line, or the first of a list that has no other first
            opens = mark.ordinal == 1 and before is None and self.begins_bare
            return mark if opens or (before and mark.ordinal == before.ordinal + 1) else None
        if not mark.ordinal and mark.level not in BULLETS:  # unreadable: the next in line, where a list is open
            if before is None:
                return None
            return numbered(mark, before.ordinal + 1)
        if scanned and mark.level == "arabic" and mark.label == "1" and self.romans and text.isupper():
            return numbered(replace(mark, level="roman"), 1)
        if scanned and before and mark.level == "roman" and mark.ordinal == before.ordinal:
            return numbered(mark, mark.ordinal + 1)  # a stroke of III was lost
        if scanned and before and mark.level == "letter" and (before.label, mark.label) == ("b", "e"):
            return numbered(mark, before.ordinal + 1)  # c and e look alike
        return self.settle(mark, stack, text)

    def settle(self, mark: Mark, stack: Sequence[Open], text: str) -> Mark:
        open_levels = {p.level: p for p in stack}
        if mark.level == "roman":
            letters = open_levels.get("capital")
            if mark.label in ("C", "D") and letters:
                return replace(mark, level="capital", ordinal=ALPHABET.index(mark.label.lower()) + 1)
            if mark.label == "l" or (mark.label == "I" and self.misread and any(c.islower() for c in text)):
                return replace(mark, level="arabic", label="1")
            fixed = mark.label.replace("H", "II").replace("Ị", "I").replace("l", "I")
            return replace(mark, label=fixed)
        if mark.level == "arabic" and not mark.label.isdigit():
            letters = open_levels.get("letter")
            if mark.label == "l" and letters and letters.label == "k":
                return replace(mark, level="letter", ordinal=ALPHABET.index("l") + 1)
            return replace(mark, label="1")
        if mark.level == "letter":
            before = open_levels.get("letter")
            if before and before.label == "d" and mark.label == "d":
                return replace(mark, label="đ", ordinal=mark.ordinal + 1)  # the stroke was lost
            if mark.label == "i" and not (before and before.label == "h"):
                return replace(mark, level="small_roman", ordinal=1)
        return mark


LED_IN = re.compile(r"(?<=[.;])\s+(?=[^\W\d_].*:\s*$)", re.DOTALL)
"""Where in a bullet a sentence begins that leads in what stands above it: the addressees' last line ran on."""


def _open(stack: list[Open], mark: Mark) -> list[Open]:
    """The stack with the point of `mark` opened at its place."""
    parent = _parent(stack, mark)
    last = stack[-1]
    if mark.level not in BULLETS and last.level in BULLETS and parent < len(stack) - 1 and len(last.paragraphs) == 1:
        led_in = LED_IN.search(last.paragraphs[0].text)
        if led_in and not last.children and last.paragraphs[0].text.rstrip().endswith(":"):
            whole = last.paragraphs[0]
            last.paragraphs = [whole.part(0, led_in.start())]
            stack[parent].paragraphs.append(whole.part(led_in.end(), len(whole.text)))
    stack = stack[: parent + 1]
    above = stack[-1]
    ordinal, label = mark.ordinal, mark.label
    if mark.level in BULLETS:
        ordinal = 1 + sum(c.level == mark.level for c in above.children)
        label = f"{BULLET_NAMES[mark.level]} {ordinal}"
    in_article = any(p.level == "article" for p in stack)
    step = label
    if in_article and mark.level == "arabic":
        step = f"khoản {label}"
    elif in_article and mark.level == "letter":
        step = f"điểm {label}"
    point = Open(mark.level, ordinal, label, f"{above.path} > {step}" if above.path else step)
    above.children.append(point)
    return [*stack, point]


BULLET_NAMES: dict[Level, str] = {"dash": "gạch", "plus": "cộng", "bullet": "chấm", "star": "sao"}


def _parent(stack: Sequence[Open], mark: Mark) -> int:
    """The index in `stack` of the point under which `mark` opens."""
    same = [i for i, p in enumerate(stack) if p.level == mark.level]
    if mark.level == "decimal":
        same = [i for i in same if stack[i].label.count(".") == mark.label.count(".")]
    if same and mark.level not in BULLETS:
        next_in_line = [i for i in same if stack[i].ordinal + 1 == mark.ordinal]
        if next_in_line:
            return next_in_line[-1] - 1
        restarts = mark.ordinal == 1 and same[-1] < len(stack) - 1 and _leads_in(stack[-1])
        if not restarts:
            going_on = [i for i in same if stack[i].ordinal < mark.ordinal]
            return (going_on or same)[-1] - 1
        return len(stack) - 1
    if same:
        return same[-1] - 1
    rank = RANK[mark.level]
    at = len(stack) - 1
    while at > 0 and RANK[stack[at].level] > rank and mark.level not in BULLETS:
        at -= 1
    if mark.level == "decimal" and stack[at].level == "decimal":
        while at > 0 and stack[at].level == "decimal" and not mark.label.startswith(stack[at].label + "."):
            at -= 1
    return at


def _leads_in(point: Open) -> bool:
    return bool(point.paragraphs) and point.paragraphs[-1].text.rstrip().endswith(":")


CLOSING = re.compile(
    r"(?:Trên đây là|Nhận được|(?:Trong quá trình|Quá trình) (?:tổ chức )?(?:triển khai|thực hiện)|"
    r"(?:Chỉ thị|Kế hoạch|Quyết định|Nghị quyết|Chương trình|Thông báo|Công điện|Thông tư|Nghị định) này |"
    r"Trân trọng|Xin trân trọng|Kính (?:đề nghị|trình|mong)|Đề nghị (?:các|quý|Quý|Thủ trưởng)|"
    r"Yêu cầu (?:các|Thủ trưởng|Giám đốc)|"
    r"Các [^.;:]{3,120}? căn cứ (?:nội dung )?(?:Kế hoạch|Chỉ thị|Phương án|Chương trình)\b|"
    r"Căn cứ (?:nội dung )?(?:Kế hoạch|Chỉ thị|Quyết định) này|"
    r"(?:Ủy ban nhân dân|UBND|Chủ tịch|Sở|Bộ|Văn phòng|Ban)\b.{0,80}\b(?:thông báo|yêu cầu|đề nghị|giao)\b.{0,30}"
    r"\b(?:để|các|Thủ trưởng|Giám đốc|Chủ tịch))"
)
"""How the paragraphs after a body's last point begin: they speak for the document, not for that point."""


def _place(stack: list[Open], stretch: Stretch, closing: bool) -> None:
    """Put unnumbered text where it belongs: to the open point that it continues; after the last point, to the root."""
    stretch = _trimmed(stretch)
    if closing and CLOSING.match(stretch.text):
        del stack[1:]
    while stack[-1].level in BULLETS and _finished(stack[-1]):
        stack.pop()  # a bullet that ended is not continued: the text goes on for the point above
    stack[-1].paragraphs.append(stretch)


def _finished(point: Open) -> bool:
    return bool(point.paragraphs) and point.paragraphs[-1].text.rstrip('”" )').endswith((".", ";", "/"))


def _trimmed(stretch: Stretch) -> Stretch:
    text = stretch.text
    return stretch.part(len(text) - len(text.lstrip()), len(text.rstrip()))


def _close(point: Open) -> Point:
    return Point(
        label=point.label,
        level=point.level,
        path=point.path,
        heading=_heading(point),
        paragraphs=tuple(point.paragraphs),
        tables=tuple(point.tables),
        children=tuple(_close(c) for c in point.children),
    )


LONGEST_HEADING = 40
"""Words; a longer text is no heading."""


def _heading(point: Open) -> str | None:
    if point.level == "document" or not point.paragraphs:
        return None
    first = point.paragraphs[0]
    text = first.text.rstrip()
    words = first.paragraph.between(first.start, first.end)
    bold = sum(w.bold for w in words) * 2 > len(words)
    introduces = bool(point.children or point.tables or len(point.paragraphs) > 1)
    named = RANK[point.level] <= RANK["article"] or text.isupper() or bold
    if len(words) > LONGEST_HEADING or not (introduces or named):
        return None
    if not named and text.endswith((".", ";", ",")):
        return None
    return text.rstrip(" :.") or None
