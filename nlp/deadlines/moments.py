"""Days and periods of the calendar as they are written, and where they lie once the year is known.

"ngày 15 tháng 12 năm 2025", "30/6", "Quý II/2026", "06 tháng đầu năm", "cuối tháng 11", "năm học 2025-2026".
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from nlp.deadlines.grammar import Setting, words
from nlp.numerals import read_words

Edge = Literal["đầu", "giữa", "cuối"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a run of months as far as it is written.

    `months` are the first and the last month, past 12 in the next year; None when only a day ("ngày 20") or a unit
    ("cuối tháng") is written. `year_is`: "written" in figures; "counted" by `shift` from the year of issue ("năm sau":
    1); of "every" year ("năm báo cáo"); "unknown" where words name one that can't be known here ("năm cuối"); "open"
    where nothing is said.
    """

    year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    edge: Edge | None = None
    unit: Literal["năm", "quý", "tháng", "tuần"] | None = None
    shift: int = 0
    year_is: Literal["written", "counted", "every", "unknown", "open"] = "open"

    @property
    def is_day(self) -> bool:
        return self.day is not None

    def starts(self, year: int) -> date | None:
        """Its first day in `year`; None where the calendar has no such day, or where "cuối" leaves it open."""
        if self.months is None or self.edge in ("cuối", "giữa"):
            return None
        return _day(year, self.months[0], self.day or 1)

    def ends(self, year: int) -> date | None:
        """Its last day in `year`; None where the calendar has no such day, or where "đầu" leaves it open."""
        if self.months is None or self.edge in ("đầu", "giữa"):
            return None
        return _day(year, self.months[1], self.day or 0)


def place(moment: Moment, setting: Setting) -> tuple[date | None, date | None]:
    """(first day, last day) of `moment`: in its own year, else the text's, else the next on or after the issue.

    Nothing is guessed: without any of these both are None.
    """
    issued = setting.issued_on
    if moment.unit:
        return _place_unit(moment, issued)
    if moment.year:
        return moment.starts(moment.year), moment.ends(moment.year)
    if moment.months is None:
        day = _next_day(moment.day or 0, issued) if issued else None
        return day, day
    if moment.year_is in ("every", "unknown"):
        return None, None
    if moment.year_is == "counted":
        return _in_year(moment, issued.year + moment.shift) if issued else (None, None)
    if setting.year and (not issued or _last(moment, setting.year) >= issued):
        return _in_year(moment, setting.year)
    if issued:
        year = issued.year if _last(moment, issued.year) >= issued else issued.year + 1
        return _in_year(moment, year)
    return None, None


def _in_year(moment: Moment, year: int) -> tuple[date | None, date | None]:
    return moment.starts(year), moment.ends(year)


def _last(moment: Moment, year: int) -> date:
    """The last day for comparing, whatever the edge."""
    return replace(moment, edge=None).ends(year) or date.min


def _place_unit(moment: Moment, issued: date | None) -> tuple[date | None, date | None]:
    """ "cuối năm", "tháng này": the unit that the date of issue lies in."""
    if not issued:
        return None, None
    if moment.unit == "tuần":
        monday = issued - timedelta(days=issued.weekday()) + timedelta(weeks=moment.shift)
        return monday, monday + timedelta(days=6)
    count = {"năm": 12, "quý": 3, "tháng": 1}[moment.unit or "năm"]
    first = (issued.month - 1) // count * count + 1 + moment.shift * count
    whole = Moment(months=(first, first + count - 1), edge=moment.edge)
    return whole.starts(issued.year), whole.ends(issued.year)


def _next_day(day: int, issued: date) -> date | None:
    """The first day numbered `day` on or after `issued`."""
    for ahead in range(3):
        found = _day(issued.year, issued.month + ahead, day)
        if found and found >= issued:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    """The day, 0 being the month's last; months past 12 lie in the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    length = monthrange(year, month)[1]
    return date(year, month, day or length) if day <= length else None


# How they are written ------------------------------------------------------------------------------------------

DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
MONTH = r"(?:1[0-2]|0?[1-9])(?![\d%])"
YEAR = r"(?:19|20)\d\d(?![\d%]|[.,]\d)"
UNIT_WORDS = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
DAY_WORDS = rf"(?:(?:hai mươi|ba mươi|mười) (?:mốt|tư|lăm|{UNIT_WORDS})|(?:hai|ba) mươi|{UNIT_WORDS})(?![^\W_])"
MONTH_WORDS = r"(?:mười hai|mười một|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín)(?![^\W_])"
# OCR reads the strokes of I, II, III as l, 1, !, | and H; "quý VI" has no reading
QUARTER = r"(?:[i1l]v|[il1!|]{2,3}(?!\d)|h[il1]|[il1]h|[i1-4lh]|nhất|một|hai|ba|bốn|tư)(?![^\W_])"
SLASH = r"\s{0,2}[/.\-–]\s{0,2}"
COUNTED = r"(?:cùng năm|năm (?:nay|hiện tại|hiện hành|sau liền kề|sau|tới|tiếp theo|kế tiếp|kế|liền kề))(?![^\W_])"
EVERY = (
    r"năm (?:trước|tuyển sinh|học|xét(?: tặng| thưởng| duyệt)?|đánh giá|báo cáo|kế hoạch|quyết toán|tài chính|dự toán"
    r"|kiểm kê|công bố|ngân sách)(?! (?:19|20))"
)
UNKNOWN = r"năm (?:cuối|đầu|đó|ấy|thực hiện|liên quan|đề nghị|bầu cử|kết thúc|bắt đầu|thứ)|năm(?= ?\()"
NAMED_YEAR = rf" (?:của )?(?:(?P<counted>{COUNTED})|(?P<every>{EVERY})(?![^\W_])|(?P<unknown>{UNKNOWN}))"
OF_YEAR = rf"(?:\s{{0,2}},? (?:của )?năm ?(?P<year>{YEAR})|{SLASH}(?P<slashed>{YEAR})|{NAMED_YEAR})"
FRACTION = r"(?!(?:1/[2345]|2/[345]|3/[45]|4/5|24/24|24/7)(?!\d))"
"""A day and a month in figures that may as well be a part of something ("2/3 số phiếu")."""


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(words(pattern) for pattern in patterns)


_dates = _compile(
    rf"(?:ngày\s{{0,3}}|{FRACTION})(?P<day>{DAY})\s{{0,2}}/\s{{0,2}}(?P<month>{MONTH})"
    rf"(?:\s{{0,2}}/\s{{0,2}}(?P<slashed>{YEAR})|,? (?:của )?năm ?(?P<year>{YEAR})|{NAMED_YEAR})?(?!\s?/|\d)",
    rf"(?:ngày\s{{0,3}})?(?P<day>{DAY})\s?[.\-–]\s?(?P<month>{MONTH})\s?[.\-–]\s?(?P<year>{YEAR})",
    rf"(?:ngày ?)?(?:mùng |mồng )?(?P<day>{DAY}),? tháng ?(?P<month>{MONTH}){OF_YEAR}?",
    rf"ngày (?:mùng |mồng )?(?P<day>{DAY_WORDS}|{DAY}) tháng (?P<month>{MONTH_WORDS}){OF_YEAR}?",
    rf"(?P<day>{DAY}) tháng (?P<month>{MONTH_WORDS}) năm ?(?P<year>{YEAR})",
)
_months = _compile(
    rf"tháng ?(?P<month>{MONTH})(?!\s{{0,2}}/\s{{0,2}}\d{{1,2}}(?!\d))(?:{OF_YEAR}| này(?![^\W_]))?",
    rf"tháng (?P<month>{MONTH_WORDS}) năm ?(?P<year>{YEAR})",
)
_quarters = _compile(
    rf"qu[ýí]\s{{0,3}}(?P<quarter>{QUARTER})(?:{OF_YEAR}|\s?[,( ]\s?(?P<bare>{YEAR}))?",
)
_halves = _compile(
    r"(?P<count>\d{1,2}|sáu|ba|chín) tháng (?P<part>đầu|cuối) (?:của )?năm"
    rf"(?:(?:{SLASH}| )(?P<bare>{YEAR})| (?P<counted>nay|sau|tới))?(?![^\W_])",
    rf"(?P<count>0?6|sáu) tháng (?P<part>đầu|cuối)(?:(?:{SLASH}| )(?P<bare>{YEAR}))?"
    r"(?![^\W_])(?! (?:của|kể|tính|sau))",
    rf"nửa (?P<part>đầu|cuối)(?: của)? năm(?: (?P<year>{YEAR}))?",
    rf"(?P<count>\d{{1,2}}|sáu|ba|chín) tháng (?:của )?năm ?(?P<year>{YEAR})",
)
_school_years = _compile(rf"năm học (?P<year>{YEAR})(?:\s{{0,2}}[-–—]\s{{0,2}}{YEAR})?")
_years = _compile(
    rf"(?:cả )?năm ?(?P<year>{YEAR})(?!\s{{0,2}}[-–]\s?{YEAR})",
    r"năm (?P<now>nay|sau|tới)(?![^\W_])",
)
_units = _compile(r"(?P<unit>tháng|tuần|quý|quí) (?P<now>này|sau|tới)(?![^\W_])")
_edges = _compile(r"(?:những |các )?(?:ngày |tháng |tuần |thời điểm )?(?P<edge>đầu|giữa|cuối)(?: của)? ")
_bare_units = _compile(
    r"(?P<unit>năm|quý|quí|tháng|tuần)(?: (?P<now>này|nay))?(?![^\W_])"
    r"(?! (?:\d|học|tiếp|sau|thứ|đầu|cuối|lễ|từ))"
)
_days = _compile(rf"ngày (?:mùng )?(?P<day>{DAY})(?![/.\-]?\d)(?! (?:làm việc|tháng|ngày|giờ|công|kể|tính|của))")


def moment_at(text: str, at: int) -> tuple[int, Moment] | None:
    """The day or period written at `at`."""
    return day_at(text, at) or period_at(text, at) or _edged_at(text, at) or _day_alone_at(text, at)


def day_at(text: str, at: int) -> tuple[int, Moment] | None:
    """ "ngày 15 tháng 12 năm 2025", "30/6", "ngày mười lăm tháng sáu"."""
    if found := _first(_dates, text, at):
        day, month = _number(found["day"]), _number(found["month"])
        return found.end(), _with_year(Moment(months=(month, month), day=day), found)
    return None


def period_at(text: str, at: int) -> tuple[int, Moment] | None:
    """ "tháng 6/2026", "Quý II", "06 tháng đầu năm", "năm học 2025-2026", "năm 2026", "tháng này"."""
    if found := _first(_halves, text, at):
        parts = found.groupdict()
        count = _number(parts.get("count") or "6")
        months = (13 - count, 12) if parts.get("part") == "cuối" else (1, count)
        return (found.end(), _with_year(Moment(months=months), found)) if 1 <= count <= 12 else None
    if found := _first(_months, text, at):
        month = _number(found["month"])
        return found.end(), _with_year(Moment(months=(month, month)), found)
    if found := _first(_quarters, text, at):
        quarter = read_quarter(found["quarter"])
        return found.end(), _with_year(Moment(months=(3 * quarter - 2, 3 * quarter)), found)
    if found := _first(_school_years, text, at):
        # The Ministry of Education's yearly frame: a school year opens in September and is closed before 31 May.
        return found.end(), _with_year(Moment(months=(9, 17)), found)
    if found := _first(_years, text, at):
        if "now" in found.re.groupindex:
            return found.end(), Moment(unit="năm", shift=int(found["now"] != "nay"))
        return found.end(), _with_year(Moment(months=(1, 12)), found)
    if found := _first(_units, text, at):
        return found.end(), Moment(unit=_unit(found["unit"]), shift=int(found["now"] != "này"))
    return None


def unit_at(text: str, at: int) -> tuple[int, Moment] | None:
    """ "năm", "quý", "tháng này" after "trong" or "hết": the one that the date of issue lies in."""
    found = _first(_bare_units, text, at)
    return (found.end(), Moment(unit=_unit(found["unit"]))) if found else None


def read_quarter(written: str) -> int:
    """1 to 4 from a Roman or Arabic numeral, a word, or what OCR makes of the strokes of I, II and III."""
    named = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "1": 1, "2": 2, "3": 3, "4": 4}
    if written in named:
        return named[written]
    if written.endswith("v"):
        return 4
    return sum(2 if stroke == "h" else 1 for stroke in written)


def _edged_at(text: str, at: int) -> tuple[int, Moment] | None:
    """ "cuối năm 2025", "đầu quý I", "cuối tháng"."""
    if not (edge := _first(_edges, text, at)):
        return None
    written = cast(Edge, edge["edge"])
    if period := period_at(text, edge.end()):
        return period[0], replace(period[1], edge=written)
    if unit := unit_at(text, edge.end()):
        return unit[0], replace(unit[1], edge=written)
    return None


def _day_alone_at(text: str, at: int) -> tuple[int, Moment] | None:
    """ "ngày 20", its month not said."""
    found = _first(_days, text, at)
    return (found.end(), Moment(day=int(found["day"]))) if found else None


def _with_year(moment: Moment, found: re.Match[str]) -> Moment:
    parts = found.groupdict()
    if written := parts.get("year") or parts.get("slashed") or parts.get("bare"):
        return replace(moment, year=int(written), year_is="written")
    if counted := parts.get("counted"):
        this = any(word in counted for word in ("cùng", "nay", "hiện"))
        return replace(moment, shift=int(not this), year_is="counted")
    if parts.get("every"):
        return replace(moment, year_is="every")
    return replace(moment, year_is="unknown") if parts.get("unknown") else moment


def _first(patterns: tuple[re.Pattern[str], ...], text: str, at: int) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.match(text, at))), None)


def _unit(written: str) -> Literal["năm", "quý", "tháng", "tuần"]:
    named: dict[str, Literal["năm", "quý", "tháng", "tuần"]] = {"tháng": "tháng", "tuần": "tuần", "năm": "năm"}
    return named.get(written, "quý")


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return int(read_words(["bốn" if written == "tư" else word for word in written.split()]) or 0)
