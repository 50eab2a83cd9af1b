# ruff: noqa: E501
"""What comes again and again: "định kỳ hằng quý", "trước ngày 15/6 và 15/12 hằng năm", "hằng tuần vào thứ Sáu".

Every rule gives an RRULE by RFC 5545. "Định kỳ" without a period, and periods the calendar does not have ("mỗi kỳ
họp"), recur without one.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nlp.deadlines.grammar import Meaning, Rule, Setting, words
from nlp.deadlines.moments import YEAR, Moment, moment_at, place
from nlp.numerals import parse_number

CYCLES = {
    "năm": ("YEARLY", 1),
    "năm học": ("YEARLY", 1),
    "quý": ("MONTHLY", 3),
    "quí": ("MONTHLY", 3),
    "tháng": ("MONTHLY", 1),
    "tuần": ("WEEKLY", 1),
    "ngày": ("DAILY", 1),
}
LENGTHS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
WEEKDAYS = {
    **{"hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "4": "WE", "năm": "TH", "5": "TH"},
    **{"sáu": "FR", "6": "FR", "bảy": "SA", "bẩy": "SA", "7": "SA"},
}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: `freq` None where the calendar has no such period."""

    freq: str | None
    interval: int = 1

    @property
    def length(self) -> int:
        return LENGTHS[self.freq] * self.interval if self.freq else 0

    def rule(self, *parts: str) -> str | None:
        if not self.freq:
            return None
        interval = [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        return ";".join([f"FREQ={self.freq}", *interval, *parts])


_CYCLE = r"(?:năm học|học kỳ|học kì|năm|quý|quí|tháng|tuần|ngày)"
_EVERY = r"(?:h[ằàắẳ]ng|mỗi|từng|theo từng)"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|sáu|chín)"
_frequencies = (
    words(rf"{_EVERY} (?P<count>{_COUNT}) (?P<cycle>năm|quý|quí|tháng|tuần|ngày)(?: (?:một|0?1) lần)?(?![^\W_])"),
    words(rf"{_EVERY} kỳ kế hoạch (?P<count>\d{{1,2}}) (?P<cycle>năm)(?![^\W_])"),
    words(rf"{_EVERY} (?P<cycle>{_CYCLE})(?: (?:một|0?1) lần)?(?![^\W_])"),
    words(rf"(?:0?1|một) lần ?(?:/|trong|mỗi|trên) ?(?:một |0?1 )?(?P<cycle>{_CYCLE})(?![^\W_])"),
    words(
        rf"(?P<count>{_COUNT})(?:\s?\([^()]{{1,20}}\))? (?P<cycle>năm|quý|quí|tháng|tuần|ngày)(?: (?:một|0?1) lần|\s?/\s?(?:0?1 )?lần)(?![^\W_])"
    ),
    words(rf"(?P<times>\d{{1,2}}|hai|ba|bốn) lần ?(?:/|trong|mỗi|trên) ?(?:một |0?1 )?(?P<cycle>{_CYCLE})(?![^\W_])"),
)
_spans = (
    words(
        rf"(?P<count>{_COUNT}) (?P<cycle>năm|tháng|tuần|ngày)(?: (?:đầu|cuối) năm)?(?! (?:làm|kể|trước|sau|qua))(?![^\W_])"
    ),
    words(r"(?P<cycle>năm|quý|quí|tháng|tuần)(?: (?:một|0?1) lần)?(?![^\W_])(?! (?:\d|i|học|trước|sau))"),
    words(r"(?P<cycle>sơ kết|tổng kết|giữa năm|cuối năm|cả năm)(?: năm)?(?![^\W_])"),
)
_join = words(r"(?:\s?,\s?(?:và |hoặc )?|\s?;\s?|\s?/\s?|\s?-\s?| và | hoặc | hay | cùng )(?:báo cáo )?(?:định kỳ )?")


def frequency_at(text: str, at: int) -> tuple[int, Frequency] | None:
    """ "hằng năm", "mỗi quý", "6 tháng một lần", "hằng tháng, quý, năm": of several the shortest."""
    return _list_at(text, at, (*_frequencies,))


def cycles_at(text: str, at: int) -> tuple[int, Frequency] | None:
    """After "định kỳ" the bare periods too: "6 tháng, năm"."""
    return _list_at(text, at, (*_frequencies, *_spans))


def _list_at(text: str, at: int, opening: Sequence[re.Pattern[str]]) -> tuple[int, Frequency] | None:
    if not (first := _one_at(text, at, opening)):
        return None
    end, shortest = first
    for _ in range(5):
        join = _join.match(text, end)
        following = _one_at(text, join.end(), (*_frequencies, *_spans)) if join else None
        if not following:
            break
        end = following[0]
        if following[1].length and (not shortest.length or following[1].length < shortest.length):
            shortest = following[1]
    return end, shortest


def _one_at(text: str, at: int, patterns: Sequence[re.Pattern[str]]) -> tuple[int, Frequency] | None:
    for pattern in patterns:
        if found := pattern.match(text, at):
            parts = found.groupdict()
            freq, interval = CYCLES.get(" ".join(parts["cycle"].split()), (None, 1))
            if parts.get("times"):
                return found.end(), Frequency(None)  # "2 lần/năm": when is not said
            if freq and parts.get("count"):
                interval *= int(parse_number(parts["count"]) or 1)
            if freq == "MONTHLY" and interval == 12:
                freq, interval = "YEARLY", 1
            return found.end(), Frequency(freq, interval)
    return None


# Where in the period ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a period, by the parts of an RRULE; `per` is the period that the words alone imply."""

    parts: tuple[str, ...]
    per: Frequency
    count: int = 1


_QUARTER = r"(?:quý|quí)(?: (?:sau|tiếp theo|kế tiếp|liền kề|báo cáo))*"
_EACH = r"(?: của)?(?: (?:mỗi|h[ằà]ng|từng))?"
_OTHER_MONTH = r",? (?:của )?tháng (?:sau|tiếp theo|kế tiếp|liền kề|báo cáo|đó)(?: liền kề)?"
_month_end = words(
    rf"(?:vào )?ngày (?P<working>làm việc )?cuối(?: cùng)?{_EACH} (?P<of>tháng|quý|quí|năm|tuần)(?! \d)(?: cuối quý)?"
)
_quarter_day = words(
    rf"(?:vào )?ngày (?:mùng )?(?P<day>\d{{1,2}}|cuối cùng|cuối),? (?:của )?(?:các )?tháng"
    rf" (?P<which>đầu tiên|đầu|cuối cùng|cuối|thứ hai|giữa){_EACH} {_QUARTER}"
)
_month_days = words(
    rf"(?:vào )?(?:từ )?(?:các )?ngày (?:mùng )?(?P<days>\d{{1,2}}(?:(?: và |\s?,\s?| đến |\s?-\s?)(?:ngày )?\d{{1,2}}){{0,3}})(?![\d/.\-])"
    rf"(?:{_OTHER_MONTH})?(?!,? tháng (?:\d|một|hai|ba|tư|năm))"
)
_weekday = words(
    r"(?:vào )?(?:sáng |chiều |ngày |các ngày )?(?:thứ (?P<weekday>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sunday>chủ nhật))(?![^\W_])"
)
_months = words(
    r"(?:ngày (?P<day>\d{1,2}),? (?:của )?)?(?:các )?tháng (?P<months>(?:1[0-2]|0?[1-9])(?:(?:\s?[,;]\s?(?:và )?| và )(?:tháng )?(?:1[0-2]|0?[1-9])(?!\d)){1,11})(?![\d/])"
)
_edge = words(r"(?:vào )?(?:dịp )?(?P<edge>cuối|giữa|đầu) (?P<of>năm|quý|quí|tháng)(?! \d)")
_and = words(r"(?:\s?[,;]\s?(?:và )?| và | hoặc )(?:trước )?(?:ngày )?")

YEARLY, QUARTERLY, MONTHLY, WEEKLY = (Frequency(*CYCLES[cycle]) for cycle in ("năm", "quý", "tháng", "tuần"))
LAST_MONTHS = "BYMONTH=3,6,9,12"


def point_at(text: str, at: int) -> tuple[int, Point] | None:
    """ "ngày 15/6 và 15/12", "ngày 20 của tháng cuối quý", "ngày 25", "thứ Sáu", "tháng 12", "ngày cuối tháng"."""
    if found := _quarter_day.match(text, at):
        first = {"đầu": 1, "đầu tiên": 1, "giữa": 2, "thứ hai": 2}.get(found["which"], 3)
        day = int(found["day"]) if found["day"].isdigit() else -1
        months = ",".join(str(month) for month in range(first, 13, 3))
        return (found.end(), Point((f"BYMONTH={months}", f"BYMONTHDAY={day}"), QUARTERLY, 4)) if day <= 31 else None
    if found := _month_end.match(text, at):
        per = Frequency(*CYCLES[found["of"]])
        months_of = {YEARLY: ("BYMONTH=12",), QUARTERLY: (LAST_MONTHS,)}.get(per, ())
        last = ("BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=-1") if found["working"] else ("BYMONTHDAY=-1",)
        if per == QUARTERLY and found["working"]:
            return found.end(), Point((), per)
        return found.end(), Point((*months_of, *last), per, 4 if per == QUARTERLY else 1)
    if found := _edge.match(text, at):
        per = Frequency(*CYCLES[found["of"]])
        ends = {
            YEARLY: ("BYMONTH=12", "BYMONTHDAY=31"),
            MONTHLY: ("BYMONTHDAY=-1",),
            QUARTERLY: (LAST_MONTHS, "BYMONTHDAY=-1"),
        }
        return found.end(), Point(ends[per] if found["edge"] == "cuối" else (), per)
    if found := _months.match(text, at):
        months_named = sorted({int(month) for month in re.findall(r"\d+", found["months"])})
        parts = (f"BYMONTH={','.join(map(str, months_named))}", f"BYMONTHDAY={found['day'] or -1}")
        return found.end(), Point(parts, YEARLY, len(months_named))
    if dates := dates_at(text, at):
        return dates[0], Point(yearly_parts(dates[1]), YEARLY, len(dates[1]))
    if found := _month_days.match(text, at):
        days = [int(day) for day in re.findall(r"\d+", found["days"])]
        if re.search("đến|-", found["days"]):
            days = days[-1:]  # "từ ngày 01 đến ngày 05": done by the last
        return (
            (found.end(), Point((f"BYMONTHDAY={','.join(map(str, days))}",), MONTHLY))
            if all(0 < day < 32 for day in days)
            else None
        )
    if found := _weekday.match(text, at):
        return found.end(), Point((f"BYDAY={'SU' if found['sunday'] else WEEKDAYS[found['weekday']]}",), WEEKLY)
    return None


def dates_at(text: str, at: int) -> tuple[int, tuple[Moment, ...]] | None:
    """Days, or months and quarters, one after the other: "15/6 và 15/12"; the last may have a year."""
    end, moments = at, list[Moment]()
    following = at
    while (read := moment_at(text, following)) and len(moments) < 12:
        moment = read[1]
        if moment.months is None or moment.unit or moment.edge or (moments and moment.is_day is not moments[0].is_day):
            break
        moments.append(moment)
        end = read[0]
        if not (join := _and.match(text, end)):
            break
        following = join.end()
    return (end, tuple(moments)) if moments else None


def yearly_parts(moments: Sequence[Moment]) -> tuple[str, ...]:
    """The parts of a yearly RRULE for these days (or the last days of these months), whatever their year.

    RFC 5545 crosses BYMONTH with BYMONTHDAY; where the days differ, BYSETPOS picks the pairs that are meant.
    """
    pairs = sorted(
        {
            (moment.months[1] % 12 or 12, moment.day or _last_day(moment.months[1]))
            for moment in moments
            if moment.months
        }
    )
    if any(day > 0 and day > monthrange(2000, month)[1] for month, day in pairs):
        return ()
    months, days = sorted({month for month, _ in pairs}), sorted({day for _, day in pairs})
    parts = (f"BYMONTH={','.join(map(str, months))}", f"BYMONTHDAY={','.join(map(str, days))}")
    if len(months) * len(days) == len(pairs):
        return parts
    crossed = [(month, day) for month in months for day in days if 0 < day <= monthrange(2001, month)[1]]
    if len(set(pairs) & set(crossed)) < len(pairs):
        return ()
    places = [place_of for place_of, pair in enumerate(crossed, 1) if pair in pairs]
    return (*parts, f"BYSETPOS={','.join(map(str, places))}")


def _last_day(month: int) -> int:
    """The last day of a month, -1 in February, whose length changes."""
    return -1 if month == 2 else monthrange(2001, (month - 1) % 12 + 1)[1]


# What the pieces mean together --------------------------------------------------------------------------------------


def recurring(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Every `frequency`, at `point`."""
    often: Frequency | None = pieces.get("frequency") or pieces.get("cycles")
    point: Point | None = pieces.get("point")
    boundary = pieces.get("boundary")
    if often is None and point is None:
        return Meaning(kind="recurring")
    return Meaning(kind="recurring", rrule=_rule(often, point), boundary=boundary, end=_until(pieces, setting))


def _rule(often: Frequency | None, point: Point | None) -> str | None:
    if point is None:
        return often.rule() if often else None
    if not point.parts:
        return (often or point.per).rule()
    if often is None or often == point.per:
        return _yearly(point) if "BYMONTH=" in point.parts[0] else point.per.rule(*point.parts)
    if "BYMONTH=" in point.parts[0]:  # days of the year: as many as the periods in it, or the period is the year
        return _yearly(point) if often == YEARLY or not often.freq or _fit(often, point) else often.rule()
    if point.per == MONTHLY and often.freq == "MONTHLY":
        return often.rule(*point.parts)
    if point.per == WEEKLY and often.freq == "WEEKLY":
        return often.rule(*point.parts)
    return often.rule()


def _yearly(point: Point) -> str | None:
    return YEARLY.rule(*point.parts)


def _fit(often: Frequency, point: Point) -> bool:
    return often.freq == "MONTHLY" and often.interval * point.count in (12, 6)


def _until(pieces: Mapping[str, Any], setting: Setting) -> date | None:
    """The named date on which the repetition ends."""
    if isinstance(moment := pieces.get("moment"), Moment):
        return place(moment, setting)[1]
    return date(int(pieces["last"]), 12, 31) if pieces.get("last") else None


def of_dates(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """Dates of which the last has its year: a recurrence that ends with it."""
    moments: tuple[Moment, ...] = pieces["dates"]
    year = moments[-1].year
    if len(moments) < 2 and (year or not setting.recurs):
        return None
    _, end = place(moments[-1], setting) if year else (None, None)
    rule = YEARLY.rule(*yearly_parts(moments))
    return Meaning(kind="recurring", rrule=rule, end=end, boundary=pieces.get("boundary"))


_SEND = r"(?:\s{0,3}[,(:;–-]{1,2})?\s{0,3}(?:(?:báo cáo|gửi|nộp|hoàn thành|thực hiện) )?"
_REGULARLY = r"(?:theo )?(?:chế độ )?định kỳ(?: là| vào)?,?"

RULES = (
    Rule("<frequency> <boundary> <point>", "Định kỳ hằng năm (trước ngày 30 tháng 11)", rf"(?:{_REGULARLY} )?<frequency>{_SEND}<boundary> <point> <frequency?>\)?", recurring),
    Rule("<frequency> on <point>", "hằng tuần vào thứ Sáu", rf"(?:{_REGULARLY} )?<frequency>\s?[,(]?\s?(?:vào )<point>\)?", recurring),
    Rule("regularly <cycles> <boundary> <point>", "định kỳ 6 tháng (trước ngày 15/6 và 15/12)", rf"{_REGULARLY} <cycles>{_SEND}<boundary> <point> <frequency?>\)?", recurring),
    Rule("<boundary> <point> <frequency>", "trước ngày 15/6 và 15/12 hằng năm", rf"(?:{_REGULARLY}\s{{0,2}})?\(?<boundary?> <point>\)?(?: của)?,? <frequency>\)?", recurring),
    Rule("<boundary> hour <frequency>", "trước 17 giờ hằng ngày", r"(?:trước|chậm nhất(?: là)?|vào) (?:lúc )?\d{1,2}\s?(?:giờ|h|g|:)(?:\s?\d{2})?\s?(?:phút|[’'‘])?,? (?:của )?<point?> <frequency>", recurring),
    Rule("regularly <boundary> <point>", "Định kỳ (trước ngày 15 tháng 12)", rf"{_REGULARLY}{_SEND}<boundary> <point>\)?", recurring),
    Rule("<frequency> until <moment>", "hằng năm đến năm 2030", rf"(?:{_REGULARLY} )?<frequency>,? (?:cho )?đến(?: hết)? <moment>", recurring, "with a cue"),
    Rule("<frequency> in a term", "hằng năm, giai đoạn 2026 - 2030", rf"(?:{_REGULARLY} )?<frequency>,? (?:trong )?(?:giai đoạn )?{YEAR}\s?[-–]\s?(?P<last>{YEAR})", recurring, "with a cue"),
    Rule("regularly <cycles>", "định kỳ 6 tháng và hằng năm", rf"{_REGULARLY} <cycles>(?: (?:hoặc|và) đột xuất)?", recurring),
    Rule("<boundary> <dates>", "trước ngày 30/5 và 30/11/2026", r"<boundary><dates>", of_dates),
    Rule("<frequency>", "hằng quý", r"<frequency>", recurring, "with a cue"),
    Rule("regularly", "định kỳ", r"(?:theo )?định kỳ", recurring, "with a cue"),
    Rule("ongoing", "Thường xuyên", r"(?:thường xuyên|liên tục)(?:,? (?:liên tục|thường xuyên))?", lambda pieces, setting: Meaning(kind="ongoing"), "alone"),
)  # fmt: skip
