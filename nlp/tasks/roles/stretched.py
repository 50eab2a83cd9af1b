"""Bodies whose name goes on in words that no table knows, up to what they are to do.

"Phòng Cảnh sát | hình sự: rà soát …", "Các địa phương có dự án đi | qua khẩn trương …", "Mỗi hộ gia đình phải …".
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from models.records import Unit
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.order import Units, within
from nlp.tasks.roles.address import EACH, TITLE, Address
from nlp.tasks.wording import UNIT, alternation, opens_with, orders_table, phrases


def stretched(text: str, mask: str, units: Sequence[Mention[Unit]]) -> Address | None:
    """[giao] the bodies that `text` begins with, their names up to a colon, an exhortation or a verb of orders."""
    found = known().match(mask) or unknown().match(mask)
    if not found or TOLD.search(mask, *found.span("who")) or (found["call"] or "").startswith(ABOUT):
        return None
    who, then = found["who"], mask[found.end("who") :]
    if SETTLED.match(then) or (found["call"] in HANDS_ON and PEOPLE.match(who)):
        return None
    if PEOPLE.fullmatch(who) and not opens_with("exhorts", then):
        return None  # "Công chức tiếp nhận hồ sơ" says who it is
    named = within(units, *found.span("who"))
    lead = grown(text, mask, named, found.end("who")) if named else whole_group(text, mask, *found.span("who"))
    return Address(lead, found.end("who"), " ".join((found["call"] or "").split())) if lead else None


def grown(text: str, mask: str, units: Units, end: int) -> Units:
    """`units`, each up to the sign or the "và" before the next, the last up to `end`; none where that is no name."""
    more = FURTHER.search(mask, units[-1].end, end)
    if more and more.start() == units[-1].end and more[0][0] == " " and OF_MANY.match(fold(units[-1].text)):
        more = None  # "chủ đầu tư | các trạm sạc"
    body = more is not None and opens_with("somebody", mask[more.end() : end])
    if more and body and not more["each"] and not opens_with("one_body", mask[more.end() : end]):
        return ()  # "… của người, cơ quan có thẩm quyền, doanh nghiệp phải …": whose list this is, is not clear
    last = more.start() if more and body else end
    ends = [*(len(AND.sub("", text[: unit.start])) for unit in units[1:]), last]
    longer = tuple(up_to(text, unit, at) for unit, at in zip(units, ends, strict=True))
    if any(u != v and not u.value.group and not OFFICE.match(fold(u.text)) for u, v in zip(units, longer, strict=True)):
        return ()
    if not more or not body:
        return longer
    return (*longer, *whole_group(text, mask, more.start("each") if more["each"] else more.end(), end))


def up_to(text: str, unit: Mention[Unit], end: int) -> Mention[Unit]:
    """`unit` with its name up to `end`."""
    if end <= unit.end:
        return unit
    said = text[unit.start : end]
    return replace(unit, end=end, text=said, value=replace(unit.value, name=" ".join(said.split())))


def whole_group(text: str, mask: str, start: int, end: int) -> Units:
    """The words from `start` to `end` as one group, where they name bodies."""
    who = mask[start:end]
    if not opens_with("somebody", EACH.sub("", who)) or NO_BODY.match(who):
        return ()
    said = text[start:end]
    return (Mention(start, end, said, Unit(name=" ".join(said.split()), group=True), "đối tượng + động từ"),)


FURTHER = re.compile(r",? (?:và )?(?P<each>các |những |mỗi |từng )|, ")
"""Where a body may follow that is in no table."""

OF_MANY = re.compile(r"(?:các )?(?:chủ đầu tư|chủ sở hữu|chủ hộ|đại diện|người đứng đầu|thủ trưởng|lãnh đạo)$")
"""Who is named by those whose owner or head they are."""

AND = re.compile(r"(?:[\s,]+(?:và )?(?:các |những |mỗi |từng )?| và (?:các |những |mỗi |từng )?)$")
"""What stands between two bodies."""

WORD = rf"[^\s.,;:()\d{UNIT}]+"


@cache
def known() -> re.Pattern[str]:
    """Bodies that begin with a unit."""
    one = rf"(?:các |những |mỗi |từng )?{UNIT}+(?:(?:, | [-–] | ){WORD}){{0,9}}?"
    return re.compile(rf"{called()}(?P<who>{one}(?:(?:, (?:và )?| và ){one}){{0,5}}?){until()}")


@cache
def unknown() -> re.Pattern[str]:
    """Bodies of which no word is a unit's."""
    return re.compile(
        rf"{called()}(?P<who>(?:(?:các|những|mỗi|từng|mọi|toàn thể) {WORD} {WORD}|{phrases('one_body')})"
        rf"(?:(?:, | [-–] | ){WORD}){{0,9}}?){until(colon=False)}"
    )


def called() -> str:
    """[giao] before the bodies."""
    return rf"[\s\"“(*-]*(?:(?P<call>{phrases('call')})\s*:?\s*)?{TITLE}"


def until(colon: bool = True) -> str:
    """What ends a name: a colon, or what is to be done, where the word before doesn't lead to more of the name."""
    verbs = alternation((*(verb for verb in orders_table()["verb"] if " " in verb and verb not in OF_NAMES), *SINGLE))
    more = "".join(rf"(?<!\b{word})" for word in orders_table()["names_on"])
    told = "".join(
        rf"(?<!\b{word})" for word in ("được", "do", "và", "không", "đã", "đang", "các", "cơ quan", "đơn vị")
    )
    act = rf"(?:{told}[\s,]+{phrases('exhorts')}|{more}{SINGLE_IN}\s+{verbs}(?! viên))"
    return rf"(?={act}|\s*:\s+[^\W\d])" if colon else rf"(?={act})"


SINGLE = ("nắm", "đưa", "lập", "cử", "nộp", "gửi", "soạn", "xếp")
"""Verbs of one syllable that no name holds."""

SINGLE_IN = "".join(rf"(?<!\b{word})" for word in ("thành", "đi", "tự", "đề", "tiến", "giao", "thu", "biên", "sắp"))
"""Words with which such a verb, or one of those that many names hold, is one word: "được thành | lập"."""

OF_NAMES = ("phụ trách", "thông tin", "tập thể", "lãnh đạo")
"""Verbs that say of somebody who he is: "Cán bộ tín dụng phụ trách địa bàn", "cán bộ phụ trách công nghệ thông tin"."""

HANDS_ON = ("phân công", "chỉ đạo")
"""Calls that are themselves what is to be done, where those called are people of a body: "Phân công công chức …"."""

PEOPLE = re.compile(r"(?:các |những )?(?:cán bộ|công chức|viên chức|chuyên viên|nhân viên|người)(?!\w)")
"""People of a body, by what they are."""

SETTLED = re.compile(
    r"\s+(?:cần |phải )+(?:được|bị|là)(?!\w)"
    r"|[^.;:]{0,400}?(?<!\w)(?:thì (?:được|bị|không)|và bị|hoàn thành dưới|kinh nghiệm (?:làm việc|công tác))(?!\w)"
)
"""What holds of those who are so and so, and what they must have been to be something: no orders."""

OFFICE = re.compile(
    r"(?:vnpt|viettel|mobifone|vinaphone|bưu điện|cảng|vùng|phòng|ban|trung tâm|công ty|tổng công ty|tập đoàn|cục"
    r"|chi cục|vụ|viện|khoa|tổ|đội|trạm|trường|hội(?! đồng)|quỹ|ngân hàng|nhà máy|xí nghiệp|bệnh viện|đoàn|tiểu ban"
    r"|ủy viên)(?!\w)"
)
"""Offices whose names go on in small letters."""

NO_BODY = re.compile(
    r"(?:(?:các|những|mỗi|từng|mọi|toàn thể) )?(?:báo cáo|báo chí|hội (?:nghị|thảo|thi|chợ)|bộ (?!phận)\S+|trường hợp"
    r"|cơ sở (?:dữ liệu|hạ tầng|vật chất|pháp lý)|nhóm (?:nhiệm vụ|giải pháp|chỉ tiêu|chỉ số|vấn đề|nội dung|đối tượng)"
    r"|khối lượng|ngành nghề|cấp độ|phòng (?:học|họp)|chủ (?:trương|đề|thể)|đối tượng|tổ hợp|viện dẫn|ban đầu)(?!\w)"
)
"""What begins like a body and is none."""

ABOUT = ("đối với", "về phía", "chuyển", "đồng thời", "lưu ý")
"""Calls after which a group may be what the order is about."""

TOLD = re.compile(
    r"(?<!\w)(?:có (?:một|ít nhất|tối thiểu|\d+)|đã|đang|vẫn|sẽ|là|thì|nếu|nhằm|để|việc|tuy nhiên"
    r"|(?:thời gian|năm|tháng|tuần|vừa) qua)(?!\w)"
)
"""Words of a sentence that tells, or of one that has gone on past the name."""
