"""One clear walk down the outline: every stretch of a document with what it says and what it inherits.

Headings, leading sentences and label lines are read once, here; the finders of tasks, targets and results only look at
passages. What is inherited is a value handed downwards; nothing is written back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extract.transcript import Table
from models.records import Deadline, Unit
from nlp.deadlines import find_deadlines
from nlp.evidence import Stretch
from nlp.language import fold, vietnamese
from nlp.mention import Mention
from nlp.outline import Point
from nlp.tasks.labels import Label, read_label
from nlp.tasks.order import Inherited, Units
from nlp.tasks.roles import Opening, called_inside, read_opening
from nlp.tasks.timing import due
from nlp.tasks.wording import section_of
from nlp.units import find_units

Part = Literal["heading", "lead-in", "body"]
"""A heading names what follows, a lead-in introduces it ("… thực hiện các nhiệm vụ sau:"), a body says something itself."""

LONGEST = 6_000
"""Characters of one stretch that are read; what is longer is no point of a dispatch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch with its units, deadlines and opening; offsets are those of `text`, the stretch's own."""

    stretch: Stretch
    text: str
    units: Units
    deadlines: tuple[Mention[Deadline], ...]
    opening: Opening | None
    part: Part
    path: str | None
    inherited: Inherited
    labels: tuple[Label, ...] = ()
    top: bool = False  # stands above all points, or below them: the document speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePassage:
    """A table with what it inherits from the point it stands in."""

    table: Table
    path: str | None
    inherited: Inherited


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and when: what the walk must know of the document itself."""

    issued_on: date | None
    issuer: Unit | None


def walk(point: Point, inherited: Inherited, speaker: Speaker) -> Iterator[Passage | TablePassage]:
    """Every passage of `point` and all below it, in reading order, each with what it inherits."""
    label_children = tuple(c for c in point.children if not c.children and not c.tables and read_label(c.text))
    children = tuple(c for c in point.children if c not in label_children)
    own = [s for s in point.paragraphs if s.text.strip()]
    labels = tuple(
        label
        for s in [*own[1:], *(s for c in label_children for s in c.paragraphs)]
        if (label := read_label(s.text, s)) is not None
    )
    texts = [s for i, s in enumerate(own) if i == 0 or read_label(s.text) is None]
    introduces = bool(children or point.tables)
    top = point.level == "document"
    for i, stretch in enumerate(texts):
        part = part_of(point, stretch, i, introduces, more=i + 1 < len(texts))
        passage = read_passage(stretch, part, point.path or None, inherited, speaker)
        passage = replace(passage, labels=labels if i == 0 or part == "body" else (), top=top)
        yield passage
        if part != "body" or (introduces and i == 0 and not top):
            inherited = bequeath(passage, inherited, speaker)
    if children or point.tables:
        inherited = with_labels(inherited, labels)
    for table in point.tables:
        yield TablePassage(table=table, path=point.path or None, inherited=inherited)
    for child in children:
        yield from walk(child, inherited, speaker)


def part_of(point: Point, stretch: Stretch, i: int, introduces: bool, more: bool) -> Part:
    """What the `i`-th paragraph of `point` is for."""
    text = stretch.text.rstrip()
    if introduces and text.endswith(":"):
        return "lead-in"
    if i == 0 and point.heading is not None and (introduces or more) and len(text.split()) <= 40:
        return "heading"
    if i == 0 and more and text.endswith(":"):
        return "lead-in"
    return "body"


def read_passage(stretch: Stretch, part: Part, path: str | None, inherited: Inherited, speaker: Speaker) -> Passage:
    """`stretch` with what is found in it."""
    text = stretch.text[:LONGEST]
    units = find_units(vietnamese()(text))
    return Passage(
        stretch=stretch,
        text=text,
        units=units,
        deadlines=find_deadlines(text, speaker.issued_on),
        opening=read_opening(text, units),
        part=part,
        path=path,
        inherited=inherited,
    )


def bequeath(passage: Passage, inherited: Inherited, speaker: Speaker) -> Inherited:
    """What `passage`, a heading or a leading sentence, gives to all under it."""
    opening = passage.opening
    lead = () if opening is None else others(opening.lead, speaker, narrative=opening.form == "named")
    support: Units = opening.support if opening else ()
    if not lead and passage.part != "heading":
        lead = others(called_inside(passage.text, passage.units), speaker)
    deadline = due(passage.text, passage.deadlines) if passage.part == "lead-in" or passage.opening else None
    if lead:
        return replace(
            inherited,
            section=inherited.section if inherited.section in ("orders", "open") else "orders",
            lead=lead,
            support=support,
            deadline=deadline or inherited.deadline,
            origin="document" if passage.top else "heading",
            sources=(passage.stretch.part(lead[0].start, lead[-1].end),),
        )
    section = section_of(passage.text) if passage.part == "heading" or passage.top is False else None
    if section in ("assessment", "scope", "purpose") and inherited.origin == "heading":
        section = None  # under a unit's own heading the points are its orders, whatever they are about
    if opening and opening.form == "bare" and opening.leads_in and support:
        inherited = replace(inherited, support=support)
    period = passage.deadlines[0].value if section == "aims" and passage.deadlines else inherited.period
    return replace(inherited.under(section), deadline=deadline or inherited.deadline, period=period)


def with_labels(inherited: Inherited, labels: tuple[Label, ...]) -> Inherited:
    """`inherited` with what label lines of a point say for all under it ("Đơn vị thực hiện: …")."""
    for label in labels:
        if label.role == "lead":
            inherited = replace(inherited, lead=label.units, origin="heading", sources=said(label))
        elif label.role == "support":
            inherited = replace(inherited, support=label.units)
    return inherited


def said(label: Label) -> tuple[Stretch, ...]:
    return (label.stretch,) if label.stretch else ()


def others(units: Units, speaker: Speaker, narrative: bool = True) -> Units:
    """`units` without the speaker: who issues a document orders others ("Ủy ban nhân dân tỉnh ban hành Kế hoạch …")."""
    if speaker.issuer is None or not narrative:
        return units
    own = bare_name(speaker.issuer.name)
    return tuple(u for u in units if not same_office(bare_name(u.value.name), own))


def bare_name(name: str) -> str:
    name = fold(name).replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân")
    return re.sub(r"^(?:chủ tịch|giám đốc|thủ trưởng|bộ trưởng|lãnh đạo|phó chủ tịch)(?: tịch)? ", "", name)


def same_office(name: str, own: str) -> bool:
    """Whether `name`, perhaps shortened, is the office `own` ("ủy ban nhân dân tỉnh" of "ủy ban nhân dân tỉnh X")."""
    return own == name or own.startswith(name + " ") or name.startswith(own + " ")
