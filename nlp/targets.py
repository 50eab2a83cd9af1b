"""Targets (chỉ tiêu): measurable aims with a number, from running text.

`find_targets` takes every measured number that is aimed at: by a word of aim ("phấn đấu"), by an order for the whole
of something ("số hóa 100% hồ sơ"), by a share to be reached ("tỷ lệ … đạt 80%") or by its change ("giảm từ 10 ngày còn
7 ngày"). Conditions, rates, technical requirements and sizes of a task are none.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from models.records import Deadline, Target
from nlp.measures.owners import owners_of
from nlp.measures.periods import deadlines_of
from nlp.measures.stance import measures
from nlp.measures.statements import Statement, find_statements
from nlp.mention import Mention


def find_targets(
    text: str,
    issued_on: date | None = None,
    *,
    aims: bool | None = None,
    report: bool = False,
    period: Deadline | None = None,
) -> tuple[Mention[Target], ...]:
    """The targets that `text` sets, in order; `issued_on` gives bare dates their year.

    `aims` says that the passage stands under a heading of aims, where plain numbers are targets (None: the passage
    itself decides); `report` that the document is a report or a news item, where only words of aim make a target.
    `period` is the deadline that the heading gives, each target's unless it has its own.
    """
    found: list[Mention[Target]] = []
    statements = find_statements(text)
    rules = aimed_at(statements, issued_on, aims=bool(aims), report=report)
    if not any(rules):
        return ()
    deadlines = deadlines_of(text, statements, issued_on)
    aimed = [(s, rule, deadline) for s, rule, deadline in zip(statements, rules, deadlines, strict=True) if rule]
    owners = owners_of(text, [statement for statement, _, _ in aimed])
    for (statement, rule, deadline), units in zip(aimed, owners, strict=True):
        quantity = statement.quantity.value
        target = Target(
            id="",
            content=statement.content,
            measure=statement.measure,
            comparator=quantity.comparator,
            value=quantity.value,
            value_max=quantity.value_max,
            unit=quantity.unit,
            deadline=deadline or period,
            owners=units,
            confidence=CONFIDENCE[rule],
        )
        mention = statement.quantity
        found.append(Mention(mention.start, mention.end, mention.text, target, f"target/{rule}"))
    return tuple(found)


CONFIDENCE = {
    "aim": 0.9,
    "horizon": 0.85,
    "all": 0.85,
    "share": 0.8,
    "reached": 0.85,
    "change": 0.85,
    "quota": 0.75,
    "among": 0.8,
    "listed": 0.8,
}
"""Of the targets that each rule finds, the share that a reviewer leaves as they are: a first estimate."""


def aimed_at(statements: Sequence[Statement], issued_on: date | None, *, aims: bool, report: bool) -> list[str | None]:
    """For each of `statements` the rule by which its number is a target, or None."""
    rules: list[str | None] = []
    last: Statement | None = None
    for statement in statements:
        rules.append(_aimed(statement, aims, report, last, issued_on))
        last = statement if rules[-1] else last
    return rules


def _aimed(
    statement: Statement, aims: bool, report: bool, last: Statement | None, issued_on: date | None
) -> str | None:
    """The rule by which the number is a target, or None."""
    value, stance = statement.quantity.value, statement.stance
    if statement.aside or statement.nested or stance == "achieved":
        return None
    if value.of is not None and (value.kind != "count" or not (aims or stance == "aimed")):
        return None  # "80/85 trường đạt chuẩn" is an aim among aims only
    horizon = _horizon(statement, issued_on) and not report
    if statement.firm:
        return None
    if stance != "aimed" and (statement.norm or (value.kind in ("score", "bare", "rank") and not aims and not horizon)):
        return None
    if stance == "aimed":
        return "aim"
    if last and _restates(statement, last):
        return None
    if value.kind == "count" and (_where if not aims else _place).search(statement.before[-20:]):
        return None
    if issued_on and _was(statement.before, issued_on.year):
        return None
    if value.was is not None and not report:
        return "change"
    if horizon:
        return "horizon"
    if aims:
        return "listed"
    if report:
        return None
    same = last is not None and last.sentence == statement.sentence
    if last and statement.among and last.sentence[1] >= statement.sentence[0] - 3:
        return "among"
    if statement.before.rstrip().endswith(":") and (
        same or (_lists.search(statement.after) and _words("undertaking").match(statement.measure))
    ):
        return "listed"
    whole = value.value == round(value.value)
    if value.comparator in ("increase", "decrease") and SINCE.match(statement.after):
        return None
    if value.comparator in ("increase", "decrease") and whole:
        return "change" if value.kind in ("percent", "measure", "duration") else None
    if value.kind == "percent":
        if last and (last.start, last.shares) == (statement.start, statement.shares) and statement.shares:
            return "share"
        return _share_aimed(statement)
    if value.comparator == "ge" and value.kind in ("count", "measure", "money") and value.unit not in SMALL:
        return "quota" if _is_quota(statement) else None
    return None


def _restates(statement: Statement, last: Statement) -> bool:
    """Whether the number only says the one before it again: "50% (8 xã)"."""
    if last.start != statement.start or (last.quantity.value.kind, statement.quantity.value.kind) != (
        "percent",
        "count",
    ):
        return False
    return bool(_restated.fullmatch(statement.before, last.quantity.end - last.start))


def _share_aimed(statement: Statement) -> str | None:
    """The rule by which a percentage that no word of aim precedes is a target."""
    value, near = statement.quantity.value, statement.before[-120:]
    known = measures()
    if value.value == 100 and known.order.search(near):
        return "all"
    if near.endswith("(") and statement.after.startswith(")") and value.comparator in ("eq", "ge"):
        asked = value.comparator == "ge" or (value.value == 100 and _ordered().search(near))
        return "quota" if asked else None  # "thanh toán trực tuyến (100%)", "bố trí vốn đối ứng (tối thiểu 5%)"
    if statement.shares:
        if value.value == 100 and (_opens(statement.before) or near.endswith(", ")):
            return "all"
        ordered = statement.stance == "ordered" and known.order.search(near)
        kept = value.comparator in ("ge", "gt") and (ordered or _kept.search(near))
        kept = kept or (value.comparator == "ge" and known.share.search(near))
        return "share" if kept or (_opens(statement.before) and value.comparator in ("eq", "ge", "gt")) else None
    if _moved_to.search(near):  # "giảm tỷ lệ hồ sơ trễ hạn xuống dưới 2%"
        return "reached"
    if value.value != round(value.value) or value.comparator in ("lt", "le"):
        return None
    if _beside.search(near) or (_makes_up.search(near) and value.comparator != "eq"):
        return None
    ensured = value.comparator == "ge" and (
        known.share.search(near) or (statement.stance == "ordered" and _ensured.search(near))
    )
    if ensured or _reaching.search(near) or (known.bound.match(statement.measure) and value.comparator in ("ge", "gt")):
        return "reached"
    return None


def _is_quota(statement: Statement) -> bool:
    """Whether "at least so many" is ordered: of things to make, or of times to do something."""
    near = statement.before[-120:]
    unit = statement.quantity.value.unit or ""
    return bool(measures().quota.search(near) or (unit.startswith("lần/") and _words("repeated").search(near)))


def _horizon(statement: Statement, issued_on: date | None) -> bool:
    """Whether a year to come is said with the number: "đến năm 2035 đạt …", or opens its sentence."""
    opening = _until.search(statement.lead[:60])
    named = [*_until.findall(statement.before), *([opening[1]] if opening else [])]
    this_year = issued_on.year if issued_on else 0
    if any(int(year) >= this_year for year in named):
        return True
    return bool(this_year) and any(int(year) > this_year for year in _ahead.findall(statement.before))


def _was(before: str, this_year: int) -> bool:
    """Whether a bracket before the number says that it is of a year gone by: "đạt 45% (năm 2025 là 40%)"."""
    year = _in_brackets.search(before[-80:])
    return bool(year) and int(year[1]) < this_year if year else False


_in_brackets = re.compile(r"\((?:[^()]{0,30}\s)?(?:năm|cuối năm|hết năm) (20\d\d)[^()]{0,40}$", re.IGNORECASE)


def _opens(before: str) -> bool:
    """Whether nothing but a label, a place or a word of aim stands before the number in its part."""
    words = re.sub(r"^\W*(?:\(?\w{1,4}[.)])?\W*", "", before)
    words = re.sub(r"^(?:tại|ở|đối với)\b[^:;,]{0,80}[:,]\s*|^[^:;]{0,60}:\s*", "", words, flags=re.IGNORECASE)
    return not _connecting.sub("", words).strip()


SINCE = re.compile(r"[^,;.]{0,40}?\bso (?:với )?(?:cùng kỳ|năm trước|năm ngoái|tháng trước|quý trước)", re.IGNORECASE)
_beside = re.compile(r"\d[^;]*,\s*(?:đạt|chiếm)(?: tỷ lệ| tỉ lệ)?\s*$", re.IGNORECASE)
"""A count said again as a share: "26 đơn vị xếp loại tốt, đạt tỷ lệ 23%"."""
_makes_up = re.compile(r"chiếm(?: tỷ lệ| tỉ lệ)?\s*$", re.IGNORECASE)
_kept = re.compile(r"(?<!\w)(?:bảo đảm|đảm bảo|duy trì)(?: đạt)?(?: mức| tỷ lệ| tỉ lệ)?\s*$", re.IGNORECASE)
_ensured = re.compile(r"(?<!\w)(?:bảo đảm|đảm bảo|duy trì)\s[^,;.()]{3,80}$", re.IGNORECASE)
_restated = re.compile(r"[^,;()]{0,80}\(\s*(?:tương đương|tương ứng|là|bằng)?\s*")
_where = re.compile(r"(?<!\w)(?:tại|ở|của|thuộc|trong|gồm|do|cho|trên cả)\s*$", re.IGNORECASE)
_place = re.compile(r"(?<!\w)(?:tại|ở|của|thuộc|trong|gồm|do|trên cả)\s*$", re.IGNORECASE)
"""Under a heading of aims "cho" tells whom the aim is for: "giải quyết việc làm cho 18.000 lao động"."""
_ahead = re.compile(r"(?<!từ\s)\b(?:năm|giai đoạn 20\d\d\s?[-–]|thời kỳ 20\d\d\s?[-–])\s?(20\d\d)\b", re.IGNORECASE)
_until = re.compile(r"\b(?:đến|vào)(?: hết| cuối)? năm (20\d\d)\b", re.IGNORECASE)
_reaching = re.compile(r"(?<!\w)(?:(?:đạt|chiếm)(?!\w)[^;,]{0,30}|là\s*)$", re.IGNORECASE)
_moved_to = re.compile(
    r"(?<!\w)(?:nâng(?! cao)\s[^;,]{3,80}\slên|giảm\s[^;,]{3,80}\s(?:xuống còn|xuống|còn))\s*$", re.IGNORECASE
)
_lists = re.compile(r"\s*\(trong đó\b", re.IGNORECASE)
_connecting = re.compile(
    r"^(?:phấn đấu|bảo đảm|đảm bảo|và|mục tiêu|bên cạnh đó|đồng thời|ngoài ra|song song đó|theo đó|cụ thể|,|\s)+",
    re.IGNORECASE,
)


SMALL = ("m", "cm", "mm", "dm", "inch", "dpi", "°c", "kg", "g", "mg", "ml", "μg", "µg")
"""Units of things, not of achievements."""


@cache
def _ordered() -> re.Pattern[str]:
    """What is ordered at the head of the last clause before a bracket."""
    return re.compile(
        rf"(?:^|[,;:.]\s|\svà\s|\s)(?:thực hiện\s)?{measures().words['ordered']}[^,;:.()\d]{{3,100}}\($", re.IGNORECASE
    )


@cache
def _words(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern for any word of a list of `knowledge/measures.toml`, between two others."""
    return re.compile(rf"{before}(?<!\w){measures().words[name]}(?!\w){after}", re.IGNORECASE)
