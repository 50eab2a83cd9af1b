"""Who carries out what a point said before: "… dùng chung. Giao Sở A chủ trì, phối hợp với Sở B thực hiện."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.records import Unit
from nlp.mention import Mention
from nlp.tasks.order import Units, within
from nlp.tasks.wording import UNITS, masked


@dataclass(frozen=True, slots=True)
class Handed:
    """Who leads and who supports; `start` is where the words begin that say so and nothing else."""

    lead: Units
    support: Units
    start: int


def handed_after(text: str, units: Sequence[Mention[Unit]]) -> Handed | None:
    """The units to whom the last sentence of `text`, what follows its colon, or a bracket in it hands the rest."""
    mask = masked(text, units)
    for before in BEFORE.finditer(mask):
        found = (in_brackets() if before[0].startswith("(") else to_the_end()).match(mask, before.end())
        if found and before.start() > 0:
            named = [within(units, *found.span(role)) for role in ("lead", "support", "with")]
            return Handed(named[0], named[1] + named[2], before.end())
    return None


def hands_over(text: str, units: Sequence[Mention[Unit]]) -> bool:
    """Whether `text` as a whole only says who carries out what was said before it."""
    return to_the_end().match(masked(text, units)) is not None


BEFORE = re.compile(r"[.;:]\s+|\(\s*")


@cache
def to_the_end() -> re.Pattern[str]:
    """The units and their part, up to the end of the text."""
    return re.compile(PART + r"[\s.;/]*$")


@cache
def in_brackets() -> re.Pattern[str]:
    """The units and their part, up to the end of a bracket."""
    return re.compile(PART + r"[\s.;]*\)")


PART = (
    rf"[\s\"“(*-]*(?P<call>giao cho |giao nhiệm vụ cho |giao |do |phân công )?(?P<lead>{UNITS})"
    r"\s+(?:có trách nhiệm |chịu trách nhiệm |là (?:cơ quan|đơn vị) |được giao )?"
    r"(?:chủ trì|làm đầu mối|đầu mối"
    r"|(?(call)(?:tổ chức |triển khai )*(?:thực hiện|triển khai|phụ trách|đảm nhận)|(?!)))"
    r"(?:,? (?:tổ chức|tham mưu|triển khai|thực hiện))*"
    rf"(?:(?:,|;| và)?\s*(?:phối hợp|cùng)(?: chặt chẽ)?(?: với| cùng)? (?P<support>{UNITS}))?"
    rf"(?:[,;]\s*(?P<with>{UNITS}) phối hợp)?"
    r"(?:,? (?:tổ chức|nghiên cứu|tham mưu|triển khai|thực hiện))*"
    r"(?: (?:nội dung|nhiệm vụ|công việc|việc) (?:này|trên))?"
    r"(?:[,;]? (?:hoàn thành|xong|thời gian|thời hạn|trước|trong)[^.;()]{0,80})?"
)
"""[giao] units "chủ trì" [, phối hợp với units] [thực hiện] [, hoàn thành trước …], and no work of their own."""
