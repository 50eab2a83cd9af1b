"""An order as the finders of this package pass it on, and what a point of a document inherits from those above it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from models.records import Deadline, Unit
from nlp.evidence import Stretch
from nlp.mention import Mention

Units = tuple[Mention[Unit], ...]

Section = Literal["rights", "aims", "purpose", "assessment", "scope", "rules", "orders", "open"]
"""What a part of a document is for (`nlp/knowledge/sections.toml`); `open` where no heading says so,
`rules` in regulations, whose articles say what holds and not what is to be done now."""

Origin = Literal["none", "addressees", "document", "heading"]
"""`addressees`: "Kính gửi: …"; `document`: the sentence that leads the whole list in; `heading`: a point above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A task before it is a record: `rule` is what found it, `certainty` how sure that is.

    `places` is where its content stands, `sources` where its units and its deadline stand, inherited ones too.
    `unread` is what a field of deadlines says that is no time ("Theo kế hoạch riêng").
    """

    content: str
    lead: Units
    support: Units = ()
    deadline: Mention[Deadline] | None = None
    deliverable: str | None = None
    unread: str | None = None
    path: str | None = None
    places: tuple[Stretch, ...] = ()
    sources: tuple[Stretch, ...] = ()
    rule: str = ""
    certainty: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a heading or a leading sentence gives to all that stands under it.

    `origin` is where the lead comes from, `sources` the words that say so; `period` is the time of aims
    ("đến năm 2030"); `spoken` that what follows is what the document orders ("… có ý kiến như sau:").
    """

    section: Section = "open"
    lead: Units = ()
    support: Units = ()
    deadline: Mention[Deadline] | None = None
    origin: Origin = "none"
    period: Deadline | None = None
    spoken: bool = False
    sources: tuple[Stretch, ...] = ()

    def under(self, section: Section | None) -> "Inherited":
        """The same under a heading that says what its part is for, or under one that doesn't (None)."""
        return replace(self, section=section) if section else self


def within(units: Iterable[Mention[Unit]], start: int, end: int) -> Units:
    """The mentions between `start` and `end`."""
    return tuple(u for u in units if start <= u.start and u.end <= end)


def inside(units: Iterable[Mention[Unit]], start: int, end: int) -> Units:
    """The mentions between `start` and `end`, by offsets from `start`."""
    return moved_by(within(units, start, end), -start)


def moved_by(units: Iterable[Mention[Unit]], offset: int) -> Units:
    """`units` with `offset` added to where they stand."""
    return tuple(replace(u, start=u.start + offset, end=u.end + offset) for u in units)
