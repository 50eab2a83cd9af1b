"""Where in its period something recurs: "trước ngày 15/6 và 15/12 hằng năm", "ngày 20 của tháng cuối quý", "thứ Sáu".

Every RRULE is by RFC 5545. "Định kỳ" without a period recurs without one.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from nlp.deadlines.frequencies import CYCLES, MONTHLY, QUARTERLY, WEEKLY, YEARLY, Frequency
from nlp.deadlines.grammar import Meaning, Setting, words
from nlp.deadlines.moments import Moment, moment_at, place

Boundary = Literal["before", "by"] | None
WEEKDAYS = {
    **{"hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "4": "WE", "năm": "TH", "5": "TH"},
    **{"sáu": "FR", "6": "FR", "bảy": "SA", "bẩy": "SA", "7": "SA"},
}


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a period: the parts of an RRULE, the period (`per`) that the words imply, how many times a year.

    `until` is the last of several dates that have their year: the repetition ends with it.
    """

    parts: tuple[str, ...]
    per: Frequency
    count: int = 1
    until: date | None = None


_FOLLOWING = r"(?:sau liền kề|liền kề|sau|tiếp theo|kế tiếp|báo cáo|đó)"
_QUARTER = rf"(?:quý|quí)(?: {_FOLLOWING})*"
_EACH = r"(?: của)?(?: (?:mỗi|h[ằà]ng|từng))?"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_LIST = r"(?:\s?[,;]\s?(?:và )?| và )"

_quarter_day = words(
    r"(?:vào )?ngày (?:mùng )?(?P<day>\d{1,2}|cuối cùng|cuối),? (?:của )?(?:các )?tháng"
    rf" (?P<which>đầu tiên|đầu|cuối cùng|cuối|thứ hai|giữa){_EACH} {_QUARTER}"
)
_first_month_day = words(
    rf"(?:vào )?ngày (?:mùng )?(?P<day>\d{{1,2}}),? (?:của )?tháng đầu(?: tiên)?(?: của)? năm(?: {_FOLLOWING})?(?! \d)"
)
_next_month_day = words(
    r"(?:vào )?ngày (?:mùng )?(?P<day>\d{1,2}),? "
    rf"(?:(?:của )?(?:đầu )?tháng (?:sau|tiếp theo|kế tiếp|liền kề)(?: {_FOLLOWING})?"
    r"|của (?:mỗi |h[ằà]ng )?tháng(?! ?(?:\d|đầu|cuối|giữa|thứ|một|hai|ba|tư|năm|trước|có)))"
)
_reported_month_day = words(
    r"(?:vào )?ngày (?:mùng )?(?P<day>\d{1,2}),? (?:của )?tháng (?:cuối|đầu)(?: cùng| tiên)?(?: của)? kỳ(?: báo cáo)?"
)
_period_end = words(
    rf"(?:vào )?ngày (?P<working>làm việc )?cuối(?: cùng)?{_EACH} (?P<of>tháng|quý|quí|năm|tuần)"
    rf"(?: {_FOLLOWING})?(?! (?:\d|học|này|nay|tháng|quý|năm|kể|mà|kết))"
)
_month_days = words(
    r"(?:vào )?(?:từ )?(?:các )?ngày (?:mùng )?"
    r"(?P<days>\d{1,2}(?:(?: và |\s?,\s?| đến |\s?-\s?)(?:ngày )?\d{1,2}(?![/\d]| tháng)){0,3})(?![\d/.\-])"
    rf"(?:,? (?:của )?tháng {_FOLLOWING})?(?!,? (?:tháng|làm việc))"
)
_weekday = words(
    r"(?:vào )?(?:(?:sáng|chiều|các|ngày) ){0,2}"
    r"(?:thứ (?P<weekday>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sunday>chủ nhật))(?![^\W_])"
)
_months = words(
    r"(?:ngày (?P<day>\d{1,2}),? (?:của )?)?(?:các )?"
    rf"tháng (?P<months>{_MONTH}(?:{_LIST}(?:tháng )?{_MONTH}){{1,11}})(?![\d/])"
)
_edge = words(r"(?:vào )?(?:dịp )?(?P<edge>cuối|giữa|đầu) (?P<of>năm|quý|quí|tháng)(?! (?:\d|học))")
_and = words(r"(?:(?:\s?[,;]\s?(?:và )| và | hoặc )(?:trước )?|\s?[,;]\s?)(?:ngày )?")
_LAST_MONTHS = "BYMONTH=3,6,9,12"
_WEEK = "BYDAY=MO,TU,WE,TH,FR"


def point_at(text: str, at: int) -> tuple[int, Point] | None:
    """ "ngày 15/6 và 15/12", "ngày 20 của tháng cuối quý", "ngày 25", "thứ Sáu", "tháng 12", "ngày cuối tháng"."""
    return own_point_at(text, at) or _dated_point_at(text, at) or _plain_point_at(text, at)


def own_point_at(text: str, at: int) -> tuple[int, Point] | None:
    """A place that names its period itself: "ngày 20 của tháng cuối quý", "ngày 05 tháng sau"."""
    if found := _quarter_day.match(text, at):
        first = {"đầu": 1, "đầu tiên": 1, "giữa": 2, "thứ hai": 2}.get(" ".join(found["which"].split()), 3)
        months = ",".join(str(month) for month in range(first, 13, 3))
        day = int(found["day"]) if found["day"].isdigit() else -1
        return _point(found.end(), (f"BYMONTH={months}", f"BYMONTHDAY={day}"), QUARTERLY, 4, day)
    if found := _first_month_day.match(text, at):
        day = int(found["day"])
        return _point(found.end(), ("BYMONTH=1", f"BYMONTHDAY={day}"), YEARLY, 1, day)
    if found := _next_month_day.match(text, at):
        day = int(found["day"])
        return _point(found.end(), (f"BYMONTHDAY={day}",), MONTHLY, 12, day)
    if found := _reported_month_day.match(text, at):
        return found.end(), Point((), Frequency(None))  # how long the period is, other words say
    if found := _period_end.match(text, at):
        per = Frequency(*CYCLES[found["of"]])
        if per == QUARTERLY and found["working"]:  # BYSETPOS counts within the month
            return found.end(), Point((_WEEK, "BYSETPOS=-1", _LAST_MONTHS), MONTHLY, 4)
        months_of = {YEARLY: ("BYMONTH=12",), QUARTERLY: (_LAST_MONTHS,)}.get(per, ())
        last = (_WEEK, "BYSETPOS=-1") if found["working"] else ("BYDAY=SU",) if per == WEEKLY else ("BYMONTHDAY=-1",)
        return found.end(), Point((*months_of, *last), per, 4 if per == QUARTERLY else 1)
    return None


def _dated_point_at(text: str, at: int) -> tuple[int, Point] | None:
    """Days or months of the year."""
    if found := _months.match(text, at):
        months = sorted({int(month) for month in re.findall(r"\d+", found["months"])})
        day = int(found["day"] or -1)
        parts = (f"BYMONTH={','.join(map(str, months))}", f"BYMONTHDAY={day}")
        return _point(found.end(), parts, YEARLY, len(months), day)
    if dates := dates_at(text, at):
        moments = dates[1]
        last = moments[-1].year
        if last and len(moments) < 2:
            return None
        until = place(moments[-1], Setting(None))[1] if last else None
        return dates[0], Point(yearly_parts(moments), YEARLY, len(moments), until)
    return None


def _plain_point_at(text: str, at: int) -> tuple[int, Point] | None:
    """Days of the month or the week, or an end of a period."""
    if found := _edge.match(text, at):
        per = Frequency(*CYCLES[found["of"]])
        ends = {YEARLY: ("BYMONTH=12", "BYMONTHDAY=31"), MONTHLY: ("BYMONTHDAY=-1",)}
        parts = ends.get(per, (_LAST_MONTHS, "BYMONTHDAY=-1")) if found["edge"] == "cuối" else ()
        return found.end(), Point(parts, per)
    if found := _month_days.match(text, at):
        days = sorted(int(day) for day in re.findall(r"\d+", found["days"]))
        if re.search("đến|-", found["days"]):
            days = days[-1:]  # "từ ngày 01 đến ngày 05": done by the last
        return _point(found.end(), (f"BYMONTHDAY={','.join(map(str, days))}",), MONTHLY, 12, *days)
    if found := _weekday.match(text, at):
        weekday = "SU" if found["sunday"] else WEEKDAYS[found["weekday"]]
        return found.end(), Point((f"BYDAY={weekday}",), WEEKLY)
    return None


def _point(end: int, parts: tuple[str, ...], per: Frequency, count: int, *days: int) -> tuple[int, Point] | None:
    """The point, where its days are days of a month."""
    return (end, Point(parts, per, count)) if all(day == -1 or 1 <= day <= 31 for day in days) else None


def dates_at(text: str, at: int) -> tuple[int, tuple[Moment, ...]] | None:
    """Days, or months and quarters, one after the other: "15/6 và 15/12"; the last may have a year."""
    end, following, moments = at, at, list[Moment]()
    while len(moments) < 12 and (read := moment_at(text, following)):
        moment = read[1]
        if moment.months is None or moment.unit or moment.edge or moment.months == (1, 12):
            break
        if moments and (moment.is_day is not moments[0].is_day or moments[-1].year):
            break
        moments.append(moment)
        end = read[0]
        if not (join := _and.match(text, end)):
            break
        following = join.end()
    return (end, tuple(moments)) if moments else None


def yearly_parts(moments: Sequence[Moment]) -> tuple[str, ...]:
    """The parts of a yearly RRULE for these days (or the last days of these months), whatever their year.

    RFC 5545 crosses BYMONTH with BYMONTHDAY; where the days differ, BYSETPOS picks the pairs that are meant. Days that
    the calendar does not have give no parts.
    """
    pairs = sorted({_pair(moment) for moment in moments})
    if any(day > monthrange(2000, month)[1] for month, day in pairs):
        return ()
    months, days = sorted({month for month, _ in pairs}), sorted({day for _, day in pairs})
    parts = (f"BYMONTH={','.join(map(str, months))}", f"BYMONTHDAY={','.join(map(str, days))}")
    if len(months) * len(days) == len(pairs):
        return parts
    crossed = [(month, day) for month in months for day in days if 0 < day <= monthrange(2001, month)[1]]
    if not set(pairs) <= set(crossed):
        return ()
    places = [place_in_year for place_in_year, pair in enumerate(crossed, 1) if pair in pairs]
    return (*parts, f"BYSETPOS={','.join(map(str, places))}")


def _pair(moment: Moment) -> tuple[int, int]:
    """(month, day) of a moment's last day; -1 for the end of February, whose length changes."""
    month = ((moment.months or (12, 12))[1] - 1) % 12 + 1
    return month, moment.day or (-1 if month == 2 else monthrange(2001, month)[1])


# What the pieces mean together --------------------------------------------------------------------------------------


def recurring(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Every `frequency` (or what `cycles` names), at `point`; until `moment` or the `last` year."""
    often: Frequency | None = pieces.get("frequency") or pieces.get("cycles")
    point: Point | None = pieces.get("point") or pieces.get("own point")
    end = point.until if point else None
    if isinstance(moment := pieces.get("moment"), Moment):
        end = place(moment, setting)[1]
    elif pieces.get("last"):
        end = date(int(pieces["last"]), 12, 31)
    side: Boundary = "before" if "before" in pieces else "by" if "by" in pieces else pieces.get("boundary")
    return Meaning(kind="recurring", rrule=_rule(often, point), boundary=side, end=end)


def regular(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "Định kỳ" with nothing but a point: the point must name its days."""
    point: Point = pieces["point"]
    return recurring(pieces, setting) if point.parts else None


def _rule(often: Frequency | None, point: Point | None) -> str | None:
    if point is None:
        return often.rule() if often else None
    of_year = bool(point.parts) and point.parts[0].startswith("BYMONTH=")
    if not point.parts:
        return (often or point.per).rule()
    if often is None or often == point.per:
        return (YEARLY if of_year else point.per).rule(*point.parts)
    if of_year:  # the days must be as many as the periods in a year, or the period is the year itself
        as_many = often.freq == "MONTHLY" and often.interval * point.count == 12
        return YEARLY.rule(*point.parts) if as_many or often in (YEARLY, Frequency(None)) else often.rule()
    if point.parts[-1] == _LAST_MONTHS:
        return point.per.rule(*point.parts) if often == QUARTERLY else often.rule()
    same = point.per.freq == often.freq and often.freq in ("MONTHLY", "WEEKLY")
    return often.rule(*point.parts) if same else often.rule()


def of_dates(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Several dates, or one whose sentence is about what recurs. Where the last has its year, it is the end."""
    moments: tuple[Moment, ...] = pieces["dates"]
    year = moments[-1].year
    if len(moments) < 2 and (year or not setting.recurs):
        return None
    end = place(moments[-1], setting)[1] if year else None
    rule = YEARLY.rule(*yearly_parts(moments))
    return Meaning(kind="recurring", rrule=rule, end=end, boundary=pieces.get("boundary"))


def of_report(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A place that names its period, where the sentence is about reports."""
    return recurring(pieces, setting) if setting.recurs else None


def of_day(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A day without a month where the sentence is about a monthly or a quarterly report."""
    moment: Moment = pieces["moment"]
    if moment.months or not moment.day or not setting.recurs:
        return None
    often = next(
        (often for word, often in (("tháng", MONTHLY), ("quý", QUARTERLY)) if setting.recurs.endswith(word)), None
    )
    rule = often.rule(f"BYMONTHDAY={moment.day}") if often else None
    return Meaning(kind="recurring", rrule=rule, boundary=pieces.get("boundary")) if rule else None


def of_weekday(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A day of the week where the sentence is about a weekly report."""
    if not setting.recurs or not setting.recurs.endswith("tuần") or pieces["point"].per != WEEKLY:
        return None
    return recurring(pieces, setting)


def of_one_month(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """The exception from what recurs every month: a day of one month of every year; of this year by itself."""
    month, day = pieces["moment"], pieces["moment 2"]
    if month.is_day or month.months is None or month.months[0] != month.months[1] or not day.day or day.months:
        return None
    moment, side = Moment(year=month.year, months=month.months, day=day.day), pieces["boundary"]
    if setting.recurs and not month.year:
        return Meaning(kind="recurring", rrule=YEARLY.rule(*yearly_parts((moment,))), boundary=side)
    return Meaning(kind="by", end=place(moment, setting)[1], boundary=side)


def at_ends(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "Cuối mỗi quý": the last day of each; where "đầu" or "giữa" lies is not said."""
    often: Frequency = pieces["frequency"]
    ends = {YEARLY: "cuối năm", QUARTERLY: "cuối quý", MONTHLY: "cuối tháng"}
    point = point_at(ends[often], 0) if often in ends and pieces["edge"] == "cuối" else None
    return recurring({"frequency": often, "point": point[1]} if point else pieces, setting)


def since_moment(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Every `frequency`, from a moment on, or from the `first` year to the `last`."""
    often: Frequency = pieces["frequency"]
    if "first" in pieces:
        start, end = date(int(pieces["first"]), 1, 1), date(int(pieces["last"]), 12, 31)
        return Meaning(kind="recurring", rrule=often.rule(), start=start, end=end) if start < end else None
    return Meaning(kind="recurring", rrule=often.rule(), start=place(pieces["moment"], setting)[0])


def of_range(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """From one day of the year to another, every year: done by the other."""
    last: Moment = pieces["moment 2"]
    if last.year or last.months is None:
        return None
    return Meaning(kind="recurring", rrule=YEARLY.rule(*yearly_parts((last,))))


def of_every_year(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """A day of "năm trước", "năm báo cáo", "năm xét tặng": whichever year it is, so every year's."""
    moment: Moment = pieces["moment"]
    if moment.year_is != "every":
        return None
    return Meaning(kind="recurring", rrule=YEARLY.rule(*yearly_parts((moment,))), boundary=pieces.get("boundary"))


def ongoing(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Without an end."""
    return Meaning(kind="ongoing")
