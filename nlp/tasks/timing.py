"""Which of the times in a point is its deadline: not every date that stands in an order dates the order.

"xây dựng Kế hoạch phát triển năm 2026, hoàn thành trước ngày 15/12/2025": the year belongs to the plan, the day to the
task.
"""

import re
from collections.abc import Iterable
from functools import cache

from models.records import Deadline, Unit
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.wording import opens_action, opens_with, phrases

CLAUSE = re.compile(r"(?:^|[.,;:()\n–-])\s*(?:và\s+|đồng thời\s+|báo cáo\s+|thực hiện\s+)?$")
"""What stands before a time that opens a clause."""

KINDS_FIRST: dict[str, int] = {"by": 0, "relative": 1, "recurring": 2, "during": 3, "ongoing": 4}


def due(
    text: str, deadlines: Iterable[Mention[Deadline]], start: int = 0, units: Iterable[Mention[Unit]] = ()
) -> Mention[Deadline] | None:
    """The deadline of the order that `text` is from `start` on, of the times found in it; None where none dates it.

    `units` are those found in it: a time behind one is not part of a name that ends as theirs do.
    """
    folded, ends = fold(text), frozenset(unit.end for unit in units)
    dating = [d for d in deadlines if dates_the_order(folded, d, start, len(text[: d.start].rstrip()) in ends)]
    return min(dating, key=lambda d: (KINDS_FIRST[d.value.kind], d.start), default=None)


def dates_the_order(folded: str, deadline: Mention[Deadline], start: int = 0, after_unit: bool = False) -> bool:
    """Whether `deadline` says when the order is to be done, and not what it is about.

    `after_unit`: it stands behind a unit, "trình Ủy ban nhân dân tỉnh | trong Quý III", not "của tỉnh trong Quý III".
    """
    before, said = folded[max(0, deadline.start - 60) : deadline.start], folded[deadline.start : deadline.end]
    after = folded[deadline.end : deadline.end + 1]
    ends = after in ("", ".", ";", ",", ")") or folded.startswith(
        (" theo quy định", " hoặc đột xuất", " và đột xuất", " (", " /"), deadline.end
    )
    ends = ends or (said.startswith("vào ") and bool(AND_THEN.match(folded, deadline.end)))
    kind = deadline.value.kind
    if kind == "during" and TARGETED.match(folded, deadline.end) and said.startswith("năm "):
        return False
    if kind == "relative":
        return deadline.value.relative is not None
    if kind == "ongoing":
        said_first = folded[start : deadline.start].strip(" -+•")
        return (
            not said_first
            or MATTER.fullmatch(said_first) is not None
            or before.endswith(("nhiệm vụ ", "việc ", "thực hiện "))
        )
    if kind == "recurring" and deadline.value.rrule is None:
        return (
            bool(CLAUSE.search(before) or follows("dates_it", before))
            or not folded[start : deadline.start].strip(" ,")
            or said.startswith("theo")
            or (before.endswith(" và ") and bool(REPORTS.match(folded, deadline.end)))
            or not folded[deadline.end :].strip(" .;/")
        )
    if opens_with("surely_due", said) or CLAUSE.search(before):
        return not (kind == "during" and BASIS.search(folded[: deadline.start]))
    if kind == "during" and after_unit and said.startswith(("trong ", "từ nay")) and opens_action(folded, deadline.end):
        return True
    if said.startswith("trong ") and BROUGHT.search(before):
        return True
    if kind == "during" and SPAN.match(said) and (ends or deadline.value.end is None):
        return follows("dates_it", before) or bool(CARRIED_OUT.match(folded[start : deadline.start]))
    named = "done_within" if said.startswith("trong ") else "named_by_it"
    placed = kind == "recurring" and "BY" in (deadline.value.rrule or "")
    named_it = follows(named, before) and not placed and not said.startswith(("vào ", "lúc "))
    if named_it and not (after_unit and said.startswith(("trong ", "ngay trong "))):
        return False
    if kind == "by":
        return "/" in said or "ngày" in said or follows("dates_it", before)
    if kind == "recurring":
        again = said.startswith(("hằng ", "hàng ", "mỗi ")) and follows("done_again", before)
        reports = not folded[start : deadline.start].strip(" ,") or (after_unit and REPORTS.match(folded, deadline.end))
        return (
            follows("dates_it", before)
            or "/" in said
            or ends
            or (placed and said.startswith(("vào ", "ngày ")))
            or again
            or bool(reports)
        )
    return follows("dates_it", before) or (said.startswith(WITHIN) and ends)


MATTER = re.compile(r"(?:đối với|về|riêng)\s[^:.]{3,200}:")
"""What a point is about, before what is to be done: "Đối với các trạm vùng cao: | Thường xuyên …"."""

TARGETED = re.compile(r"\s*(?::\s*(?:trên |tối thiểu |ít nhất )?\d|(?:phấn đấu )?đạt(?!\w))")
"""What a year of a schedule is to bring: "theo lộ trình: năm 2026 | đạt 60%, năm 2027 đạt 100%"."""

AND_THEN = re.compile(r" và (?:tổng kết|sơ kết|hoàn thành|báo cáo|trình|đưa)(?!\w)")
"""Another action behind a time: "sơ kết vào năm 2028 | và tổng kết vào năm 2030"."""

WITHIN = ("trong", "vào", "xong", "ngay trong", "từ nay", "kể từ nay", "từ thời điểm này")
"""How a period begins that ends a clause as its time."""

BROUGHT = re.compile(r"(?<!\w)(?:công bố|thông báo|gửi|nộp|trình|có)(?: \w+){0,2} (?:kết quả|số liệu|danh mục) $")
"""What is brought forth by the time just named: "công bố kết quả | trong năm 2026"."""

SPAN = re.compile(r"từ (?:ngày |tháng |năm học )?\d")
"""How a run of days or months begins."""

CARRIED_OUT = re.compile(
    r"\W*(?:phối hợp |tập trung |tiếp tục )?"
    r"(?:tổ chức|triển khai|thực hiện|tiến hành|phát động|mở|ra quân|trực|kiểm tra)(?!\w)"
    r"(?![^;.]*(?:số liệu|diễn ra|dữ liệu|tình hình|giai đoạn|ban hành|quy định|nghị quyết|quyết định|hiệu lực|áp dụng"
    r"|của)(?!\w))"
)
"""An action that goes on from one day to another: "Tổ chức đợt cao điểm | từ ngày 15/5 đến ngày 15/6"."""


REPORTS = re.compile(
    r" (?:(?:hoặc|và) đột xuất,? )?(?:tổng hợp|báo cáo|sơ kết|tổng kết|rà soát|kiểm tra|đánh giá)(?!\w)"
)
"""What is done by the period just named: "theo dõi việc thực hiện và định kỳ | hoặc đột xuất báo cáo …"."""

BASIS = re.compile(r"^(?:căn cứ|trên cơ sở|theo|thực hiện)[^.;]*$")
"""A clause of reasons: its times are those of what it cites."""


def follows(name: str, before: str) -> bool:
    """Whether `before` ends with a phrase of `name`."""
    return bool(ending(name).search(before))


@cache
def ending(name: str) -> re.Pattern[str]:
    """A phrase of `name` at the end."""
    return re.compile(rf"(?<!\w){phrases(name)}\s*:?\s*$")


def as_mention(deadline: Deadline | None, text: str) -> Mention[Deadline] | None:
    """`deadline`, which a cell or a label line gives, as found in `text`."""
    return Mention(0, len(text), text, deadline, "ô hoặc dòng thời hạn") if deadline else None
