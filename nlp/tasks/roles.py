"""Who leads and who supports: the phrase with which an order opens.

"Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng …" → lead Sở Nội vụ, support Sở Tài chính, and where the order's own
words begin. The wordings are in `nlp/knowledge/orders.toml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from models.records import Unit
from nlp.mention import Mention
from nlp.tasks.order import Units
from nlp.tasks.wording import UNIT, UNITS, masked, opens_action, phrases

Form = Literal["called", "named", "bare"]
"""`called`: "Giao Sở Nội vụ …"; `named`: "Sở Nội vụ …"; `bare`: "Chủ trì, phối hợp với … " under a heading."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Who an order addresses, and where its own words begin (`start`); `leads_in` when none follow."""

    lead: Units
    support: Units
    start: int
    form: Form
    leads_in: bool
    rule: str
    call: str = ""  # "giao", "đề nghị"


def read_opening(text: str, units: Sequence[Mention[Unit]]) -> Opening | None:
    """The opening of the order that `text` begins with, or None where it begins with no unit and no role.

    `units` are the mentions in `text`.
    """
    mask = masked(text, units)
    named = addressed().match(mask)
    if not named:
        return bare_opening(mask, units)
    lead = within(units, named.start("units"), named.end("units"))
    called = bool(named["call"])
    call = " ".join((named["call"] or "").replace(UNIT, " ").split())
    role = joint().match(mask, named.end())
    if role:
        support = within(units, role.start("units"), role.end("units"))
        leads = LEADS.search(role[0]) is not None
        start = skip(mask, role.end())
        if not leads and (IN_WHAT.match(mask, start) or not opens_action(mask, start)) and mask[start:].strip():
            start = skip(mask, named.end())  # "phối hợp với X trong công tác …": the cooperation is the order itself
        return Opening(
            lead,
            support,
            start,
            form_of(called),
            ends(mask, start),
            "chủ trì, phối hợp" if leads else "phối hợp với",
            call,
        )
    carries = bearing().match(mask, named.end())
    start = skip(mask, carries.end() if carries else named.end())
    if not (carries or called or ends(mask, start) or opens_action(mask, start)):
        return None
    if called and call.split()[0] in STATES and not (carries or ends(mask, start) or opens_action(mask, start)):
        return None
    return Opening(lead, (), start, form_of(called), ends(mask, start), "giao" if called else "đơn vị + động từ", call)


STATES = ("đồng", "đối", "chuyển", "trách", "nhiệm")
"""First words of calls that also open statements ("Đối với Sở Nội vụ thì …"): they count before a verb only."""

LEADS = re.compile(r"chủ trì|đầu mối|thường trực")

IN_WHAT = re.compile(r"(?:trong|để|về|nhằm|khi|theo|tại|đối với|cho|thông qua)\b")
"""What follows "phối hợp với X" where the cooperation is itself the order."""


def bare_opening(mask: str, units: Sequence[Mention[Unit]]) -> Opening | None:
    """ "Chủ trì, phối hợp với Sở Tài chính rà soát …": the lead stands in the heading above."""
    role = joint().match(mask)
    if not role:
        return None
    support = within(units, role.start("units"), role.end("units"))
    leads = LEADS.search(role[0]) is not None
    start = skip(mask, role.end()) if leads else 0
    return Opening((), support, start, "bare", ends(mask, start), "chủ trì, phối hợp" if leads else "phối hợp với")


def form_of(called: bool) -> Form:
    return "called" if called else "named"


@cache
def addressed() -> re.Pattern[str]:
    """[UBND tỉnh] [giao] units [in brackets, by their functions]."""
    call = rf"(?P<call>(?:(?:{UNIT}+|chủ tọa|hội nghị|cuộc họp)\s+)?{phrases('call')})\s*:?\s*"
    title = r"(?:đồng chí |ông |bà |các đồng chí )?"
    return re.compile(rf"[\s\"“(*-]*(?:{call})?{title}(?P<units>{UNITS})")


@cache
def joint() -> re.Pattern[str]:
    """[by its functions] "chủ trì, phối hợp với" units."""
    by_function = r"(?:[\s,]*(?:căn cứ|theo|trên cơ sở|trong phạm vi)\s[^.;:]{0,80}?(?=[\s,]+(?:có trách nhiệm|chủ trì|phối hợp)))?"
    bears = rf"(?:[\s,]*{phrases('bears')})?"
    return re.compile(rf"{by_function}{bears}[\s,:]*(?P<cue>{phrases('lead_with')})[\s:,]*(?P<units>{UNITS})")


@cache
def bearing() -> re.Pattern[str]:
    """ "có trách nhiệm", "theo chức năng, nhiệm vụ có trách nhiệm"."""
    by_function = (
        r"(?:[\s,]*(?:căn cứ|theo|trên cơ sở|trong phạm vi)\s[^.;:]{0,80}?(?=[\s,]+(?:có trách nhiệm|chủ trì)))?"
    )
    return re.compile(rf"{by_function}[\s,]*{phrases('bears')}(?:[\s,]*{phrases('bears')})?")


def skip(mask: str, at: int) -> int:
    """The offset after blanks and signs."""
    while at < len(mask) and mask[at] in " \t\n,;:-–":
        at += 1
    return at


def ends(mask: str, at: int) -> bool:
    """Whether nothing is ordered from `at` on: the phrase leads a list in."""
    rest = mask[at:].strip(" .:;,-–")
    return not rest or bool(LIST_FOLLOWS.fullmatch(rest))


LIST_FOLLOWS = re.compile(
    r"(?:tập trung |tiếp tục |khẩn trương |nghiêm túc |chủ động )*(?:chỉ đạo |tổ chức |triển khai |thực hiện |quan tâm |lưu ý |quán triệt )*"
    r"(?:tốt |nghiêm |đồng bộ |có hiệu quả |hiệu quả )*(?:các |một số |những )?(?:nội dung|nhiệm vụ|công việc|việc|giải pháp|biện pháp)?"
    r"(?:,? (?:giải pháp|nội dung|công việc|nhiệm vụ))*(?: (?:trọng tâm|cụ thể|chủ yếu|chính|sau đây|sau|như sau|dưới đây))*"
)


def within(units: Sequence[Mention[Unit]], start: int, end: int) -> Units:
    return tuple(u for u in units if start <= u.start and u.end <= end)


def called_inside(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units that a call inside `text` addresses: "Để …, Chủ tịch UBND tỉnh yêu cầu các sở, ngành …"; the last call's."""
    calls = list(inner_call().finditer(masked(text, units)))
    return within(units, calls[-1].start("units"), calls[-1].end("units")) if calls else ()


def call_inside(text: str, units: Sequence[Mention[Unit]]) -> int | None:
    """Where in `text` a call to units begins ("… đề nghị lãnh đạo các đơn vị tiếp tục …"), or None."""
    call = inner_call().search(masked(text, units))
    return call.start() if call else None


@cache
def inner_call() -> re.Pattern[str]:
    title = r"(?:đồng chí |ông |bà |các đồng chí )?"
    return re.compile(
        rf"(?<!\w)(?:{INNER_CALLS})\s*:?\s*{title}(?P<units>{UNITS})(?!\s*(?:về|tại|đã|trong việc xem xét))"
    )


INNER_CALLS = r"giao|giao cho|yêu cầu|đề nghị|phân công|kính đề nghị|trân trọng đề nghị|chỉ đạo|thống nhất giao|điện"


def supporting(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units with whom the order inside `text` is to be carried out: "…, phối hợp với Công an tỉnh …"."""
    mask = masked(text, units)
    found = [within(units, m.start("units"), m.end("units")) for m in inner_joint().finditer(mask)]
    return tuple(u for group in found for u in group)


@cache
def inner_joint() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)phối hợp (?:chặt chẽ |tốt |kịp thời |thường xuyên )?(?:với|cùng)[\s:]*(?P<units>{UNITS})"
    )
