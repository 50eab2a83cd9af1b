"""How often something comes: "hằng năm", "mỗi quý", "6 tháng một lần", "hằng tháng, quý, năm"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.deadlines.grammar import words
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
"""Each period as FREQ and INTERVAL of RFC 5545; others ("học kỳ") have none."""
LENGTHS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: `freq` None where the calendar has no such period."""

    freq: str | None
    interval: int = 1

    @property
    def length(self) -> int:
        """About how many days, for telling the shorter of two; 0 where it is not known."""
        return LENGTHS[self.freq] * self.interval if self.freq else 0

    def rule(self, *parts: str) -> str | None:
        """The RRULE with these further parts, or None where there is none."""
        if not self.freq:
            return None
        interval = [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        return ";".join([f"FREQ={self.freq}", *interval, *parts])


YEARLY, QUARTERLY, MONTHLY, WEEKLY = (Frequency(*CYCLES[cycle]) for cycle in ("năm", "quý", "tháng", "tuần"))

_CYCLE = r"(?:năm học|học kỳ|học kì|năm|quý|quí|tháng|tuần|ngày)"
_SPAN = r"(?P<cycle>năm|quý|quí|tháng|tuần|ngày)"
_EVERY = r"(?:h[ằàắẳ]ng|mỗi|từng|theo từng)"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|sáu|chín)(?:\s?\([^()]{1,20}\))?"
_ONCE = r"(?: (?:(?:ít nhất|tối thiểu) )?(?:một|0?1) lần|\s?/\s?(?:0?1 )?lần)"
_PER = r"\s?(?:/|trong|mỗi|trên) ?(?:một |0?1 )?"

_full = (
    words(
        rf"{_EVERY} (?P<cycle>{_CYCLE}) (?:(?:ít nhất|tối thiểu) )?(?P<times>0?[2-9]|[1-9]\d|hai|ba|bốn) lần(?![^\W_])"
    ),
    words(rf"{_EVERY} (?P<count>{_COUNT}) {_SPAN}{_ONCE}?(?![^\W_])"),
    words(r"mỗi kỳ kế hoạch (?P<count>\d{1,2}) (?P<cycle>năm)(?![^\W_])"),
    words(rf"{_EVERY} (?P<cycle>{_CYCLE}){_ONCE}?(?![^\W_])"),
    words(rf"(?:0?1|một) lần{_PER}(?P<cycle>{_CYCLE})(?![^\W_])"),
    words(rf"(?P<count>{_COUNT}) {_SPAN}{_ONCE}(?![^\W_])"),
    words(rf"{_SPAN}\s?/\s?(?:0?1 )?lần(?![^\W_])"),
    words(rf"(?P<times>\d{{1,2}}|hai|ba|bốn) lần{_PER}(?P<cycle>{_CYCLE})(?![^\W_])"),
)
_short = (
    words(rf"(?P<count>{_COUNT}) {_SPAN}(?: (?:đầu|cuối) năm)?(?! (?:làm|kể|trước|sau|qua))(?![^\W_])"),
    words(rf"(?P<cycle>năm|quý|quí|tháng|tuần){_ONCE}?(?![^\W_])(?! (?:\d|i|học|trước|sau))"),
    words(r"(?:báo cáo )?(?P<cycle>sơ kết|tổng kết|giữa năm|cuối năm|cả năm)(?: năm)?(?![^\W_])"),
)
_join = words(r"(?:\s?,\s?(?:và |hoặc )?|\s?;\s?|\s?/\s?|\s?-\s?| và | hoặc | hay | cùng )(?:báo cáo )?(?:định kỳ )?")


def frequency_at(text: str, at: int) -> tuple[int, Frequency] | None:
    """ "hằng năm", "6 tháng một lần", "hằng tháng, quý, năm": of several the shortest."""
    return _list_at(text, at, _full)


def cycles_at(text: str, at: int) -> tuple[int, Frequency] | None:
    """What follows "định kỳ": the bare periods too, as in "6 tháng, năm"."""
    return _list_at(text, at, (*_full, *_short))


def _list_at(text: str, at: int, opening: Sequence[re.Pattern[str]]) -> tuple[int, Frequency] | None:
    if not (first := _one_at(text, at, opening)):
        return None
    end, shortest = first
    for _ in range(5):
        join = _join.match(text, end)
        following = _one_at(text, join.end(), (*_full, *_short)) if join else None
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
            if parts.get("times"):
                return found.end(), Frequency(None)  # "2 lần/năm": on which days is not said
            freq, interval = CYCLES.get(" ".join(parts["cycle"].split()), (None, 1))
            if freq and parts.get("count"):
                interval *= int(parse_number(parts["count"]) or 1)
            return found.end(), YEARLY if (freq, interval) == ("MONTHLY", 12) else Frequency(freq, interval)
    return None
