# ruff: noqa: E501
"""Done by a date, or within a period: "trước ngày 15/12/2025", "chậm nhất 30/6", "Quý II/2026", "từ nay đến cuối năm"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nlp.deadlines.grammar import Meaning, Rule, Setting, words
from nlp.deadlines.moments import YEAR, Moment, place

CLOCK = (
    r"(?:(?:lúc |thời điểm )?\d{1,2}\s?(?:giờ|h|g|:)(?:\s?\d{2}(?!\d))?\s?(?:phút|p(?!\w)|[’'‘])?"
    r"(?: (?:sáng|chiều|trưa|tối))?(?:,? (?:của )?|\s?,\s?|\s?[-–]\s?))"
)
"""The hour, which a deadline does not keep."""

_BEFORE = rf"(?P<before>trước)(?: (?:thời điểm|thời hạn|mốc))?(?: {CLOCK})?"
_BY = (
    r"(?:chậm nhất|muộn nhất|trễ nhất|không (?:chậm|muộn|trễ) hơn|không (?:quá|chậm quá|muộn quá)"
    r"|(?:thời )?hạn (?:cuối cùng|cuối|chót|chậm nhất|hoàn thành|nộp|gửi)(?: báo cáo| hồ sơ)?)(?:\s?:)?"
    r"(?: (?:là|vào|đến|tới|trong|hết|thời điểm))*"
)
_TO = r"(?:cho )?(?:đến|tới|hết)(?: (?:trước|hết|thời điểm|mốc|hạn))*"
_DONE = r"(?:hoàn thành|hoàn tất|kết thúc|xong)"

_boundaries = (
    words(rf"(?:{_BY} (?:{_DONE} )?|{_TO} |{_DONE} )?{_BEFORE}(?: (?=\S))"),
    words(rf"{_BY}(?: {CLOCK})?(?: (?=\S))?"),
    words(rf"{_TO}(?: {CLOCK})?(?: (?=\S))"),
    words(rf"trong (?={_DONE}? ?ngày \d)"),
)


def boundary_at(text: str, at: int) -> tuple[int, str] | None:
    """ "trước", "chậm nhất là", "đến hết", with the hour that may follow: "before" or "by"."""
    for pattern in _boundaries:
        if found := pattern.match(text, at):
            return found.end(), "before" if "before" in found.groupdict() else "by"
    return None


def by(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Until the moment: its last day; the day itself with "trước"."""
    moment: Moment = pieces["moment"]
    before = pieces.get("boundary") == "before"
    start, end = place(moment, setting)
    if before and not moment.is_day and start:
        end = start  # "trước quý II": the first day of what is named, and before it
    return Meaning(kind="by", end=end, boundary="before" if before else "by")


def on(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A day or period by itself: by the day, during the period."""
    moment: Moment = pieces["moment"]
    if moment.is_day:
        return by(pieces, setting)
    return during(pieces, setting)


def during(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Within one period."""
    start, end = place(pieces["moment"], setting)
    return Meaning(kind="during", start=start, end=end)


def between(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From one moment to another, which lends the first its year and month where they are not written."""
    first: Moment = pieces["moment"]
    last: Moment = pieces["moment 2"]
    if last.months is None and last.day and first.months:
        last = replace(last, months=first.months, year=first.year)
    if first.months is None and first.day and last.months:
        first = replace(first, months=last.months[:1] * 2)
    _, end = place(last, setting)
    if first.year is None and not first.unit and end:
        first = replace(first, year=end.year - (_month(first) > end.month))
    start, _ = place(replace(first, edge=None) if first.edge == "cuối" else first, setting)
    return Meaning(kind="during", start=start, end=end) if not (start and end) or start <= end else None


def years(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From the first day of one year to the last of another."""
    first, last = int(pieces["first"]), int(pieces["last"])
    return Meaning(kind="during", start=date(first, 1, 1), end=date(last, 12, 31)) if first <= last else None


def school_years(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From September to 31 May."""
    return Meaning(kind="during", start=date(int(pieces["first"]), 9, 1), end=date(int(pieces["last"]), 5, 31))


def from_now(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From the day of issue to a moment."""
    moment: Moment = pieces["moment"]
    start, end = place(moment, setting)
    if pieces.get("before") and end:
        end = start if not moment.is_day else end
    return Meaning(kind="during", start=setting.issued_on, end=end)


def since(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From a moment on, without an end."""
    start, _ = place(pieces["moment"], setting)
    return Meaning(kind="during", start=start)


def months(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Several months or quarters of a year, from the first to the last: "Tháng 11, 12/2025", "Quý I, II/2026"."""
    first: Moment = pieces["moment"]
    last: Moment = pieces["follower"]
    if not first.months or not last.months or first.is_day or last.is_day:
        return None
    return between({"moment": first, "moment 2": last}, setting)


def _month(moment: Moment) -> int:
    return moment.months[0] if moment.months else 1


_followers = (
    words(
        rf"(?:tháng )?(?P<month>1[0-2]|0?[1-9])(?!\d)(?:(?: (?:của )?năm |\s?[/\-]\s?|,? )(?P<year>{YEAR}))?(?![\d%])"
    ),
    words(
        rf"(?:qu[ýí] )?(?P<quarter>i{{1,3}}|iv|h[il])(?:(?:,? (?:của )?năm |\s?[/\-]\s?|,? )(?P<year>{YEAR}))?(?![^\W_])"
    ),
)


def follower_at(text: str, at: int) -> tuple[int, Moment] | None:
    """The second of two months or quarters, its name left out: the "12/2025" of "Tháng 11 - 12/2025"."""
    if found := _followers[0].match(text, at):
        return found.end(), Moment(year=_year(found), months=(int(found["month"]),) * 2)
    if found := _followers[1].match(text, at):
        last = 3 * (4 if found["quarter"] == "iv" else len(found["quarter"].replace("h", "ii")))
        return found.end(), Moment(year=_year(found), months=(last - 2, last))
    return None


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


_DASH = r"\s{0,3}(?:-|–|—|÷|đến hết|đến cuối|đến|tới)\s{0,3}"
_SPAN = rf"(?P<first>{YEAR})\s{{0,3}}(?:-|–|—|÷|đến hết năm|đến năm|đến|tới)\s{{0,3}}(?:năm )?(?P<last>{YEAR})(?![\d/])"
_ON = rf"(?:{_DONE} (?:trong|vào)|trong|vào|ngay trong)"
_NOW = (
    r"(?:kể )?từ (?:nay|thời điểm này|ngày ban hành|ngày ký(?: ban hành)?)(?: trở đi)?(?: cho)?,? (?:đến|tới)(?: hết)?"
)

RULES = (
    Rule("from now to <moment>", "từ nay đến cuối năm 2025", rf"{_NOW}(?P<before> trước)? (?:thời điểm )?<moment>", from_now),
    Rule("from now to the end of the <unit>", "từ nay đến hết năm", rf"{_NOW} <unit>", from_now),
    Rule(
        "from <moment> to <moment>",
        "từ ngày 08 đến ngày 10 tháng 12 năm 2025",
        rf"(?:bắt đầu |kể |tính )?từ (?:{CLOCK})?<moment>,? (?:cho )?(?:đến|tới)(?: hết| trước)? (?:{CLOCK})?<moment>",
        between,
    ),
    Rule(
        "from <month> to <month number>",
        "từ tháng 11 đến 12/2025",
        rf"từ <moment>{_DASH}<follower>",
        lambda pieces, setting: months(pieces, setting),
    ),
    Rule("from <day> to <date>", "từ 08 - 10/12/2025", r"từ (?:ngày )?(?P<from>\d{1,2})\s?(?:-|–|đến|đến ngày)\s?<moment>", lambda p, s: _days(p, s)),
    Rule("<moment> - <moment>", "Quý IV/2025 - Quý II/2026", rf"(?:{_ON} )?<moment>{_DASH}<moment>", between, "with a cue"),
    Rule("<month> - <month number>", "Tháng 11 - 12/2025", rf"(?:{_ON} )?<moment>\s{{0,2}}(?:-|–|—|và|,|;|/)\s{{0,2}}<follower>", months, "with a cue"),
    Rule("<day> - <date>", "ngày 08 - 10/12/2025", r"(?:ngày |trong các ngày )?(?P<from>\d{1,2})\s?(?:-|–|và|,)\s?<moment>", lambda p, s: _days(p, s), "with a cue"),
    Rule("<moment> and the years after", "Quý IV năm 2025 và các năm tiếp theo", r"(?:từ )?<moment>,? (?:và|đến) (?:các|những) (?:năm|quý|tháng) (?:tiếp theo|sau|kế tiếp|tiếp sau)", since, "with a cue"),
    Rule("from <moment> until an event", "Từ tháng 11/2025 đến khi kết thúc đợt tổng kiểm kê", r"từ <moment>,? (?:cho )?(?:đến|tới) khi [^.;:\n()|]{1,100}", since),
    Rule("term of years", "trong giai đoạn 2021 - 2025", rf"(?:trong |cho )?(?:cả )?(?:giai đoạn|nhiệm kỳ|thời kỳ|kỳ)(?: từ)?(?: năm)? {_SPAN}", years, "with a cue"),
    Rule("school year", "trong năm học 2025 - 2026", rf"(?:trong |vào )?năm học {_SPAN}", school_years, "with a cue"),
    Rule("from <year> to <year>", "từ năm 2025 đến hết năm 2030", rf"từ (?:năm )?{_SPAN}", years),
    Rule("years", "Năm 2025-2026", rf"(?:trong )?(?:các |2 |hai )?năm {_SPAN}", years, "with a cue"),
    Rule("bare years", "2025-2026", rf"{_SPAN}", years, "alone"),
    Rule("bare year", "2026", rf"(?P<first>{YEAR})(?P<last>)", lambda p, s: years({"first": p["first"], "last": p["first"]}, s), "alone"),
    Rule("bare month and year", "12/2025", rf"(?P<month>1[0-2]|0?[1-9])\s?[/\-]\s?(?P<year>{YEAR})", lambda p, s: _bare_month(p, s), "alone"),
    Rule("from <moment> on", "từ ngày 01/01/2026", r"(?:bắt đầu (?:triển khai |thực hiện )?)?(?:kể )?từ <moment>(?: trở đi)?", since, "with a cue"),
    Rule("<boundary> <moment>", "trước ngày 15/12/2025", r"<boundary><moment>", by),
    Rule("<boundary> <unit>", "đến hết năm", r"(?:đến hết|đến cuối|hết|trước khi hết|cho đến hết) <unit>", by, "with a cue"),
    Rule("<boundary> <year>", "chậm nhất năm 2026", rf"<boundary>(?P<bare>{YEAR})", lambda p, s: by({**p, "moment": Moment(year=int(p["bare"]), months=(1, 12))}, s), "with a cue"),
    Rule("within <moment>", "trong quý II năm 2026", rf"{_ON} <moment>", on, "with a cue"),
    Rule("within this <unit>", "trong năm", r"(?:hoàn thành|xong) (?:ngay )?trong <unit>", during),
    Rule("<moment>", "Quý II/2026", r"<moment>", on, "alone"),
)  # fmt: skip


def _days(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "08 - 10/12/2025": a first day in the month of the second."""
    last: Moment = pieces["moment"]
    if not last.is_day or not last.months or not 1 <= int(pieces["from"]) <= 31:
        return None
    return between({"moment": Moment(day=int(pieces["from"])), "moment 2": last}, setting)


def _bare_month(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    month = int(pieces["month"])
    return during({"moment": Moment(year=int(pieces["year"]), months=(month, month))}, setting)
