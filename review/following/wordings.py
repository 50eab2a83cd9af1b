"""Words of these pages that depend on a value: how a line stands, how far off its day is, what a figure says."""

from datetime import date

from feeds.exports.tracking import amount, progress
from models import sheet
from models.following.states import State
from models.questions.followed import Followed
from models.questions.paged.timetable import MOST
from models.wording import Language, Wording

__all__ = [
    "SHAPES", "amount", "day_at", "far_off", "how_many", "in_group", "kind", "mark", "progress", "relation", "standing",
    "weekday",
]  # fmt: skip

SHAPES: dict[State, str] = {
    "overdue": "▲", "due_soon": "◆", "not_due": "○", "done": "✓", "done_late": "✓", "superseded": "–", "undated": "·",
}  # fmt: skip
"""A state's sign, so that it is told without colour."""


def standing(state: State, language: Language, line: Followed | None = None) -> str:
    """A state in words; without a day, what kind of deadline it has instead."""
    words = sheet.DUE[state][0]
    if state == "undated" and line is not None:
        kind = line.deadline.kind if line.deadline else None
        words = sheet.WITHOUT_A_DAY.get(kind, words) if kind else Wording("không giao thời hạn", "no deadline set")
    return words.into(language)


def mark(state: State) -> str:
    """A state's sign."""
    return SHAPES[state]


def far_off(day: date | None, today: date, state: State, language: Language) -> str:
    """How far off a day is, for what is still to be done."""
    if day is None or state not in ("overdue", "due_soon", "not_due"):
        return ""
    days = (day - today).days
    if days == 0:
        return Wording("hôm nay", "today").into(language)
    if days < 0:
        return Wording(f"quá {-days} ngày", f"{-days} days late").into(language)
    if days > 60:
        return ""
    return Wording(f"còn {days} ngày", f"in {days} days").into(language)


def how_many(total: int, language: Language) -> str:
    """A count that may have ended at `MOST`."""
    if total > MOST:
        return Wording(f"hơn {sheet.figure(MOST)}", f"more than {MOST:,}").into(language)
    return sheet.figure(total) if language == "vi" else f"{total:,}"


def in_group(day: date | None, language: Language) -> str:
    """The week that a day is in, as a heading."""
    if day is None:
        return Wording("Chưa rõ ngày", "No day known").into(language)
    first = date.fromordinal(day.toordinal() - day.weekday())
    last = date.fromordinal(first.toordinal() + 6)
    return Wording(
        f"Tuần {day.isocalendar().week} ({first:%d/%m} - {last:%d/%m/%Y})",
        f"Week {day.isocalendar().week} ({first:%d/%m} - {last:%d/%m/%Y})",
    ).into(language)


WEEKDAYS = (
    Wording("Thứ Hai", "Monday"), Wording("Thứ Ba", "Tuesday"), Wording("Thứ Tư", "Wednesday"),
    Wording("Thứ Năm", "Thursday"), Wording("Thứ Sáu", "Friday"), Wording("Thứ Bảy", "Saturday"),
    Wording("Chủ nhật", "Sunday"),
)  # fmt: skip


def weekday(number: int, language: Language) -> str:
    """The name of a day of the week; Monday is 0."""
    return WEEKDAYS[number].into(language)


def day_at(ordinal: int) -> date:
    """The day that an ordinal names."""
    return date.fromordinal(ordinal)


def kind(name: str, language: Language) -> str:
    """What a search found."""
    return sheet.KINDS[name].into(language)


THEIRS: dict[str, Wording] = {
    "implements": Wording("triển khai văn bản này", "carries this out"),
    "answers": Wording("trả lời, báo cáo về văn bản này", "answers this"),
    "amends": Wording("sửa đổi, bổ sung văn bản này", "amends this"),
    "replaces": Wording("thay thế văn bản này", "replaces this"),
    "repeals": Wording("bãi bỏ văn bản này", "repeals this"),
    "based_on": Wording("căn cứ văn bản này", "is based on this"),
    "mentions": Wording("nhắc đến văn bản này", "mentions this"),
}
OURS: dict[str, Wording] = {
    "implements": Wording("được văn bản này triển khai", "is carried out by this"),
    "answers": Wording("được văn bản này trả lời, báo cáo", "is answered by this"),
    "amends": Wording("được văn bản này sửa đổi, bổ sung", "is amended by this"),
    "replaces": Wording("bị văn bản này thay thế", "is replaced by this"),
    "repeals": Wording("bị văn bản này bãi bỏ", "is repealed by this"),
    "based_on": Wording("là căn cứ của văn bản này", "is what this is based on"),
    "mentions": Wording("được văn bản này nhắc đến", "is mentioned by this"),
}


def relation(name: str, theirs: bool, language: Language) -> str:
    """What another document is to the one that is shown."""
    return (THEIRS if theirs else OURS)[name].into(language)
