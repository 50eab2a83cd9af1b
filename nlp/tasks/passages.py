"""One clear walk down the outline: every stretch of a document with what it says and what it inherits.

Headings, leading sentences and label lines are read once, here; the finders of tasks, targets and results only look at
passages. What is inherited is a value handed downwards; nothing is written back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract.transcript import Table
from nlp.deadlines import find_deadlines
from nlp.evidence import Stretch
from nlp.language import fold, vietnamese
from nlp.outline import Point
from nlp.outline.labels import BULLETS
from nlp.tasks.headings import heads_units, under_name
from nlp.tasks.inheritance import bequeath, with_labels
from nlp.tasks.labels import Label, read_label
from nlp.tasks.order import Inherited
from nlp.tasks.passage import LONGEST, Part, Passage, TablePassage
from nlp.tasks.roles import named_between, read_opening
from nlp.tasks.speaker import Speaker
from nlp.tasks.wording import UNITS, masked, opens_action, opens_with
from nlp.units import find_units


def walk(
    point: Point, inherited: Inherited, speaker: Speaker, labels: tuple[Label, ...] = ()
) -> Iterator[Passage | TablePassage]:
    """Every passage of `point` and all below it, in reading order, each with what it inherits.

    `labels` are label lines that stand after the point and speak of it.
    """
    own = [s for s in point.paragraphs if s.text.strip()]
    children, texts, labelled, general = with_label_lines(point, own, speaker)
    labels = (*labels, *general)
    introduces = bool(children or point.tables)
    headed = heads_units(children, inherited)
    texts = rejoined(texts)
    first = min((first_place(c, speaker) for c in children), default=(LAST, 0))
    top = point.level == "document"
    tables = list(point.tables)
    things = False  # the points only name what the sentence before them orders
    parts = in_order(texts, children, speaker)
    wired = False  # the bullets that follow are those to whom a telegram goes
    for i, part in enumerate(parts):
        if wired and isinstance(part, Point) and part.level in BULLETS and not part.children:
            continue
        wired = not isinstance(part, Point) and top and WIRED.search(part.text) is not None
        if isinstance(part, Point):
            if tables:
                yield from tables_of(tables, point, inherited)
                tables = []
            below = with_labels(inherited, labels, speaker)
            below = under_name(part, below) if headed else below
            below = below.under("scope") if things else below
            yield from walk(part, below, speaker, labelled.get(id(part), ()))
            continue
        after = bool(speaker.places) and speaker.place(part) > first
        use = part_of(point, part, i, introduces, more=len(texts) > i + 1)
        if use == "lead-in" and names_things(part.text, children):
            use, things = "body", True
        elif (
            use == "body" and isinstance(parts[i + 1] if i + 1 < len(parts) else None, Point) and unfinished(part.text)
        ):
            use = "lead-in"  # the scan lost the colon
        before = bool(children) and i > 0 and not (after or things) and point.heading is not None
        passage = read_passage(part, use, point.path or None, inherited, speaker)
        own_labels = (*labelled.get(id(part), ()), *(() if after else labels))
        passage = replace(passage, labels=own_labels if use == "body" else (), top=top, before=before, after=after)
        yield passage
        if use != "body" or (introduces and i == 0 and not top):
            inherited = bequeath(passage, inherited, speaker)
            if use == "heading" and inherited.section == "open" and mostly_acts(point):
                inherited = inherited.under("orders")
    yield from tables_of(tables, point, with_labels(inherited, labels, speaker))


WIRED = re.compile(r"(?:điện|ĐIỆN)\s*:\s*$")
"""How the line ends that names who sends a telegram: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:"."""


def names_things(text: str, children: Sequence[Point]) -> bool:
    """Whether a leading sentence is the order itself, and the points under it only name what it is about.

    "Triển khai các nền tảng dùng chung như:" over "Hệ thống giám sát …", "Hệ thống thu phí …".
    """
    if shares(children):
        opening = read_opening(text, find_units(vietnamese()(text)))
        return opening is not None and bool(opening.lead) and not opening.leads_in
    if not children or not LISTS_THINGS.search(text) or not opens_action(fold(text)):
        return False
    below = [fold(c.text) for c in children]
    return not any(opens_action(t) or c.children or c.tables for t, c in zip(below, children, strict=True))


def shares(children: Sequence[Point]) -> bool:
    """Whether each of `children` only says which part of an order is whose: "Sở Y tế đối với thủ tục số 01"."""
    said = [c.text for c in children]
    if not said or not all("đối với" in text for text in said):
        return False
    return all(SHARE.match(masked(text, find_units(vietnamese()(text)))) for text in said)


SHARE = re.compile(rf"\W*{UNITS}\s*:?\s+đối với\s")

LISTS_THINGS = re.compile(r"(?:như|gồm|bao gồm|gồm có)\s*:\s*$")


def mostly_acts(point: Point) -> bool:
    """Whether most of what stands under `point` says what to do, though its heading doesn't say what it is for.

    "III. PHÁT TRIỂN HẠ TẦNG SỐ" over "1. Hạ tầng kết nối", "a) Phủ sóng …", "b) Xây dựng …".
    """
    last = [p for p in point.walk() if p is not point and not p.children and p.text.strip()]
    acts = [p for p in last if opens_with("verb", fold(p.text))]
    return len(last) >= 3 and 3 * len(acts) >= 2 * len(last)


def unfinished(text: str) -> bool:
    """Whether `text` breaks off without a sign."""
    return not text.rstrip(' ”"’)').endswith((".", ";", "/", "!", "?", "…"))


def tables_of(tables: Iterable[Table], point: Point, inherited: Inherited) -> Iterator[TablePassage]:
    """The tables of `point` as passages."""
    for table in tables:
        yield TablePassage(table=table, path=point.path or None, inherited=inherited)


def in_order(texts: list[Stretch], children: list[Point], speaker: Speaker) -> list[Stretch | Point]:
    """A point's own texts and its points as they follow each other on the page; texts first where that is not known."""
    if not speaker.places:
        return [*texts, *children]
    placed: list[tuple[tuple[int, int], Stretch | Point]] = [(speaker.place(s), s) for s in texts]
    placed += [(first_place(c, speaker), c) for c in children]
    return [part for _, part in sorted(placed, key=lambda p: p[0])]


def rejoined(stretches: list[Stretch]) -> list[Stretch]:
    """`stretches`, those that go on in small letters put to the unfinished one before (a page ended between them)."""
    whole: list[Stretch] = []
    for stretch in stretches:
        text = stretch.text
        if (
            whole
            and (
                text.lstrip("-– ")[:1].islower()
                or SPAN_ENDS.match(text)
                or (ARTICLE.match(text) and CITES.search(whole[-1].text))
            )
            and not whole[-1].text.rstrip('”"').endswith((".", ";", ":", "/"))
        ):
            before = whole.pop()
            paragraph = replace(before.paragraph, lines=(*before.paragraph.lines, *stretch.paragraph.lines))
            whole.append(Stretch(paragraph, before.start, len(before.paragraph.text) + 1 + stretch.end))
        else:
            whole.append(stretch)
    return whole


SPAN_ENDS = re.compile(r"[-–]\s*20\d\d\b")
"""The rest of a span of years ("2021 | - 2025")."""

ARTICLE = re.compile(r"(?:Điều|Khoản|Mục|Phụ lục|Luật|Nghị định|Nghị quyết|Thông tư|Quyết định)\s")
CITES = re.compile(r"(?:quy định tại|theo|tại|của|và|,|khoản \d+|điểm \w|Điều \d+|số)\s*$")
"""A citation that a line's end parted ("theo quy định tại | Điều 6, Điều 7 Nghị quyết này")."""

LAST = 1 << 30


def first_place(point: Point, speaker: Speaker) -> tuple[int, int]:
    """Where the first word of `point` stands in the flow."""
    return min((speaker.place(s) for p in point.walk() for s in p.paragraphs), default=(LAST, 0))


def with_label_lines(
    point: Point, own: list[Stretch], speaker: Speaker
) -> tuple[list[Point], list[Stretch], dict[int, tuple[Label, ...]], tuple[Label, ...]]:
    """The points and texts of `point` that are no label lines; the label lines of each point, and those of them all.

    A label line speaks of the point that it follows; after the last of several, when no other has any, of all.
    """
    children = [c for c in point.children if c.children or c.tables or not read_label(c.text)]
    beside = [c for c in point.children if c not in children]
    if len(children) > 1:
        beside = [c for c in beside if not dates_a_section(c)]
    lines = [
        (speaker.place(s), label)
        for s in [*own[1:], *(s for c in beside for s in c.paragraphs)]
        if (label := read_label(s.text, s)) is not None
    ]
    texts = [s for i, s in enumerate(own) if i == 0 or read_label(s.text) is None]
    general: list[Label] = []
    labelled: dict[int, tuple[Label, ...]] = {}
    starts: list[tuple[tuple[int, int], Point | Stretch]] = [(first_place(c, speaker), c) for c in children]
    if children and len(lines) > 1:  # an unmarked paragraph among marked points has lost its mark
        starts += [(speaker.place(s), s) for s in texts[1:]]
    starts.sort(key=lambda start: start[0])
    for place, label in lines:
        before = [c for start, c in starts if start < place] if speaker.places else []
        if before:
            labelled[id(before[-1])] = (*labelled.get(id(before[-1]), ()), label)
        else:
            general.append(label)
    if len(children) > 1 and len(labelled) == 1 and id(children[-1]) in labelled:
        general += labelled.pop(id(children[-1]))
    return children, texts, labelled, tuple(general)


def dates_a_section(point: Point) -> bool:
    """Whether `point`, numbered like those beside it, says when the whole is carried out: no day for each of them."""
    label = read_label(point.text)
    return label is not None and label.role == "deadline" and point.level not in BULLETS


def part_of(point: Point, stretch: Stretch, i: int, introduces: bool, more: bool) -> Part:
    """What the `i`-th paragraph of `point` is for."""
    text = stretch.text.rstrip()
    if introduces and text.endswith(":"):
        return "lead-in"
    if i == 0 and point.heading is not None and (introduces or more) and len(text.split()) <= 40:
        return "heading"
    return "lead-in" if more and text.endswith(":") else "body"


CONTENT = re.compile(
    r"(?:Nội dung(?: thực hiện| công việc| nhiệm vụ)?|Nhiệm vụ|Công việc|(?:Cơ quan|Đơn vị)(?: chủ trì)? thực hiện)"
    r"\s*:\s*(?=\S)"
)
"""A label before what a point says."""


def read_passage(stretch: Stretch, part: Part, path: str | None, inherited: Inherited, speaker: Speaker) -> Passage:
    """`stretch` with what is found in it; a label that only says that it is one ("Nội dung: …") is left out."""
    labelled = CONTENT.match(stretch.text)
    if labelled and part == "body":
        stretch = stretch.part(labelled.end(), len(stretch.text))
    text = stretch.text[:LONGEST]
    units = named_between(text, find_units(vietnamese()(text)))
    return Passage(
        stretch=stretch,
        text=text,
        units=units,
        deadlines=find_deadlines(text, speaker.issued_on, year=speaker.year),
        opening=read_opening(text, units),
        part=part,
        path=path,
        inherited=inherited,
    )
