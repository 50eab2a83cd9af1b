"""The phrase with which an order opens: who leads, who supports, and where its own words begin.

"Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng …" → lead Sở Nội vụ, support Sở Tài chính. The wordings are in
`nlp/knowledge/orders.toml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.records import Unit
from nlp.mention import Mention
from nlp.tasks.order import Units, moved_by, within
from nlp.tasks.prefaces import preface_end
from nlp.tasks.roles.address import Address, described_units, listed_units, qualified
from nlp.tasks.roles.duties import LEADS, NOUNS_FOLLOW, bearing, ends, joint, skip, until_action
from nlp.tasks.roles.inside import branched
from nlp.tasks.roles.stretched import stretched
from nlp.tasks.wording import masked, opens_action, opens_with

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
    if mask.startswith("đối với") and (told := told_after(text, mask, units)):
        return told
    listed = listed_units(text, mask, units)
    opening = opened(mask, units, listed) if listed else None
    if opening and listed and opening.rule == PLAIN and (whole := qualified(text, mask, listed)):
        return opened(mask, units, whole) or opening
    if opening is None or (opening.rule == PLAIN and listed and further_described(mask, listed.end)):
        described = described_units(text, mask)
        opening = (opened(mask, units, described) if described else None) or opening
    if goes_on(opening, mask, listed) and (whole := stretched(text, mask, units)):
        opening = opened(mask, units, whole) or opening
    return opening or (None if listed else bare_opening(mask, units))


def goes_on(opening: Opening | None, mask: str, listed: Address | None) -> bool:
    """Whether the name of who is ordered may go on past what was read of it."""
    if opening is None:
        return True
    if opening.leads_in or opening.support or not listed or opening.rule == BEARS:
        return False
    group = bool(opening.lead) and opening.lead[-1].value.group
    which = group and opening.rule == PLAIN and WHICH.match(mask, listed.end) is not None
    return which or (opening.form == "called" and not opens_action(mask, opening.start))


WHICH = re.compile(
    r"\s+(?:nơi|có (?!trách nhiệm|kế hoạch|giải pháp|biện pháp|văn bản|ý kiến|phương án|báo cáo|hình thức|nhiệm vụ"
    r"|cơ chế|chính sách|công văn|thông báo|chương trình|lộ trình|chế tài|đề xuất))"
)
"""What says which of a group: "có tuyến đường đi qua", and no order to have something: "có biện pháp"."""


def told_after(text: str, mask: str, units: Sequence[Mention[Unit]]) -> Opening | None:
    """Whom an order speaks to after what it is about: "Đối với các xã chưa đạt chuẩn, | Sở Y tế hướng dẫn …"."""
    first = preface_end(mask)
    told = read_opening(text[first:], moved_by(within(units, first, len(text)), -first)) if first else None
    if not first or told is None or not told.lead or told.leads_in or told.form != "named":
        return None
    return replace(told, lead=moved_by(told.lead, first), support=moved_by(told.support, first), start=0)


def further_described(mask: str, at: int) -> bool:
    """Whether what follows the units still describes them ("Các cơ quan | quản lý nhà nước …")."""
    return mask[at : at + 1] == "," or opens_with("describes", mask[at:])


def opened(mask: str, units: Sequence[Mention[Unit]], address: Address) -> Opening | None:
    """The opening with `address`, or None where neither a role nor an action follows."""
    form: Form = "called" if address.call else "named"
    role = joint().match(mask, address.end)
    if role:
        support = branched(mask, within(units, role.start("units"), role.end("units")))
        end, support = described_further(mask, role.end(), support)
        leads = LEADS.search(role[0]) is not None
        start = skip(mask, end)
        if (
            not leads
            and (opens_with("in_what", mask[start:]) or not opens_action(mask, start))
            and mask[start:].strip()
        ):
            start = skip(mask, address.end)  # "phối hợp với X trong công tác …": the cooperation is the order itself
        rule = "chủ trì, phối hợp" if leads else "phối hợp với"
        return Opening(address.units, support, start, form, ends(mask, start), rule, address.call)
    carries = bearing().match(mask, address.end)
    if carries and carries[0].split()[0] == "là" and not opens_with("verb", mask[skip(mask, carries.end()) :]):
        carries = None  # "là cơ quan đầu mối trong …, có trách nhiệm …"
    start = skip(mask, carries.end() if carries else address.end)
    if not carries and not opens_action(mask, start) and opens_with("placed", mask[start : start + 40]):
        described = until_action().match(mask, address.end)
        start = skip(mask, described.end()) if described else start
    if carries and not ends(mask, start) and not opens_action(mask, start) and "chủ trì" in carries[0]:
        start = skip(mask, address.end)  # "chủ trì công tác …": leading is what is to be done
    told = NOUNS_FOLLOW.match(mask, address.end) is not None
    acts = bool(carries) or told or ends(mask, start) or opens_action(mask, start)
    if not acts and (form == "named" or address.call.split()[0] in STATES):
        return None
    rule = "giao" if form == "called" else BEARS if carries else PLAIN
    return Opening(address.units, (), start, form, ends(mask, start), rule, address.call)


def described_further(mask: str, end: int, support: Units) -> tuple[int, Units]:
    """Past what still describes the last unit: "với các đơn vị cấp nước thuộc phạm vi quản lý | xây dựng …"."""
    if not support or mask[end : end + 1] != " " or opens_action(mask, skip(mask, end)):
        return end, support
    found = until_action().match(mask, end)
    if not found or opens_with("in_what", mask[skip(mask, end) :]):
        return end, support
    return found.end(), support


PLAIN = "đơn vị + động từ"


BEARS = "đơn vị có trách nhiệm"


STATES = ("đồng", "đối", "chuyển", "trách", "nhiệm")
"""First words of calls that also open statements ("Đối với Sở Nội vụ thì …"): they count before a verb only."""


def bare_opening(mask: str, units: Sequence[Mention[Unit]]) -> Opening | None:
    """ "Chủ trì, phối hợp với Sở Tài chính rà soát …": the lead stands in the heading above."""
    role = joint().match(mask)
    if not role:
        return None
    support = branched(mask, within(units, role.start("units"), role.end("units")))
    leads = LEADS.search(role[0]) is not None
    start = skip(mask, role.end()) if leads else 0
    return Opening((), support, start, "bare", ends(mask, start), "chủ trì, phối hợp" if leads else "phối hợp với")
