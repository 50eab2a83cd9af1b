"""Counted from an event, or back from one: "trong 15 ngày làm việc kể từ ngày ký", "trước khi họp 05 ngày"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from models.records import Relative
from nlp.calendar import add_working_days
from nlp.deadlines.grammar import Meaning, Setting, words
from nlp.deadlines.moments import Moment, moment_at, place
from nlp.numerals import parse_number

LETTERS = {"giờ": ("PT", "H"), "ngày": ("P", "D"), "tuần": ("P", "W"), "tháng": ("P", "M"), "năm": ("P", "Y")}

_DOCUMENT = r"(?:văn bản|quyết định|kế hoạch|chỉ thị|công văn|thông báo|nghị quyết|công điện|hướng dẫn)(?: này)?"
EVENTS = {
    "signing": rf"(?:ngày |khi )?(?:{_DOCUMENT} )?(?:được )?ký(?:,? ban hành)?(?: {_DOCUMENT})?",
    "issuance": rf"(?:ngày |khi )?(?:{_DOCUMENT} )?(?:được )?(?:ban hành|phát hành)(?: {_DOCUMENT})?",
}
"""Events that fall on the date of issue. Any other is named in the document's words."""

COUNT = (
    r"(?:\d{1,4}(?:[.,]\d{1,2})?|½|1/2|nửa"
    r"|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi(?: (?:mốt|hai|ba|tư|lăm|sáu|bảy|tám|chín))?"
    r"|mười (?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín)|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
)
_duration = words(
    rf"(?:\d{{1,3}}\s?(?:[-–]|đến)\s?(?=\d))?(?P<count>{COUNT})(?P<gloss>\s{{0,2}}\([^()\n]{{1,30}}\))?\s{{0,3}}"
    r"(?P<unit>giờ|(?<=[\d\s)])h|ngày|tuần|tháng(?! ?\d)|năm(?! (?:học|\d))|quý(?! [ivx]))(?![^\W_])"
    r"(?P<working> (?:làm việc|hành chính|công))?"
)
_event = words(r"(?:(?! [-–] )[^.;:,()\n|\"”“]){1,160}")
_event_ends = words(r" (?:thì|phải (?:gửi|báo cáo|hoàn thành|tiến hành|ra|thông báo)|có trách nhiệm|chịu trách nhiệm) ")


@dataclass(frozen=True, slots=True)
class Duration:
    """So many hours, days, weeks, months or years; `working` where only working days count."""

    count: float
    unit: str
    working: bool

    def iso(self, *, back: bool = False) -> str:
        lead, letter = LETTERS[self.unit]
        return f"{'-' if back else ''}{lead}{self.count:g}{letter}"

    def after(self, start: date, *, back: bool = False) -> date | None:
        """The day so long after `start`, which is not counted (Bộ luật Dân sự 2015, Điều 147).

        A last day that is not worked stays as it is: Điều 148 would move it on, and a sheet had better be early.
        """
        if self.count != int(self.count) or self.unit == "giờ":
            return None
        count = -int(self.count) if back else int(self.count)
        if self.working:
            return add_working_days(start, count) if self.unit == "ngày" else None
        match self.unit:
            case "ngày":
                return start + relativedelta(days=count)
            case "tuần":
                return start + relativedelta(weeks=count)
            case "tháng":
                return start + relativedelta(months=count)
            case _:
                return start + relativedelta(years=count)


def duration_at(text: str, at: int) -> tuple[int, Duration] | None:
    """ "15 ngày làm việc", "bảy ngày", "30 (ba mươi) ngày", "24-48 giờ": the longest that is allowed."""
    found = _duration.match(text, at)
    if not found:
        return None
    if found["count"] in ("½", "1/2", "nửa"):
        count: float | None = 0.5
    else:
        count = parse_number(found["count"] + (found["gloss"] or "")) or parse_number(found["count"])
    if not count or count > 1000:
        return None
    unit = "giờ" if found["unit"] == "h" else found["unit"]
    if unit == "quý":
        unit, count = "tháng", count * 3
    return found.end(), Duration(count, unit, bool(found["working"]))


def short_at(text: str, at: int) -> tuple[int, Duration] | None:
    """A duration in days or hours, as terms of work are given; months and years mostly say how long a state lasts."""
    found = duration_at(text, at)
    return found if found and found[1].unit in ("ngày", "giờ", "tuần") else None


def working_at(text: str, at: int) -> tuple[int, Duration] | None:
    """A duration in working days."""
    found = duration_at(text, at)
    return found if found and found[1].working else None


def event_at(text: str, at: int) -> tuple[int, Any] | None:
    """What is counted from: a date, or the words up to where the clause ends."""
    if (day := moment_at(text, at)) and day[1].is_day:
        return day
    if found := _event.match(text, at):
        end = found.end()
        if stop := _event_ends.search(text, at, end):
            end = stop.start()
        return end, text[at:end].strip()
    return None


# What the pieces mean together --------------------------------------------------------------------------------------


def after(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """So long after an event."""
    return _counted(pieces, setting, back=False)


def before(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """So long before an event; "6 tháng trước ngày 15/6" says the report's period, not a term."""
    if isinstance(pieces.get("event"), Moment) and pieces["duration"].unit in ("tháng", "năm"):
        return None
    return _counted(pieces, setting, back=True)


def after_event(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """After an event; how long is not said."""
    return Meaning(kind="relative", relative=_relative(None, False, str(pieces["event"])))


def number_of(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """ "Số ngày dự kiến: 7"."""
    duration = Duration(float(pieces["count"]), pieces["unit"], "working" in pieces)
    return _counted({"duration": duration}, setting, back=False) if duration.count else None


def _counted(pieces: Mapping[str, Any], setting: Setting, *, back: bool) -> Meaning | None:
    duration: Duration = next(pieces[name] for name in ("duration", "short", "working") if name in pieces)
    event = pieces.get("event")
    name, day = None, None
    if isinstance(event, Moment):
        _, day = place(event, setting)
        name = day.isoformat() if day else None
    elif event:
        name = next((known for known, pattern in EVENTS.items() if words(pattern).fullmatch(event)), event)
        day = setting.issued_on if name in EVENTS else None
    end = duration.after(day, back=back) if day else None
    return Meaning(kind="relative", end=end, relative=_relative(duration.iso(back=back), duration.working, name))


def _relative(duration: str | None, working: bool, event: str | None) -> Relative:
    return Relative(duration=duration, working_days=working, from_=event)  # type: ignore[call-arg]  # filled by name
