# ruff: noqa: E501
"""Counted from an event, or back from one: "trong 15 ngày làm việc kể từ ngày ký", "trước khi họp 05 ngày"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from models.records import Relative
from nlp.calendar import add_working_days
from nlp.deadlines.grammar import Meaning, Rule, Setting, words
from nlp.deadlines.moments import Moment, moment_at, place
from nlp.numerals import parse_number

LETTERS = {"giờ": ("PT", "H"), "ngày": ("P", "D"), "tuần": ("P", "W"), "tháng": ("P", "M"), "năm": ("P", "Y")}
EVENTS = {
    "signing": r"(?:ngày |khi )?(?:được )?(?:ký(?: ban hành)?|(?:văn bản|quyết định|kế hoạch|chỉ thị|công văn|thông báo) này được ký)(?: ban hành)?(?: (?:văn bản|quyết định|kế hoạch|chỉ thị|công văn|thông báo|nghị quyết|nghị định)(?: này)?)?",
    "issuance": r"(?:ngày |khi )?(?:được )?ban hành(?: (?:văn bản|quyết định|kế hoạch|chỉ thị|công văn|thông báo|nghị quyết|nghị định)(?: này)?)?|(?:ngày |khi )?(?:văn bản|quyết định|kế hoạch|chỉ thị|công văn|thông báo) này (?:được )?ban hành",
}
"""Events that are the date of issue; any other keeps the document's words."""

_COUNT = r"(?:\d{1,4}(?:[.,]\d{1,2})?|½|1/2|nửa|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi(?: [^\W\d_]{2,4})?|mười (?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín)|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
_duration = words(
    rf"(?P<count>{_COUNT})(?P<gloss>\s{{0,2}}\([^()\n]{{1,30}}\))?\s{{0,3}}(?P<unit>giờ|ngày|tuần|tháng|năm|quý)(?![^\W_])"
    r"(?P<working> (?:làm việc|hành chính|công))?"
)
_event = words(r"[^.;:,()\n|\"”]{1,160}")
_event_stops = words(r"(?: thì | phải (?:gửi|báo cáo|hoàn thành)| có trách nhiệm | chịu trách nhiệm )")


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
        """The day so long after `start`, which is not counted (Bộ luật Dân sự 2015, Điều 147)."""
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
    """ "15 ngày làm việc", "bảy ngày", "30 (ba mươi) ngày", "03 tháng", "24 giờ"."""
    found = _duration.match(text, at)
    if not found:
        return None
    written = found["count"] + (found["gloss"] or "")
    count = 0.5 if found["count"] in ("½", "1/2", "nửa") else parse_number(written) or parse_number(found["count"])
    if not count or count > 5000:
        return None
    unit = found["unit"]
    if unit == "quý":
        return found.end(), Duration(count * 3, "tháng", False)
    return found.end(), Duration(count, unit, bool(found["working"]))


def event_at(text: str, at: int) -> tuple[int, Any] | None:
    """What is counted from: a date, or the words up to where the clause ends."""
    if (day := moment_at(text, at)) and day[1].is_day:
        return day
    if found := _event.match(text, at):
        stop = _event_stops.search(text, at, found.end())
        end = stop.start() if stop else found.end()
        return end, text[at:end].strip()
    return None


def after(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """So long after an event."""
    return _counted(pieces, setting, back=False)


def before(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """So long before an event."""
    return _counted(pieces, setting, back=True)


def _counted(pieces: Mapping[str, Any], setting: Setting, *, back: bool) -> Meaning | None:
    duration: Duration = pieces["duration"]
    event = pieces.get("event")
    name, day = None, None
    if isinstance(event, Moment):
        _, day = place(event, setting)
        name = day.isoformat() if day else None
    elif event:
        name = next((name for name, pattern in EVENTS.items() if words(pattern).fullmatch(event)), event)
        day = setting.issued_on if name in EVENTS else None
    end = duration.after(day, back=back) if day else None
    return Meaning(kind="relative", end=end, relative=_relative(duration.iso(back=back), duration.working, name))


def after_event(pieces: Mapping[str, Any], setting: Setting) -> Meaning | None:
    """After an event, how long is not said."""
    return Meaning(kind="relative", relative=_relative(None, False, pieces["event"]))


def _relative(duration: str | None, working: bool, event: str | None) -> Relative:
    return Relative(duration=duration, working_days=working, from_=event)  # type: ignore[call-arg]  # filled by name


_LIMIT = (
    r"(?:(?:trong|sau|tối đa|không quá|không vượt quá|chậm nhất|muộn nhất|tối thiểu|ít nhất|thời hạn|thời gian|khoảng|vòng"
    r"|là|ngay|kéo dài|giải quyết|thực hiện) ){1,6}"
)
_STRICT = r"(?:(?:trong|sau)? ?(?:thời hạn|vòng)|trong thời gian|chậm nhất|muộn nhất|không quá|tối đa|không vượt quá)(?: (?:là|sau|trong|không quá|tối đa|chậm nhất|khoảng|thời hạn|thời gian|vòng))*"
_FROM = r"(?:\s?,)?(?: tiếp theo)?\s{1,3}(?:(?:được )?(?:kể|tính)(?: từ(?: ngày| khi| thời điểm| lúc)?| ngày)|từ (?:ngày|khi|thời điểm|lúc)|sau (?:ngày|khi)) "
_BACK = (
    r"(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|không (?:quá|dưới|ít hơn)|trong vòng|trong|khoảng|là|,|sớm nhất|trước)"
)
_OCCASION = r"(?:khi|ngày|thời điểm|kỳ|phiên|cuộc|lúc|thời gian|thời hạn|hạn|buổi|hội nghị)"

RULES = (
    Rule("<limit> <duration> from <event>", "trong thời hạn 15 ngày làm việc kể từ ngày ký", rf"(?:{_LIMIT})?<duration>{_FROM}<event>", after),
    Rule("after <event>, <duration>", "kể từ ngày nhận được hồ sơ, trong 05 ngày làm việc", rf"{_STRICT} <duration>", after),
    Rule("<duration> before <event>", "ít nhất 05 ngày trước khi họp", rf"(?:{_BACK} )*<duration>,? trước {_OCCASION} <event>", before),
    Rule("before <event> <duration>", "trước khi kiểm tra ít nhất 05 ngày", rf"trước {_OCCASION} (?P<event>[^.;:,()\d\n|]{{1,80}}?),? (?:{_BACK} ){{0,3}}(?=\d|{_COUNT} (?:ngày|tuần|tháng))<duration>", before),
    Rule("before <duration>", "trước ít nhất 03 ngày làm việc", rf"trước (?:{_BACK} )*<duration>", before, "with a cue"),
    Rule("within <duration>", "trong 10 ngày", r"(?:trong|sau)(?: khoảng)? <duration>", after, "with a cue"),
    Rule("duration of days or hours", "07 ngày làm việc", r"<duration>(?: làm việc)?", after, "alone"),
    Rule("after <event>", "Sau khi có Quy chế", r"sau khi <event>", after_event, "alone"),
)  # fmt: skip
