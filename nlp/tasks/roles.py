"""Who leads and who supports: the phrase with which an order opens.

"Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng …" → lead Sở Nội vụ, support Sở Tài chính, and where the
order's own words begin. The wordings are in `nlp/knowledge/orders.toml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from models.records import Unit
from nlp.form.numbers import UPPER
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.order import Units, within
from nlp.tasks.wording import UNIT, UNITS, masked, opens_action, opens_with, phrases
from nlp.units import split_units

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
    listed = listed_units(text, mask, units)
    opening = opened(mask, units, listed) if listed else None
    if opening and listed and opening.rule == PLAIN and (whole := qualified(text, mask, listed)):
        return opened(mask, units, whole) or opening
    if opening is None or (opening.rule == PLAIN and listed and further_described(mask, listed.end)):
        described = described_units(text, mask)
        opening = (opened(mask, units, described) if described else None) or opening
    return opening or (None if listed else bare_opening(mask, units))


def named_between(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """`units` and the members of their lists that no register knows: "Sở A, | đơn vị cung cấp điện | và Sở B"."""
    if len(units) < 2:
        return tuple(units)
    mask = masked(text, units)
    unknown = [
        replace(unit, start=unit.start + found.start("who"), end=unit.end + found.start("who"))
        for found in between().finditer(mask)
        if opens_with("somebody", found["who"])
        for unit in split_units(text[found.start("who") : found.end("who")])
    ]
    return tuple(sorted((*units, *unknown), key=lambda u: u.start)) if unknown else tuple(units)


@cache
def between() -> re.Pattern[str]:
    """Words in small letters between two units of a list."""
    many = "(?:các |những )?"
    return re.compile(
        rf"(?<={UNIT}), {many}(?P<who>[^\s,.;:()\d{UNIT}]+(?: [^\s,.;:(){UNIT}]+){{1,9}})"
        rf"(?= và {many}{UNIT}|, {many}{UNIT})"
    )


def further_described(mask: str, at: int) -> bool:
    """Whether what follows the units still describes them ("Các cơ quan | quản lý nhà nước …")."""
    return mask[at : at + 1] == "," or opens_with("describes", mask[at:])


@dataclass(frozen=True, slots=True)
class Address:
    """The units that an order speaks to, and where they end; `call` is the word that calls them."""

    units: Units
    end: int
    call: str


def listed_units(text: str, mask: str, units: Sequence[Mention[Unit]]) -> Address | None:
    """[UBND tỉnh] [giao] units, each of them known."""
    found = addressed().match(mask)
    if found and found["call"] and found["call"].startswith(UNIT) and found["call"].endswith("chỉ đạo"):
        alone = ends(mask, found.end())  # "Bộ Y tế chỉ đạo Cục Quản lý Dược:" leads in what the second is to do
        found = found if alone else uncalled().match(mask)
    if not found:
        return None
    end = found.end()
    lead = tuple(u for u in within(units, found.start("units"), end) if not in_brackets(text, found.start("units"), u))
    name = PERSON.match(text, end)
    if name and lead and opens_with("position", fold(lead[-1].text)):
        end = name.end()  # "Phó Chủ tịch UBND tỉnh Nguyễn Văn A trực tiếp chỉ đạo …"
        more = further().match(mask, end)
        if more:
            lead = (*lead, *within(units, more.start("units"), more.end()))
            end = more.end()
    return Address(lead, end, " ".join((found["call"] or "").replace(UNIT, " ").split()))


def qualified(text: str, mask: str, address: Address) -> Address | None:
    """A group with what its members do, before its duty: "Đơn vị thực hiện công tác đo đạc có trách nhiệm lập …"."""
    found = QUALIFIED.match(mask, address.end)
    if not found or not address.units or not address.units[-1].value.group or NOT_OVER.search(found["which"]):
        return None
    duty = bearing().match(mask, found.end())
    if not duty or not opens_action(mask, skip(mask, duty.end())):
        return None
    last, end = address.units[-1], found.end()
    said = text[last.start : end]
    named = replace(last, end=end, text=said, value=replace(last.value, name=" ".join(said.split())))
    return Address((*address.units[:-1], named), end, address.call)


QUALIFIED = re.compile(
    r"(?! (?:trong phạm vi|theo (?:chức năng|phân công|thẩm quyền|nhiệm vụ)|căn cứ|trên cơ sở)(?!\w))"
    r"(?P<which> [^.;:\n]{3,120}?)(?= có trách nhiệm(?!\w))"
)

NOT_OVER = re.compile(
    r"(?:,|(?<!\w)(?:và|hoặc|để|thì|đồng thời|nếu|khi|trường hợp))\s*$|(?<!\w)(?:để|thì|đồng thời)(?!\w)"
)
"""Words after which "có trách nhiệm" is one duty more, and no end of a name."""


def in_brackets(text: str, start: int, unit: Mention[Unit]) -> bool:
    """Whether `unit` explains another: "Sở Y tế (cơ quan thường trực …)", "Sở Y tế - Cơ quan thường trực …"."""
    bracket = text.count("(", start, unit.start) > text.count(")", start, unit.start)
    return bracket or bool(DASHED.search(text, start, unit.start) and OFFICE_HELD.match(unit.text))


DASHED = re.compile(r"\s[-–]\s+$")

OFFICE_HELD = re.compile(r"(?i)(?:cơ quan |đơn vị )?(?:thường trực|đầu mối|chủ trì)(?!\w)")
"""What an office is in a body that it belongs to."""


PERSON = re.compile(rf"\s+(?:[{UPPER}]\w*\s+){{1,4}}[{UPPER}]\w*(?=[\s,:]+[^{UPPER}])")


def with_verbs(text: str, units: Units) -> Units:
    """`units`, what begins with a verb put to the one before: "người thu thập, lưu trữ hồ sơ" is one."""
    whole: list[Mention[Unit]] = []
    for unit in units:
        if whole and opens_action(fold(unit.text)) and not opens_with("somebody", fold(unit.text)):
            said = text[whole[-1].start : unit.end]
            named = replace(whole[-1].value, name=" ".join(said.split()))
            whole[-1] = replace(whole[-1], end=unit.end, text=said, value=named)
        else:
            whole.append(unit)
    return tuple(whole)


@cache
def organizes() -> re.Pattern[str]:
    """ "Tổ chức" as a verb before another: "Tổ chức thực hiện và chịu trách nhiệm …" names nobody."""
    return re.compile(rf"tổ chức,? {phrases('verb')}")


COORDINATED = re.compile(r"(?:,|\s(?:và|hoặc|đồng thời))$")
"""How no name ends: what stands before the duty is another duty."""


EAGER = re.compile(r"(?:[\s,]+(?:khẩn trương|tiếp tục|chủ động|tập trung|tích cực|kịp thời|nghiêm túc|trực tiếp))+$")
"""Adverbs between a body and its duty."""

EACH = re.compile(r"^(?:các|những|mỗi|từng|toàn thể) ")


def described_units(text: str, mask: str) -> Address | None:
    """Whoever stands before a word of duty, in no register: "Các đơn vị cấp nước trên địa bàn có trách nhiệm …"."""
    found = dutiful().match(mask)
    if found and fold(text[found.start("who") :]).startswith("báo cáo"):
        return None  # "báo" opens the name of a newspaper too
    if not found or not (found["call"] or text[found.start("who")].isupper()):
        return None
    start, end = found.span("who")
    end = start + len(EAGER.sub("", mask[start:end]))
    if mask[start] != UNIT and not opens_with("somebody", EACH.sub("", mask[start:end])):
        return None
    if COORDINATED.search(mask[start:end]) or (organizes().match(mask, start) and mask[end : end + 1] == ","):
        return None
    units = tuple(replace(u, start=u.start + start, end=u.end + start) for u in split_units(text[start:end]))
    units = with_verbs(text, units)
    return Address(units, end, " ".join((found["call"] or "").split()))


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


def branched(mask: str, units: Units) -> Units:
    """`units`, an office and the one branch of it in brackets after it as one: "Văn phòng … (Trung tâm …)"."""
    whole: list[Mention[Unit]] = []
    for unit in units:
        office = whole[-1] if whole else None
        alone = office and mask[office.end : unit.start].strip() == "(" and mask[unit.end : unit.end + 1] == ")"
        if office and alone and not office.value.group and not unit.value.group:
            name = f"{office.value.name} ({unit.value.name})"
            text = f"{office.text} ({unit.text})"
            whole[-1] = replace(office, end=unit.end + 1, text=text, value=replace(office.value, name=name))
        else:
            whole.append(unit)
    return tuple(whole)


def described_further(mask: str, end: int, support: Units) -> tuple[int, Units]:
    """Past what still describes the last unit: "với các đơn vị cấp nước thuộc phạm vi quản lý | xây dựng …"."""
    if not support or mask[end : end + 1] != " " or opens_action(mask, skip(mask, end)):
        return end, support
    found = until_action().match(mask, end)
    if not found or opens_with("in_what", mask[skip(mask, end) :]):
        return end, support
    return found.end(), support


NOUNS_FOLLOW = re.compile(rf"\s*:\s*là (?:{UNIT}|(?:cơ quan|đơn vị|đầu mối|chủ đầu tư|tổ chức)(?!\w))")
"""What a unit is, as the first of its duties: "Sở Nội vụ: Là cơ quan thường trực, …"."""

PLAIN = "đơn vị + động từ"

BEARS = "đơn vị có trách nhiệm"

STATES = ("đồng", "đối", "chuyển", "trách", "nhiệm")
"""First words of calls that also open statements ("Đối với Sở Nội vụ thì …"): they count before a verb only."""

LEADS = re.compile(r"chủ trì|đầu mối|thường trực")


def bare_opening(mask: str, units: Sequence[Mention[Unit]]) -> Opening | None:
    """ "Chủ trì, phối hợp với Sở Tài chính rà soát …": the lead stands in the heading above."""
    role = joint().match(mask)
    if not role:
        return None
    support = branched(mask, within(units, role.start("units"), role.end("units")))
    leads = LEADS.search(role[0]) is not None
    start = skip(mask, role.end()) if leads else 0
    return Opening((), support, start, "bare", ends(mask, start), "chủ trì, phối hợp" if leads else "phối hợp với")


@cache
def addressed() -> re.Pattern[str]:
    """[UBND tỉnh] [giao] units [in brackets, by their functions]."""
    call = rf"(?P<call>(?:(?:{UNIT}+|chủ tọa|hội nghị|cuộc họp)\s+)?{phrases('call')})\s*:?\s*"
    return re.compile(rf"[\s\"“(*-]*(?:{call})?{TITLE}(?P<units>{UNITS})")


@cache
def uncalled() -> re.Pattern[str]:
    """Units that no word calls."""
    return re.compile(rf"[\s\"“(*-]*(?P<call>(?!)x)?{TITLE}(?P<units>{UNITS})")


TITLE = r"(?:đồng chí |ông |bà |các đồng chí )?"
"""How a person's office is spoken of."""


@cache
def dutiful() -> re.Pattern[str]:
    """[giao] anybody [by their functions], up to a word of duty."""
    by_function = r"(?:[\s,]*(?:căn cứ|theo|trong phạm vi|trên cơ sở)\s[^.;:]{0,100}?)?"
    duty = r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|có nhiệm vụ|làm đầu mối)(?!\w)"
    return re.compile(
        rf"[\s\"“(*-]*(?:(?P<call>{phrases('call')})\s*:?\s*)?(?P<who>[^.;:\n]{{3,260}}?)(?={by_function}[\s,]+{duty})"
    )


@cache
def further() -> re.Pattern[str]:
    """A unit more: ", các Phó Chủ tịch"."""
    return re.compile(rf"(?:\s*[,;]\s*|\s+và\s+)(?P<units>{UNITS})")


@cache
def until_action() -> re.Pattern[str]:
    """Words up to a verb of orders."""
    return re.compile(rf"[^.,;:{UNIT}]{{2,70}}?(?=\s{phrases('verb')})")


@cache
def joint() -> re.Pattern[str]:
    """[by its functions] "chủ trì, phối hợp với" units."""
    duty = r"(?=[\s,]+(?:có trách nhiệm|chủ trì|phối hợp))"
    by_function = rf"(?:[\s,]*(?:căn cứ|theo|trên cơ sở|trong phạm vi)\s[^.;:{UNIT}]{{0,80}}?{duty})?"
    eager = r"(?:[\s,]+(?:khẩn trương|tiếp tục|chủ động|tập trung|tích cực|kịp thời|nghiêm túc|trực tiếp))*"
    bears = rf"{eager}(?:[\s,]*{phrases('bears')})?"
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
    return not rest or rest in ("chịu trách nhiệm", "nêu trên", "nói trên") or bool(LIST_FOLLOWS.fullmatch(rest))


LIST_FOLLOWS = re.compile(
    r"(?:(?:theo|căn cứ) chức năng[^.;:]{0,60}? (?=triển khai|tổ chức|tập trung|thực hiện))?"
    r"(?:chịu trách nhiệm |có trách nhiệm )?"
    r"(?:tập trung |tiếp tục |khẩn trương |nghiêm túc |chủ động )*"
    r"(?:chỉ đạo |tổ chức |triển khai |thực hiện |quan tâm |lưu ý |quán triệt )*"
    r"(?:tốt |nghiêm |đồng bộ |có hiệu quả |hiệu quả )*"
    r"(?:các |một số |những )?(?:nội dung|nhiệm vụ|công việc|việc|giải pháp|biện pháp)?"
    r"(?:,? (?:giải pháp|nội dung|công việc|nhiệm vụ))*"
    r"(?: (?:trọng tâm|cụ thể|chủ yếu|chính|sau đây|sau|như sau|dưới đây))*"
)


def called_inside(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units that the last call inside `text` addresses: "Để …, Chủ tịch UBND tỉnh yêu cầu các sở, ngành …"."""
    calls = list(inner_call().finditer(masked(text, units)))
    return within(units, calls[-1].start("units"), calls[-1].end("units")) if calls else ()


def call_inside(text: str, units: Sequence[Mention[Unit]]) -> int | None:
    """Where in `text` a call to units begins ("… đề nghị lãnh đạo các đơn vị tiếp tục …"), or None."""
    call = inner_call().search(masked(text, units))
    return call.start() if call else None


@cache
def inner_call() -> re.Pattern[str]:
    """A call with its units, anywhere."""
    title = r"(?:đồng chí |ông |bà |các đồng chí )?"
    return re.compile(
        rf"(?<!\w){phrases('inner_call')}\s*:?\s*{title}(?P<units>{UNITS})(?!\s*(?:về|tại|đã|trong việc xem xét))"
    )


def supporting(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units with whom the order inside `text` is to be carried out: "…, phối hợp với Công an tỉnh …"."""
    mask = masked(text, units)
    found = [branched(mask, within(units, m.start("units"), m.end("units"))) for m in inner_joint().finditer(mask)]
    for m in inner_joint_unknown().finditer(mask):
        if opens_with("somebody", m["who"]):
            at = m.start("who")
            found.append(
                tuple(replace(u, start=u.start + at, end=u.end + at) for u in split_units(text[at : m.end("who")]))
            )
    return tuple(u for group in found for u in group)


HOW = r"(?:hỗ trợ |chặt chẽ |tốt |kịp thời |thường xuyên )?"


@cache
def inner_joint() -> re.Pattern[str]:
    """ "phối hợp với" units, anywhere."""
    return re.compile(rf"(?<!\w)phối hợp,? {HOW}(?:(?:với|cùng)[\s:]*)?(?P<units>{UNITS})")


@cache
def inner_joint_unknown() -> re.Pattern[str]:
    """ "phối hợp với" a body that no register knows, up to what is done with it: "với ngành giáo dục | để …"."""
    what = rf"(?=\s(?:để|trong|nhằm|khi|về|theo|tại|{phrases('verb')})(?!\w)|[.;:]|$)"
    return re.compile(
        rf"(?<!\w)phối hợp,? {HOW}(?:với|cùng) (?P<who>(?:các |những )?"
        rf"[^\s.;:()\d{UNIT}]+(?: [^\s.;:()]+){{2,12}}?)(?<! và){what}"
    )
