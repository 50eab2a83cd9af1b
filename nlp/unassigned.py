"""Points that say what is to be done and name nobody: what of them is no task is told, never dropped in silence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.records import Problem, Task
from nlp.tasks import Order, Passage, Speaker, TablePassage, find_orders


def without_lead(tasks: Iterable[Task]) -> Iterator[Problem]:
    """A problem where tasks name no unit: the part of the document that says who does them is not there."""
    without = [task for task in tasks if not task.lead]
    if without:
        yield Problem(
            code="lead_missing",
            message=f"{len(without)} nhiệm vụ không nêu đơn vị thực hiện; văn bản có thể thiếu phần tổ chức thực hiện.",
            page=without[0].evidence[0].page if without[0].evidence else None,
        )


def nobodys_points(
    parts: Iterable[Sequence[Passage | TablePassage]], orders: Iterable[Order], speaker: Speaker, plans: bool
) -> Iterator[Problem]:
    """A problem that counts the points among tasks that are in no order, since no words say whose they are.

    Regulations are left aside, most of whose points say what holds, and what the articles of a decision do themselves.
    `plans` says that the document plans: there points under headings that don't tell their use count too.
    """
    known = {(order.path, order.content) for order in orders}
    left: list[Order] = []
    for part in parts:
        if part and part[0].inherited.section not in ("rules", "assessment"):
            asked = [among_orders(p) if plans else p for p in part if isinstance(p, Passage)]
            found = find_orders(asked, speaker, (), unassigned=True)
            left += [
                o for o in found if not o.lead and (o.path, o.content) not in known and not DECIDES.match(o.path or "")
            ]
    if left:
        sections = list(dict.fromkeys(section_of(order) for order in left))
        places = "; ".join(sections[:MOST_SECTIONS]) + ("; …" if len(sections) > MOST_SECTIONS else "")
        yield Problem(
            code="points_unassigned",
            message=f"{len(left)} điểm nêu việc phải làm ({places}) nhưng không nêu đơn vị thực hiện; "
            "chưa ghi thành nhiệm vụ, đề nghị kiểm tra.",
            page=left[0].places[0].paragraph.page if left[0].places else None,
        )


MOST_SECTIONS = 5
"""Sections that a message names."""

DECIDES = re.compile(r"Điều \d+\w?(?: > khoản \d+)?$")
"""An article of a decision, or a paragraph of one: "Điều 1. Công bố danh mục …"."""


def among_orders(passage: Passage) -> Passage:
    """`passage`, where no heading tells the use of its section, taken to stand among orders."""
    if passage.inherited.section != "open" or passage.inherited.lead:
        return passage
    return replace(passage, inherited=passage.inherited.under("orders"))


def section_of(order: Order) -> str:
    """The section that `order` stands in: its path without the last step."""
    above, _, last = (order.path or "").rpartition(" > ")
    return above or last
