"""What follows the units of an order: that they lead, with whom, that they are responsible; and what ends it."""

import re
from functools import cache

from nlp.tasks.wording import BY_RIGHT, UNIT, UNITS, phrases


@cache
def joint() -> re.Pattern[str]:
    """[by its functions] "chủ trì, phối hợp với" units."""
    duty = r"(?=[\s,]+(?:có trách nhiệm|chủ trì|phối hợp))"
    by_function = rf"(?:[\s,]*{BY_RIGHT}[^.;:{UNIT}]{{0,80}}?{duty})?"
    eager = r"(?:[\s,]+(?:khẩn trương|tiếp tục|chủ động|tập trung|tích cực|kịp thời|nghiêm túc|trực tiếp))*"
    bears = rf"{eager}(?:[\s,]*{phrases('bears')})?"
    return re.compile(rf"{by_function}{bears}[\s,:]*(?P<cue>{phrases('lead_with')})[\s:,]*(?P<units>{UNITS})")


@cache
def bearing() -> re.Pattern[str]:
    """ "có trách nhiệm", "theo chức năng, nhiệm vụ có trách nhiệm"."""
    by_function = rf"(?:[\s,]*{BY_RIGHT}[^.;:]{{0,80}}?(?=[\s,]+(?:có trách nhiệm|chủ trì)))?"
    return re.compile(rf"{by_function}[\s,]*{phrases('bears')}(?:[\s,]*{phrases('bears')})?")


@cache
def until_action() -> re.Pattern[str]:
    """Words up to a verb of orders."""
    return re.compile(rf"[^.,;:{UNIT}]{{2,70}}?(?=\s{phrases('verb')})")


def skip(mask: str, at: int) -> int:
    """The offset after blanks and signs."""
    while at < len(mask) and mask[at] in " \t\n,;:-–":
        at += 1
    return at


def ends(mask: str, at: int) -> bool:
    """Whether nothing is ordered from `at` on: the phrase leads a list in."""
    rest = mask[at:].strip(" .:;,-–")
    rest = POST_TOO.sub("", rest)
    return not rest or rest in ("chịu trách nhiệm", "nêu trên", "nói trên") or bool(LIST_FOLLOWS.fullmatch(rest))


POST_TOO = re.compile(
    r"^(?:(?:phó )?trưởng (?:ban|đoàn|tiểu ban)|(?:phó )?chủ tịch hội đồng|ủy viên|thành viên|thư ký)"
    r"(?: thường trực)?(?: ban chỉ đạo| ban chỉ huy| ban tổ chức| hội đồng)?$"
)
"""What somebody is beside his office, in a heading: "Giám đốc Công an tỉnh - Phó Trưởng ban"."""

LIST_FOLLOWS = re.compile(
    r"(?:(?:theo|căn cứ) chức năng[^.;:]{0,60}? (?=triển khai|tổ chức|tập trung|thực hiện))?"
    r"(?:chịu trách nhiệm |có trách nhiệm )?"
    r"(?:tập trung |tiếp tục |khẩn trương |nghiêm túc |chủ động )*"
    r"(?:chỉ đạo |tổ chức |triển khai |thực hiện |quan tâm |lưu ý |quán triệt )*"
    r"(?:tốt |nghiêm |ngay |đồng bộ |có hiệu quả |hiệu quả )*"
    r"(?:các |một số |những )?(?:nội dung|nhiệm vụ|công việc|việc|giải pháp|biện pháp)?"
    r"(?:,? (?:giải pháp|nội dung|công việc|nhiệm vụ))*"
    r"(?: (?:trọng tâm|cụ thể|chủ yếu|chính|sau đây|sau|như sau|dưới đây))*"
)


LEADS = re.compile(r"chủ trì|đầu mối|thường trực")


NOUNS_FOLLOW = re.compile(rf"\s*:\s*là (?:{UNIT}|(?:cơ quan|đơn vị|đầu mối|chủ đầu tư|tổ chức)(?!\w))")
"""What a unit is, as the first of its duties: "Sở Nội vụ: Là cơ quan thường trực, …"."""
