"""Done by a date, or within a period: "trước ngày 15/12/2025", "chậm nhất 30/6", "từ nay đến cuối năm"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from nlp.deadlines.grammar import Meaning, Setting, words
from nlp.deadlines.moments import YEAR, Moment, place, read_quarter

_WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)\s?,? (?:\((?=ngày))?)"
_HOUR = (
    r"(?:(?:lúc |hồi |thời điểm )?\d{1,2}\s?(?:giờ|h|g|:)(?:\s?\d{2}(?!\d))?\s?(?:phút|p(?!\w)|[’'‘])?"
    r"(?: (?:sáng|chiều|trưa|tối)(?! (?:nay|mai)))?(?:,? (?:của )?|\s?,\s?|\s?[-–]\s?))"
)
CLOCK = rf"(?:{_HOUR}{_WEEKDAY}?|{_WEEKDAY}(?=ngày))"
"""The hour and the day of the week, which a deadline does not keep."""

DONE = r"(?:hoàn thành|hoàn tất|kết thúc|xong)"
BEFORE = rf"(?P<before>trước)(?: (?:thời điểm|thời hạn|mốc|khi (?:bước )?(?:vào|bắt đầu)(?= năm học)))? {CLOCK}?"
LATEST = (
    r"(?:chậm nhất|muộn nhất|trễ nhất|không (?:chậm|muộn|trễ) hơn|không (?:quá|chậm quá|muộn quá|để quá)"
    r"|không (?:để )?kéo dài (?:quá|sang|đến sau)"
    r"|(?:thời )?hạn (?:cuối cùng|cuối|chót|chậm nhất|hoàn thành|nộp|gửi)(?: báo cáo| hồ sơ)?)(?:\s?:)?"
    r"(?: (?:là|vào|đến|tới|trong|hết|thời điểm))*"
)
UNTIL = r"(?:cho )?(?:đến|tới|hết)(?: (?:trước|hết|thời điểm|mốc|hạn))*"

_boundaries = (
    words(rf"(?:{LATEST} (?:{DONE} )?|{UNTIL} |{DONE} )?{BEFORE}"),
    words(rf"{LATEST} ?{CLOCK}?"),
    words(rf"{UNTIL} {CLOCK}?"),
    words(rf"trong (?=(?:{DONE} )?ngày \d)"),
)
_months = words(
    r"(?:tháng )?(?P<month>1[0-2]|0?[1-9])(?![\d%])(?! (?:tháng|ngày|năm (?!\d)))"
    rf"(?:(?: (?:của )?năm |\s?[/\-]\s?|,? )(?P<year>{YEAR}))?(?!\s?/)"
)
_quarters = words(
    r"(?:qu[ýí] )?(?P<quarter>i{1,3}|iv|h[il])(?![^\W_])"
    rf"(?:(?:,? (?:của )?năm |\s?[/\-]\s?|,? )(?P<year>{YEAR}))?(?!\s?/)"
)


def boundary_at(text: str, at: int) -> tuple[int, str] | None:
    """ "trước", "chậm nhất là", "đến hết", with the hour that may follow: "before" or "by"."""
    for pattern in _boundaries:
        if found := pattern.match(text, at):
            return found.end(), "before" if "before" in found.groupdict() else "by"
    return None


def follower_at(text: str, at: int) -> tuple[int, Moment] | None:
    """The second of two months or quarters, its name left out: the "12/2025" of "Tháng 11 - 12/2025"."""
    if found := _months.match(text, at):
        return found.end(), Moment(year=_year(found), months=(int(found["month"]),) * 2)
    if found := _quarters.match(text, at):
        last = 3 * (4 if found["quarter"] == "iv" else len(found["quarter"].replace("h", "ii")))
        return found.end(), Moment(year=_year(found), months=(last - 2, last))
    return None


# What the pieces mean together --------------------------------------------------------------------------------------


def by(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Until the moment: the last day of a named month, quarter or year too (vanthu/1, "trước" being the boundary).

    Before a school year is before its first day.
    """
    moment = _moment(pieces)
    before = pieces.get("boundary") == "before"
    start, end = place(moment, setting)
    school_year = moment.months is not None and moment.months[1] > 12
    return Meaning(kind="by", end=start if before and school_year else end, boundary="before" if before else "by")


def on(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A day or period by itself: by the day, during the period."""
    return by(pieces, setting) if _moment(pieces).is_day else during(pieces, setting)


def during(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Within one period, if its year can be known."""
    moment = _moment(pieces)
    if moment.year_is == "unknown":
        return None
    start, end = place(moment, setting)
    return Meaning(kind="during", start=start, end=end)


def between(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From one moment to another, which lends the first its year and month where they are not written."""
    first: Moment = pieces["moment"]
    last: Moment = pieces["moment 2"]
    if last.months is None and not last.unit and first.months:
        last = replace(last, months=first.months, year=first.year)
    if first.months is None and first.day and last.months:
        first = replace(first, months=last.months)
    if first.year and last.year is None and last.year_is == "open" and not last.unit:
        later = bool(first.months and last.months and last.months < first.months)
        last = replace(last, year=first.year + later)
    _, end = place(last, setting)
    if first.year is None and not first.unit and first.months and end:
        first = replace(first, year=end.year - (first.months[0] > end.month))
    start, _ = place(first, setting)
    if start and end and start > end:
        return None
    return Meaning(kind="during", start=start, end=end)


def several(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Several months or quarters, from the first to the last: "Tháng 11, 12/2025", "Quý I, II/2026", "Quý 1+2"."""
    first: Moment = pieces["moment"]
    last: Moment = pieces["follower"]
    if first.months is None or last.months is None or first.is_day:
        return None
    length, (begins, ends) = first.months[1] - first.months[0], last.months
    if length == 2 and begins == ends <= 4:  # a quarter in Arabic numerals reads like a month
        begins, ends = 3 * begins - 2, 3 * begins
        last = replace(last, months=(begins, ends))
    if length != ends - begins:
        return None
    return between({"moment": first, "moment 2": last}, setting)


def days(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "08 - 10/12/2025": a first day in the month of the second."""
    last: Moment = pieces["moment"]
    if not last.is_day or not last.months or not 1 <= int(pieces["from"]) <= 31:
        return None
    return between({"moment": Moment(day=int(pieces["from"])), "moment 2": last}, setting)


def years(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From the first day of one year to the last of another, or of the same."""
    first, last = int(pieces["first"]), int(pieces.get("last") or pieces["first"])
    return Meaning(kind="during", start=date(first, 1, 1), end=date(last, 12, 31)) if first <= last else None


def year_end(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Until a year of which only the figures are written: "chậm nhất 2026"."""
    return by({**pieces, "moment": Moment(year=int(pieces["first"]), months=(1, 12))}, setting)


def term_end(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Until the last day of a term of years."""
    return replace(term, kind="by", start=None, boundary="by") if (term := years(pieces, setting)) else None


def school_years(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From September to 31 May."""
    return Meaning(kind="during", start=date(int(pieces["first"]), 9, 1), end=date(int(pieces["last"]), 5, 31))


def bare_month(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "12/2025": a month and its year."""
    month = int(pieces["month"])
    return during({"moment": Moment(year=int(pieces["year"]), months=(month, month))}, setting)


def bare_months(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "03/2026 - 06/2026", "T3-T6/2026": from one month to another."""
    months = (int(pieces["month"]), int(pieces["last"]))
    years = (int(pieces.get("year") or pieces["until"]), int(pieces["until"]))
    first, last = (Moment(year=year, months=(month, month)) for month, year in zip(months, years, strict=True))
    return between({"moment": first, "moment 2": last}, setting)


def bare_day(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "1/5" in a column of dates, "trước ngày 15-12" as party offices write; of every year where that is spoken of."""
    month = int(pieces["month"])
    moment = Moment(months=(month, month), day=int(pieces["day"]))
    if setting.recurs and "boundary" in pieces:
        rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={moment.day}"
        return Meaning(kind="recurring", rrule=rule, boundary=pieces["boundary"])
    return by({**pieces, "moment": moment}, setting)


def near_day(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "trước 18 giờ chiều nay", "trong ngày mai": the day of issue, or the next."""
    if not setting.issued_on:
        return None
    day = setting.issued_on + timedelta(days=pieces["near"].endswith("mai"))
    return Meaning(kind="by", end=day, boundary="before" if pieces.get("boundary") == "before" else "by")


def short_period(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "T6/2026", "Q2/2026"."""
    if pieces.get("quarter"):
        last = 3 * read_quarter(pieces["quarter"])
        return during({"moment": Moment(year=int(pieces["year"]), months=(last - 2, last))}, setting)
    return bare_month(pieces, setting)


def month_part(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """The first or last days of a month: "10 ngày đầu tháng 4", "nửa cuối tháng 6/2026"."""
    first, last = place(_moment(pieces), setting)
    count = 15 if pieces["share"] == "nửa" else int(pieces["share"].split()[0])
    if not first or not last or (first.year, first.month) != (last.year, last.month) or not 0 < count < last.day:
        return None
    if pieces["part"] == "đầu":
        return Meaning(kind="during", start=first, end=first.replace(day=count))
    start = 16 if pieces["share"] == "nửa" else last.day - count + 1
    return Meaning(kind="during", start=first.replace(day=start), end=last)


def third(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "Thượng tuần", "trung tuần", "hạ tuần": the first, the second and the last ten days of a month."""
    first, last = place(_moment(pieces), setting)
    if not first or not last or (first.year, first.month) != (last.year, last.month):
        return None
    start = {"thượng": 1, "trung": 11, "hạ": 21}[pieces["third"]]
    return Meaning(
        kind="during", start=first.replace(day=start), end=last if start == 21 else first.replace(day=start + 9)
    )


def week(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "Tuần 2 tháng 6": which days these are is not settled."""
    return Meaning(kind="during")


def from_school_year(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From September on."""
    return Meaning(kind="during", start=date(int(pieces["first"]), 9, 1))


def half_school_year(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Of the first term the beginning is known, of the second the end."""
    if len(pieces["term"].replace("2", "ii")) == 1:
        return Meaning(kind="during", start=date(int(pieces["first"]), 9, 1))
    return Meaning(kind="during", end=date(int(pieces["last"]), 5, 31))


def from_signing(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From the day of issue on."""
    return Meaning(kind="during", start=setting.issued_on)


def from_now(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From the day of issue to a moment."""
    until = by({**pieces, "boundary": "before" if "before" in pieces else "by"}, setting)
    return Meaning(kind="during", start=setting.issued_on, end=until.end if until else None)


def since(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From a moment on, without an end."""
    if "first" in pieces:
        return Meaning(kind="during", start=date(int(pieces["first"]), 1, 1))
    start, _ = place(_moment(pieces), setting)
    return Meaning(kind="during", start=start)


def _moment(pieces: Mapping[str, Any]) -> Moment:
    moment: Moment = pieces.get("moment") or pieces["unit"]
    return moment


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None
