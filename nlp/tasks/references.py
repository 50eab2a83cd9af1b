"""Points of a plan that its last section hands out by their numbers: "Chủ trì triển khai các nhiệm vụ tại mục III.2".

The plan says what is to be done in one place and who does it in another; a point that names no unit is then for the
unit that is told its number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.tasks.order import Order
from nlp.tasks.prose import EVERYONES, NOBODYS


@dataclass(frozen=True, slots=True)
class Reference:
    """A section or a point as it is named: `labels` from the section down ("IV", "3.4", "a")."""

    labels: tuple[str, ...]
    by: Order

    def names(self, path: str | None) -> bool:
        """Whether `path` is the place named, or stands under it; a point "3.4" stands under "3" of its section."""
        parts = (path or "").split(" > ")
        parts = parts[1:] if parts[0] != self.labels[0] else parts
        at = 0
        for label in self.labels:
            if label not in parts[at : at + 1 + label.count(".")]:
                return False
            at = parts.index(label, at) + 1
        return True


def with_references(orders: Sequence[Order]) -> list[Order]:
    """`orders` of one part: those that name no unit are for whom the closest reference to their place names."""
    references = [r for order in orders for r in references_in(order)]
    return [given(order, references) if order.rule in (EVERYONES, NOBODYS) else order for order in orders]


def refers(orders: Iterable[Order]) -> bool:
    """Whether any of `orders` hands points out by their numbers."""
    return any(True for order in orders for _ in references_in(order))


def given(order: Order, references: Iterable[Reference]) -> Order:
    """`order` for the units of the reference that names its place the most closely; several such share the lead."""
    naming = [r for r in references if r.names(order.path)]
    closest = [r.by for r in naming if len(r.labels) == max(len(n.labels) for n in naming)]
    if not closest:
        return order
    lead = tuple({unit.value.name: unit for by in closest for unit in by.lead}.values())
    sources = tuple(s for by in closest for s in (*by.sources, *by.places))
    return replace(order, lead=lead, sources=sources, rule="mục giao theo số thứ tự", certainty=0.75)


def references_in(order: Order) -> Iterator[Reference]:
    """The places that `order` hands to its units, where doing what stands there is all that it says."""
    found = HANDS_OUT.match(order.content) if order.lead and order.rule not in (EVERYONES, NOBODYS) else None
    if not found:
        return
    points = POINT.findall(found["points"] or found["point"] or found["first"] or "")
    for number, letter in points or [("", "")]:
        yield Reference(tuple(filter(None, (found["section"], number, letter))), order)


POINT = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\)?(?:[\s.]*\(([a-zđ])\))?")

HANDS_OUT = re.compile(
    r"(?:(?:chủ trì|tham mưu|tổ chức|triển khai|thực hiện)[\s,]+)+(?:các |những |một số )?"
    r"(?:nhiệm vụ|nội dung|giải pháp|công việc)(?:[\s,]+(?:nhiệm vụ|giải pháp|và))*"
    r"(?: (?:số )?(?P<first>\d(?:[\d.,\s]|và){0,40}))?\s*"
    r"(?:(?:được )?(?:nêu |quy định )?(?:tại|ở|thuộc|của) )?(?:điểm (?P<point>\d(?:[\d.,\s]|và){0,40}))?"
    r"(?:mục|phần) \(?(?P<section>[IVX]{1,5})(?!\w)\)?(?P<points>(?:[\s.,()]|và|\d|\([a-zđ]\)){0,60}?)"
    r"(?=\s*(?:và phụ lục [^.;]{0,40}|(?:của |tại |trong )?kế hoạch[^.;]{0,20})?[.;]?\s*$)",
    re.IGNORECASE,
)
"""[Doing] the tasks [1, 2] in section III [.1, (2)] of the plan, and nothing else."""
