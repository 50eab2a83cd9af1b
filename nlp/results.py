"""Results (kết quả): measured facts stated as achieved, from running text.

`find_results` takes every measured number of a sentence that says what was done ("đã kiểm tra 78/78 đơn vị"), where it
stands ("đến nay", "ước đạt") or how it grew ("tăng 12,9% so cùng kỳ"). Baselines of other years, averages beside the
fact, harm suffered and what is still to be done are none.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from models.records import Result
from nlp.measures.owners import owners_of
from nlp.measures.periods import periods_of
from nlp.measures.stance import measures
from nlp.measures.statements import OPENING, Statement, find_statements
from nlp.measures.vocabulary import counted_noun
from nlp.mention import Mention
from nlp.targets import SINCE, SMALL, aimed_at


def find_results(
    text: str, issued_on: date | None = None, *, report: bool | None = None, aims: bool = False
) -> tuple[Mention[Result], ...]:
    """The results that `text` states, in order; `issued_on` gives bare dates their year.

    `report` says that the document is a report or a news item, where a plain fact is a result (None: the passage
    itself decides); `aims` that the passage stands under a heading of aims, where nothing is achieved yet.
    """
    if aims:
        return ()
    found: list[Mention[Result]] = []
    statements = find_statements(text)
    targets = aimed_at(statements, issued_on, aims=False, report=bool(report))
    over = _over(text, statements, issued_on)
    achieved = _rules(statements, bool(report), over)
    rules = [None if target else rule for rule, target in zip(achieved, targets, strict=True)]
    aiming = {statement.sentence for statement, target in zip(statements, targets, strict=True) if target}
    rules = [
        None if rule in ("part", "also") and statement.sentence in aiming and statement.stance is None else rule
        for statement, rule in zip(statements, rules, strict=True)
    ]
    stated = [(statement, rule) for statement, rule in zip(statements, rules, strict=True) if rule]
    facts = [statement for statement, _ in stated]
    periods, owners = periods_of(text, facts, issued_on), owners_of(text, facts)
    for (statement, rule), period, units in zip(stated, periods, owners, strict=True):
        quantity = statement.quantity.value
        result = Result(
            id="",
            content=statement.content,
            measure=statement.measure or None,
            value=quantity.value,
            of=quantity.of,
            unit=quantity.unit or (counted_noun(statement.measure) if quantity.kind == "bare" else None),
            period=period,
            owners=units,
            confidence=CONFIDENCE[rule],
        )
        mention = statement.quantity
        found.append(Mention(mention.start, mention.end, mention.text, result, f"result/{rule}"))
    return tuple(found)


CONFIDENCE = {"done": 0.8, "part": 0.85, "subject": 0.75, "grown": 0.8, "rank": 0.7, "also": 0.75, "reported": 0.65}
"""Of the results that each rule finds, the share that a reviewer leaves as they are: a first estimate."""


def _over(text: str, statements: Sequence[Statement], issued_on: date | None) -> list[bool]:
    """For each of `statements` whether its sentence opens with a period that was over when this was issued."""
    if issued_on is None:
        return [False] * len(statements)
    return [
        bool(period and period.end and period.end < issued_on and _opening_time.match(text, statement.sentence[0]))
        for statement, period in zip(statements, periods_of(text, statements, issued_on), strict=True)
    ]


_opening_time = re.compile(
    r"[\s+*•–-]*(?:\(?\w{1,4}[.)]\s*)?(?:trong |cả |riêng )?(?:\d{1,2} tháng|năm|quý|tháng|giai đoạn)\s", re.IGNORECASE
)


def _rules(statements: Sequence[Statement], report: bool, over: Sequence[bool]) -> list[str | None]:
    """For each statement the rule by which it is a result, or None; one fact makes its neighbours facts too."""
    rules: list[str | None] = []
    scope: Statement | None = None  # the last number that only tells where: "của 25 xã và 7 phường"
    for statement, past in zip(statements, over, strict=True):
        placed = _is_place(statement, scope)
        scope = statement if placed else None
        rules.append(None if placed else _achieved(statement, report, past))
    stated = {statement.sentence for statement, rule in zip(statements, rules, strict=True) if rule}
    return [
        rule or ("also" if statement.sentence in stated and _may_join(statement) else None)
        for statement, rule in zip(statements, rules, strict=True)
    ]


def _may_join(statement: Statement) -> bool:
    """Whether the number, beside a fact of the same sentence, is one too."""
    if statement.stance is not None or not _may_be(statement) or _is_place(statement, None):
        return False
    return _has(statement.before)


def _achieved(statement: Statement, report: bool, past: bool = False) -> str | None:
    value, stance, before = statement.quantity.value, statement.stance, statement.before
    if not _may_be(statement, told=report or stance == "achieved"):
        return None
    if value.of is not None:
        return "part" if stance != "ordered" or _done_after(statement.after) else None
    if value.kind == "rank":
        return "rank"
    if stance == "achieved" or statement.quantity.text.lower().startswith("ước"):
        return "done"
    measured = value.value != round(value.value)  # an aim is a round number
    if (
        value.kind == "percent"
        and measured
        and (value.comparator == "increase" or _reaches.search(before[-60:]) or _is_rate(statement))
    ):
        return "grown"
    if value.comparator in ("increase", "decrease") and SINCE.match(statement.after):
        return "grown"
    if stance is None and value.kind == "count" and _opens(before) and _done_after(statement.after):
        return "subject"
    if (report or past) and stance is None and _stands(statement):
        return "reported"
    if report and stance == "ordered" and _equals.search(before[-20:]):
        return "reported"
    return None


def _is_rate(statement: Statement) -> bool:
    """Whether a colon stands between a rate and its number: "Tỷ lệ hài lòng: 96,5%"."""
    return statement.before.rstrip().endswith(":") and bool(measures().bound.match(statement.measure))


def _stands(statement: Statement) -> bool:
    """Whether a number of a report says how much there is: a share, money, or a count with its verb."""
    value, before = statement.quantity.value, statement.before
    said = value.kind in ("percent", "money") or value.comparator in ("gt", "approx", "increase", "decrease")
    return bool(said or _has(before) or _opens(before))


def _may_be(statement: Statement, *, told: bool = False) -> bool:
    """Whether the number could be a fact at all; `told`: what is done is told here."""
    value = statement.quantity.value
    paid = told and value.kind in ("money", "count") and not statement.firm and _paid.search(statement.before)
    if statement.aside or (statement.norm and not paid) or statement.stance == "aimed":
        return False
    if _planned.match(statement.measure) or _trouble.match(value.unit or ""):
        return False
    if _intended.search(statement.before[-LONGEST_INTENT:]) or _will.match(statement.after):
        return False
    if value.kind in ("age", "duration") or value.comparator == "ge" or value.value_max is not None:
        return False
    if value.kind == "score" and not (told and (value.of is not None or _marked.search(statement.before))):
        return False
    if value.comparator in ("le", "lt") and not _fell.search(statement.before[-30:] + statement.quantity.text):
        return False
    if (
        value.kind == "bare"
        and not (value.of is not None and told and _has(statement.before))
        and not (statement.measure and (_equals.search(statement.before[-20:]) or value.comparator != "eq"))
    ):
        return False
    if value.of is not None and value.comparator not in ("eq", "approx"):  # "trên 2/3 số phiếu"
        return False
    if value.kind == "measure" and (value.unit or "") in SMALL:
        return False
    whole = value.of is None and value.kind in ("count", "money")
    served = told and bool(_for.search(statement.before))
    return not statement.nested or (whole and (statement.stance == "achieved" or served))


def _is_place(statement: Statement, scope: Statement | None) -> bool:
    """Whether the number tells where or of what, not how much: "tại 78 đơn vị"."""
    if statement.quantity.value.of is not None:
        return False
    if _where.search(statement.before[-20:]):
        return True
    if scope is None or scope.start != statement.start:
        return False
    return statement.before[scope.quantity.end - scope.start :].strip() in ("và", ",")


LONGEST_INTENT = 160
"""Characters before a number in which its clause may say that it is still to come."""

_intended = re.compile(
    r"(?<!\w)(?:sẽ(?!\w)(?:[^;.]|\.(?=\d))*|(?:thống nhất|đề xuất|kiến nghị|dự kiến)(?!\w)[^,;.]{0,40})$", re.IGNORECASE
)
_will = re.compile(r"[^,;.]{0,60}?(?<!\w)sẽ(?!\w)", re.IGNORECASE)
"""What says that a number is meant, not achieved: "sẽ cắt giảm 120 thủ tục", "03 chương trình sẽ tập trung …"."""

_planned = re.compile(r"\W*(?:tổng )?(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nhu cầu)(?!\w)", re.IGNORECASE)
"""What is named so is set, not achieved: "Kế hoạch năm 2031 là 34 tỷ đồng"."""
_trouble = re.compile(r"(?:hạn chế|tồn tại|khó khăn|vướng mắc|nguyên nhân|bất cập)(?!\w)", re.IGNORECASE)
_paid = re.compile(
    r"(?<!\w)đã (?:chi trả|hỗ trợ|chi|cấp|trao|tặng|thu|nộp|bồi thường|truy thu|thu hồi|giải ngân|tạm ứng|quyết toán)"
    r"(?! (?:phí|theo|cho phép))(?!\w)[^;]*$",
    re.IGNORECASE,
)
"""Money that was paid is a fact, where what is to be paid is a norm: "đã chi trả 12 tỷ đồng tiền bồi thường"."""
_marked = re.compile(r"(?<!\w)(?:chỉ số|điểm số|điểm|kết quả)(?!\w)[^;]{0,100}(?:đạt|là)\s*$", re.IGNORECASE)
_for = re.compile(r"(?<!\w)(?:cho|với)(?: (?:hơn|trên|gần|khoảng|tổng số))?\s*$", re.IGNORECASE)
_fell = re.compile(r"(?<!\w)(?:còn|giảm|xuống)\b", re.IGNORECASE)
_equals = re.compile(r"(?<!\w)là\s*$", re.IGNORECASE)
_where = re.compile(r"(?<!\w)(?:ubnd|hđnd|các|tại|ở|của|thuộc|trong|theo|từ|gồm|do|mỗi|qua|cả)\s*$", re.IGNORECASE)
_reaches = re.compile(r"(?<!\w)(?:đạt|chiếm)(?!\w)[^,;]{0,20}$", re.IGNORECASE)


def _has(before: str) -> bool:
    """Whether a verb that tells stands before the number, or it opens a clause."""
    return bool(_telling().search(before[-60:]))


def _done_after(after: str) -> bool:
    """Whether what the number counts has done, or is doing, something."""
    return bool(_done().match(after[:120]))


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w){measures().words['telling']}(?: \w+){{0,2}}|[,:(])\s*$", re.IGNORECASE)


@cache
def _done() -> re.Pattern[str]:
    return re.compile(rf"[^;.,]{{0,80}}?(?<!\w){measures().words['done']}(?!\w)", re.IGNORECASE)


def _opens(before: str) -> bool:
    """Whether next to nothing stands before the number in its part of the sentence."""
    return len(re.sub(r"^\W*(?:\(?\w{1,4}[.)])?\W*", "", before).strip()) <= OPENING
