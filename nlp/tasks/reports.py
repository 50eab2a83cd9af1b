"""A report owed inside an order: a task of its own where its deadline is its alone."""

import re

from nlp.language import fold
from nlp.tasks.passage import Passage
from nlp.tasks.timing import due

Stretches = tuple[tuple[int, int], ...]

SEVERAL = r"(?:định kỳ|(?:định kỳ )?(?:hằng|hàng)) [^;.()]{2,30}\([^;.]{2,160}?[\s,)]+"
"""Several times to report by: "Định kỳ hằng tháng (trước ngày 20), hằng năm (trước ngày 10/12)"."""

CLAUSE = re.compile(
    r"(?:^|(?<=[;.])\s*|(?<=,)\s*)"
    rf"(?P<clause>(?:(?:{SEVERAL}|(?:trước|chậm nhất|định kỳ|hằng|hàng|đối với|trường hợp)\s[^,;.]{{2,60}}?[\s,]+)?"
    r"(?:đề xuất )?)"
    r"(?:(?:đồng thời|kịp thời|và|hàng tháng|hằng tháng|tổng hợp(?: kết quả(?: thực hiện)?)?|tổng kết|xây dựng"
    r"|định kỳ[^,;.]{0,60}?),? )*"
    r"(?:báo cáo|gửi báo cáo|có báo cáo|thông tin kết quả|gửi văn bản)(?!\w)[^;]*?)(?:;|\.(?=\s|$)|$)"
)

SUBMITTED = re.compile(
    r"báo cáo[^,;.]{0,80}(?:phê duyệt|xem xét|quyết định|cho phép|chấp thuận|thông qua|cho ý kiến|chỉ đạo)"
)
"""A submission for approval goes on with the task; it is no report."""

DRAWN_UP = re.compile(r"định kỳ (?:sơ kết|tổng kết|tổng hợp)(?!\w)")
"""What is drawn up again and again, in whatever period, is another matter; to report so is how an order is done."""

SHORTEST = 4
"""Words of the order before a report."""


def reports_apart(passage: Passage, start: int, end: int) -> tuple[Stretches, Stretches]:
    """The stretches of the order between `start` and `end`, and those of reports with a deadline of their own.

    After a comma a report goes on with what is done ("nghiên cứu, tổng hợp, báo cáo … trước ngày …"): its date is the
    whole's. After a semicolon or a full stop it is another matter.
    """
    text = fold(passage.text[:end])
    reports = tuple(
        match.span("clause")
        for match in CLAUSE.finditer(text, start)
        if stands_alone(passage, text, start, *match.span("clause"))
    )
    edges = [start, *(edge for a, b in reports for edge in (a, b + 1)), end]
    kept = zip(edges[::2], edges[1::2], strict=True)
    return tuple((a, b) for a, b in kept if passage.text[a:b].strip(" ;.,")), reports


def stands_alone(passage: Passage, text: str, start: int, a: int, b: int) -> bool:
    """Whether the report between `a` and `b` is another matter than the order before it, from `start` on."""
    before = text[start:a].rstrip()
    if len(before.split()) < SHORTEST or not before.endswith((";", ".", ",")):
        return False
    own = due(passage.text, [d for d in passage.deadlines if a <= d.start and d.end <= b])
    if own is None or (own.value.kind == "recurring" and own.value.rrule is None and not DRAWN_UP.match(text, a)):
        return False
    if own.value.kind != "recurring" and SUBMITTED.search(text[a:b]):
        return False
    if not before.endswith(","):
        return True
    if due(passage.text, [d for d in passage.deadlines if start <= d.start and d.end <= a]):
        return False
    dated = own.value.end is not None or own.value.rrule is not None
    return dated and text[a:b].startswith(("kịp thời", "định kỳ hàng", "định kỳ hằng"))
