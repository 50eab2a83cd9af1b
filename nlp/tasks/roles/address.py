"""The units that an order speaks to: "Giao Sở Nội vụ …", "Các đơn vị cấp nước trên địa bàn có trách nhiệm …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.records import Unit
from nlp.form.numbers import UPPER
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.order import Units, within
from nlp.tasks.roles.duties import bearing, ends, skip
from nlp.tasks.wording import BY_RIGHT, UNIT, UNITS, opens_action, opens_with, phrases
from nlp.units import split_units


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
def further() -> re.Pattern[str]:
    """A unit more: ", các Phó Chủ tịch"."""
    return re.compile(rf"(?:\s*[,;]\s*|\s+và\s+)(?P<units>{UNITS})")


def in_brackets(text: str, start: int, unit: Mention[Unit]) -> bool:
    """Whether `unit` explains another: "Sở Y tế (cơ quan thường trực …)", "Sở Y tế - Cơ quan thường trực …"."""
    bracket = text.count("(", start, unit.start) > text.count(")", start, unit.start)
    return bracket or bool(DASHED.search(text, start, unit.start) and OFFICE_HELD.match(unit.text))


DASHED = re.compile(r"\s[-–]\s+$")


OFFICE_HELD = re.compile(r"(?i)(?:cơ quan |đơn vị )?(?:thường trực|đầu mối|chủ trì)(?!\w)")
"""What an office is in a body that it belongs to."""


PERSON = re.compile(rf"\s+(?:[{UPPER}]\w*\s+){{1,4}}[{UPPER}]\w*(?=[\s,:]+[^{UPPER}])")


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


RULED = " phải thực hiện"
"""What only a rule says of bodies of a kind."""

MUST = r"phải thực hiện (?:đúng |đầy đủ )?(?:các )?(?:trách nhiệm|nghĩa vụ|nhiệm vụ)"
"""What a rule says of those who have duties: "Các cơ sở kinh doanh … phải thực hiện các trách nhiệm sau:"."""

QUALIFIED = re.compile(
    r"(?! (?:trong phạm vi|theo (?:chức năng|phân công|thẩm quyền|nhiệm vụ)|căn cứ|trên cơ sở)(?!\w))"
    r"(?P<which> [^.;:\n]{3,120}?)"
    rf"(?= có trách nhiệm(?!\w)| {MUST}(?!\w))"
)


NOT_OVER = re.compile(
    r"(?:,|(?<!\w)(?:và|hoặc|để|thì|đồng thời|nếu|khi|trường hợp))\s*$|(?<!\w)(?:để|thì|đồng thời)(?!\w)"
)
"""Words after which "có trách nhiệm" is one duty more, and no end of a name."""


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
    if mask.count("(", start, end) > mask.count(")", start, end):
        return None  # "Tập huấn cho cán bộ (do Sở Nội vụ | chủ trì)": the duty is of who stands in the bracket
    if COORDINATED.search(mask[start:end]) or (organizes().match(mask, start) and mask[end : end + 1] == ","):
        return None
    units = tuple(replace(u, start=u.start + start, end=u.end + start) for u in split_units(text[start:end]))
    units = with_verbs(text, units)
    if not units and mask.startswith(RULED, end):
        said = text[start:end].rstrip(" ,")
        body = Unit(name=" ".join(said.split()), group=True)
        units = (Mention(start, start + len(said), said, body, "đối tượng + phải"),)
    return Address(units, end, " ".join((found["call"] or "").split()))


@cache
def dutiful() -> re.Pattern[str]:
    """[giao] anybody [by their functions], up to a word of duty."""
    by_function = rf"(?:[\s,]*{BY_RIGHT}[^.;:]{{0,100}}?)?"
    duty = rf"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|có nhiệm vụ|làm đầu mối|{MUST})(?!\w)"
    return re.compile(
        rf"[\s\"“(*-]*(?:(?P<call>{phrases('call')})\s*:?\s*)?(?P<who>[^.;:\n]{{3,260}}?)(?={by_function}[\s,]+{duty})"
    )


EAGER = re.compile(r"(?:[\s,]+(?:khẩn trương|tiếp tục|chủ động|tập trung|tích cực|kịp thời|nghiêm túc|trực tiếp))+$")
"""Adverbs between a body and its duty."""


EACH = re.compile(r"^(?:các|những|mỗi|từng|toàn thể) ")


COORDINATED = re.compile(r"(?:,|\s(?:và|hoặc|đồng thời))$")
"""How no name ends: what stands before the duty is another duty."""


@cache
def organizes() -> re.Pattern[str]:
    """ "Tổ chức" as a verb before another: "Tổ chức thực hiện và chịu trách nhiệm …" names nobody."""
    return re.compile(rf"tổ chức,? {phrases('verb')}")


def with_verbs(text: str, units: Units) -> Units:
    """`units`, what begins with a verb put to the one before: "người thu thập, lưu trữ hồ sơ" is one.

    So is what no sign parts: "chủ đầu tư các trạm sạc".
    """
    whole: list[Mention[Unit]] = []
    for unit in units:
        verb = opens_action(fold(unit.text)) and not opens_with("somebody", fold(unit.text))
        if whole and (verb or text[whole[-1].end : unit.start] == " "):
            said = text[whole[-1].start : unit.end]
            named = replace(whole[-1].value, name=" ".join(said.split()))
            whole[-1] = replace(whole[-1], end=unit.end, text=said, value=named)
        else:
            whole.append(unit)
    return tuple(whole)
