"""Which of the times in a point is its deadline: not every date that stands in an order dates the order.

"xây dựng Kế hoạch phát triển năm 2026, hoàn thành trước ngày 15/12/2025": the year belongs to the plan, the day to the task.
"""

import re
from collections.abc import Iterable

from models.records import Deadline
from nlp.language import fold
from nlp.mention import Mention

CLAUSE = re.compile(r"(?:^|[.,;:()\n–-])\s*(?:và\s+|đồng thời\s+|báo cáo\s+|thực hiện\s+)?$")
"""What stands before a time that opens a clause."""

CUE = re.compile(
    r"(?:hoàn thành|xong|thời gian|thời hạn|tiến độ|kết thúc|thực hiện|triển khai|trình|ban hành|báo cáo|gửi(?: về)?|tổ chức|áp dụng|vận hành|"
    r"công bố|hạn|nộp|phê duyệt|định kỳ|chậm nhất|khởi công|là|vào|trong|ngay trong|xong trong|thực hiện trong|thực hiện từ|theo)\s*:?\s*$"
)
"""What stands before a time that dates what was said."""

OF_A_NAME = re.compile(
    r"(?:kế hoạch|chương trình|chiến lược|đề án|dự án|quy hoạch|dự toán|ngân sách|vốn|mục tiêu|chỉ tiêu|nhiệm vụ|kỳ|nghị quyết|công tác|tầm nhìn|"
    r"phát triển|tỉnh|thành phố|xã hội|trung hạn|kinh phí|tình hình|số liệu|kết quả|hoạt động|luật|định hướng|thời kỳ|phương án|danh mục|đợt|tổng kết)\s*$"
)
"""What stands before a time that belongs to a name or a thing."""

STRONG = re.compile(
    r"^\W*(?:trước|chậm nhất|muộn nhất|không quá|đến hết|hết|hạn|hoàn thành|xong|thời hạn|thời gian|trong vòng|định kỳ)(?!\w)"
)
"""How a time begins that can only be a deadline."""

BEFORE_ALL: dict[str, int] = {"by": 0, "relative": 1, "recurring": 2, "during": 3, "ongoing": 4}


def due(text: str, deadlines: Iterable[Mention[Deadline]]) -> Mention[Deadline] | None:
    """The deadline of the order that `text` is, of the times found in it; None where none dates it."""
    folded = fold(text)
    dating = [d for d in deadlines if dates_the_order(folded, d)]
    return min(dating, key=lambda d: (BEFORE_ALL[d.value.kind], d.start), default=None)


def dates_the_order(folded: str, deadline: Mention[Deadline]) -> bool:
    """Whether `deadline` says when the order is to be done, and not what it is about."""
    before, said = folded[max(0, deadline.start - 60) : deadline.start], folded[deadline.start : deadline.end]
    after = folded[deadline.end : deadline.end + 1]
    kind = deadline.value.kind
    if kind == "relative":
        return deadline.value.relative is not None
    if kind == "ongoing":
        return True
    if STRONG.match(said) or CLAUSE.search(before):
        return not (kind == "during" and BASIS.search(folded[: deadline.start]))
    if OF_A_NAME.search(before):
        return False
    if kind == "by":
        return "/" in said or "ngày" in said or bool(CUE.search(before))
    if kind == "recurring":
        return bool(CUE.search(before)) or "/" in said or after in ("", ".", ";")
    return bool(CUE.search(before)) or (said.startswith(("trong", "vào", "xong")) and after in ("", ".", ";", ",", ")"))


BASIS = re.compile(r"^(?:căn cứ|trên cơ sở|theo|thực hiện)[^.;]*$")
"""A clause of reasons: its times are those of what it cites."""


def as_mention(deadline: Deadline | None, text: str) -> Mention[Deadline] | None:
    """`deadline`, which a cell or a label line gives, as found in `text`."""
    return Mention(0, len(text), text, deadline, "ô hoặc dòng thời hạn") if deadline else None
