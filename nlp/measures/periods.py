"""Which time belongs to which number: the deadline of a target, the period of a result.

A time holds for the numbers of its own part of the sentence; one that opens a sentence holds for all of it, and for a
"Trong đó" that follows; one in a table's field of time ("Thời hạn: …") for all the other fields.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.records import Deadline
from nlp.deadlines import find_deadlines, read_deadline
from nlp.measures.statements import Statement
from nlp.measures.subject import BOUNDARY
from nlp.mention import Mention

Times = Sequence[Mention[Deadline]]

FAR = 600
"""Characters between a number and a time after it that can still be its own."""


def deadlines_of(text: str, statements: Sequence[Statement], issued_on: date | None) -> list[Deadline | None]:
    """For each of `statements` the deadline that `text` itself gives it."""
    named = [time for time in find_deadlines(text, issued_on) if not _compared(text, time.start)]
    times: dict[tuple[int, int], Times] = {}
    for sentence in {statement.sentence for statement in statements}:
        counted = [statement.quantity for statement in statements if statement.sentence == sentence]
        inside = [time for time in _within(named, sentence) if not _counted(time, counted)]
        times[sentence] = sorted([*inside, *_years(text, sentence, inside, issued_on)], key=lambda time: time.start)
    field = _field.search(text)
    row = read_deadline(field[1].strip(), issued_on) if field else None
    return [own or row for own in _given(text, statements, times)]


def periods_of(text: str, statements: Sequence[Statement], issued_on: date | None) -> list[Deadline | None]:
    """For each of `statements` the period in which its fact came about; "đến nay" is none."""
    times: dict[tuple[int, int], Times] = {}
    for sentence in {statement.sentence for statement in statements}:
        times[sentence] = [
            Mention(match.start(), match.end(), match[0], time, "period")
            for match in _past.finditer(text, *sentence)
            if not _compared(text, match.start()) and (time := read_deadline(match[0], issued_on))
        ]
    return _given(text, statements, times)


def _given(text: str, statements: Sequence[Statement], times: Mapping[tuple[int, int], Times]) -> list[Deadline | None]:
    given: list[Deadline | None] = []
    last: Statement | None = None
    for statement in statements:
        mine = times[statement.sentence]
        own = _nearest(text, statement, last, mine) or _opening(text, statement, mine)
        given.append(given[-1] if own is None and statement.among and given else own)
        last = statement
    return given


def _years(text: str, sentence: tuple[int, int], times: Times, issued_on: date | None) -> list[Mention[Deadline]]:
    """The years to come that a sentence names, where no deadline was found: "tăng trưởng năm 2031 trên 8%"."""
    found = []
    for match in _year.finditer(text, *sentence):
        time = read_deadline(match[0], issued_on)
        ahead = time and (not time.end or issued_on is None or time.end >= issued_on)
        if time and ahead and not _overlaps(match.start(), match.end(), times) and not _compared(text, match.start()):
            found.append(Mention(match.start(), match.end(), match[0], time, "year"))
    return found


def _nearest(text: str, statement: Statement, last: Statement | None, times: Times) -> Deadline | None:
    """The time in the number's part: the last before it, or the first after it, whichever no comma parts from it."""
    start, end = statement.quantity.start, statement.quantity.end
    inside = _within(times, (statement.start, statement.end))
    before = next((time for time in reversed(inside) if time.end <= start), None)
    after = next((time for time in inside if time.start >= end), None)
    if after and (after.start - end > FAR or _other_action.search(text, end, after.start)):
        after = None
    if after and after.value.kind == "recurring" and not _ends.match(text, after.end):
        after = None  # "trợ cấp hằng tháng được rà soát": the allowance is monthly
    if before and _now.search(text, before.end, start):
        before = None
    if before and after:
        closes = text[before.end : before.end + 1] == "," and not _lead.fullmatch(text, statement.start, before.start)
        elsewhere = closes or ("," in text[before.end : start] and "," not in text[end : after.start])
        previous = last and last.start == statement.start and last.quantity.end <= before.start
        if elsewhere or (previous and last and not BOUNDARY.search(text, last.quantity.end, before.start)):
            return after.value
    chosen = before or after
    return chosen.value if chosen else None


def _opening(text: str, statement: Statement, times: Times) -> Deadline | None:
    """The time that opens the sentence, which holds for all of it."""
    start, end = statement.sentence
    for time in times:
        if start <= time.start and time.end <= min(end, statement.quantity.start):
            opens = _lead.fullmatch(text, start, time.start) or text[time.end : time.end + 2].strip() == ":"
            return time.value if opens else None
    return None


def _counted(time: Mention[Deadline], quantities: Sequence[Mention[Any]]) -> bool:
    """Whether the time is itself the number: "từ 10 ngày còn 7 ngày"."""
    return any(quantity.start <= time.start and time.end <= quantity.end for quantity in quantities)


def _overlaps(start: int, end: int, others: Sequence[Mention[Any]]) -> bool:
    return any(start < other.end and other.start < end for other in others)


def _within(times: Times, span: tuple[int, int]) -> list[Mention[Deadline]]:
    return [time for time in times if span[0] <= time.start and time.end <= span[1]]


def _compared(text: str, at: int) -> bool:
    """Whether what stands at `at` is what a number is compared with, or belongs to a document's name."""
    if _with.search(text, max(0, at - 60), at):
        return True
    return not _due.match(text, at) and bool(_named.search(text, max(0, at - 60), at))


_now = re.compile(r"(?:đến nay|hiện nay|(?<!thực )(?<!phát )(?<!thể )hiện (?:có|đã))(?!\w)", re.IGNORECASE)
_with = re.compile(
    r"(?:so với|cùng kỳ|kể từ)[^,;.()|]{0,40}$|từ [^\d,;.()|]{0,40}$",
    re.IGNORECASE,
)
_named = re.compile(r"(?:quyết định|nghị quyết|kế hoạch|chương trình)[^,;.()|]{0,40}$", re.IGNORECASE)
_due = re.compile(r"(?:trước|chậm nhất|muộn nhất|đến hết ngày|trong (?:năm|quý|tháng))(?!\w)", re.IGNORECASE)
"""What is no part of a plan's name: "giải ngân 100% vốn chương trình trước ngày 31/12"."""
_field = re.compile(
    r"(?:^|[|\n])\s*(?:-\s*)?(?:thời hạn|thời gian|tiến độ|thời điểm)[^:|\n]{0,40}:\s*([^|\n]{2,120})", re.IGNORECASE
)
_other_action = re.compile(
    r"[,;]\s*(?:và\s)?"
    r"(?:trình|báo cáo|gửi|công bố|tổng hợp|chậm nhất|định kỳ|hoàn thành việc|tiếp tục|triển khai)(?!\w)|\n",
    re.IGNORECASE,
)
_ends = re.compile(r"\s*(?:$|[.;,)|\n])")
_lead = re.compile(
    r"[\s+*•–-]*(?:\(?\w{1,4}[.)]\s*)?"
    r"(?:(?:phấn đấu|mục tiêu|chỉ tiêu|cụ thể|theo đó|đến|trong|và|tính"
    r"|(?:đối với|tại) [^,]{0,80}|[^:.]{0,60}:)[\s,]*){0,4}",
    re.IGNORECASE,
)
_year = re.compile(
    r"(?<!\w)(?:(?:từ nay )?đến (?:hết |cuối )?|vào |trong |cả |hết )?"
    r"(?:mỗi (?:năm|quý|tháng)|năm \d{4}|giai đoạn \d{4}\s?[-–]\s?\d{4})(?!\w)",
    re.IGNORECASE,
)
_past = re.compile(
    r"(?<!\w)(?:(?:tính )?đến (?:hết )?(?:ngày \d{1,2}(?:/\d{1,2}/\d{4}| tháng \d{1,2} năm \d{4})"
    r"|(?:tháng \d{1,2}|quý [ivx\d]+)(?:/| năm )\d{4})"
    r"|(?:trong |của |cả )?(?:\d{1,2} tháng (?:(?:đầu |cuối )?năm \d{4}|(?:đầu|cuối) năm)"
    r"|(?:quý (?:[ivx]{1,3}|\d)|tháng \d{1,2})(?:/| năm )\d{4}"
    r"|giai đoạn \d{4}\s?[-–]\s?\d{4}|năm \d{4}))(?!\w)",
    re.IGNORECASE,
)
