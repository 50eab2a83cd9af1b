"""Who speaks in a document, when, and where his paragraphs stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from extract.transcript import Block, Paragraph
from models.records import Unit
from nlp.evidence import Stretch
from nlp.language import fold
from nlp.tasks.order import Units


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and when: what the walk must know of the document itself.

    `places` says where in the flow each paragraph stands, by its identity: an outline keeps a point's own paragraphs
    apart from its points. `own_work` says that the document plans what its issuer itself is to do; `year` is
    the year that its subject names, for quarters and months that name none.
    """

    issued_on: date | None
    issuer: Unit | None
    places: Mapping[int, int] = field(default_factory=dict)
    own_work: bool = False
    year: int | None = None

    def place(self, stretch: Stretch) -> tuple[int, int]:
        """Where `stretch` stands in the flow; one that was rejoined stands where its first line did."""
        line = stretch.paragraph.lines[0]
        return self.places.get(id(stretch.paragraph), self.places.get(id(line), -1)), stretch.start


def places_of(blocks: Iterable[Block]) -> dict[int, int]:
    """The place of each paragraph of `blocks`, and of each of its lines, in the flow, by identity."""
    return {
        key: i
        for i, block in enumerate(blocks)
        for key in (id(block), *(id(line) for line in (block.lines if isinstance(block, Paragraph) else ())))
    }


def others(units: Units, speaker: Speaker, narrative: bool = True) -> Units:
    """`units` without the speaker: who issues a document orders others ("Ủy ban nhân dân tỉnh ban hành Kế hoạch …")."""
    if speaker.issuer is None or speaker.own_work or not narrative:
        return units
    own = bare_name(speaker.issuer.name)
    return tuple(u for u in units if not same_office(bare_name(u.value.name), own))


def bare_name(name: str) -> str:
    """An office by its own name: without the position that stands for it, short forms spelt out."""
    name = fold(name).replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân")
    return re.sub(r"^(?:chủ tịch|giám đốc|thủ trưởng|bộ trưởng|lãnh đạo|phó chủ tịch)(?: tịch)? ", "", name)


def same_office(name: str, own: str) -> bool:
    """Whether `name`, perhaps shortened, is the office `own` ("ủy ban nhân dân tỉnh" of "ủy ban nhân dân tỉnh X")."""
    return own == name or own.startswith(name + " ") or name.startswith(own + " ")
