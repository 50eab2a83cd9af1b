"""Deadlines in Vietnamese official prose: what is one, until when, how often, counted from what.

Small named rules (`boundaries`, `durations`, `recurrences`) read phrases over the pieces of `moments`; `context` judges
whether a phrase is a deadline where it stands, by the table `knowledge/deadlines.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from models.records import Deadline
from nlp.deadlines import boundaries, durations, frequencies, moments, recurrences
from nlp.deadlines.context import cell_around, judge, sentence_around, sentence_end, setting_of, spellings, years_ahead
from nlp.deadlines.grammar import Meaning, Piece, Rule, match, steps
from nlp.deadlines.rules import RULES
from nlp.deadlines.series import SERIES, UNTIL, ended, joined
from nlp.mention import Mention

PIECES: dict[str, Piece] = {
    "moment": moments.moment_at,
    "unit": moments.unit_at,
    "boundary": boundaries.boundary_at,
    "follower": boundaries.follower_at,
    "duration": durations.duration_at,
    "event": durations.event_at,
    "short": durations.short_at,
    "working": durations.working_at,
    "frequency": frequencies.frequency_at,
    "cycles": frequencies.cycles_at,
    "point": recurrences.point_at,
    "own point": recurrences.own_point_at,
    "dates": recurrences.dates_at,
}
LONGEST = 100_000
"""Characters read at most of one passage."""


def find_deadlines(
    text: str, issued_on: date | None = None, *, year: int | None = None, apart: bool = False
) -> tuple[Mention[Deadline], ...]:
    """The deadlines in `text`, in order and not overlapping, each with the name of the rule that read it.

    Several days of one report are one recurrence; `apart` leaves them one by one, as they are written.

    `issued_on` is the document's date of issue: from it come the year that is not written, "từ nay", "năm nay" and the
    end of what is counted from the signing. `year` is the one that the whole document is about (`year_about` its
    subject). Nothing is guessed: what can't be known is None.
    """
    found = tuple(_find(text, issued_on, year, is_cell=False))
    kept = [mention for at, mention in enumerate(found) if not _is_said_again(mention, found[at + 1 : at + 6], text)]
    return tuple(kept if apart else _joined(text, kept))


@lru_cache(maxsize=256)
def read_deadline(text: str, issued_on: date | None = None, *, year: int | None = None) -> Deadline | None:
    """The deadline that a phrase or a table's cell is ("Quý II/2020", "Thường xuyên", "30/6"), or None.

    Where a cell names several, the one with a date comes first ("Thường xuyên, trước ngày 15/12 hằng năm"); one that
    opens with "Thường xuyên" and names no day ("Thường xuyên, hằng năm") is ongoing.
    """
    mentions = tuple(_joined(text, _find(text, issued_on, year, is_cell=True)))
    if mentions and mentions[0].value.kind == "ongoing" and not any(_names_a_day(m.value) for m in mentions):
        return mentions[0].value
    best = max(mentions, key=lambda mention: (_weight(mention), -mention.start), default=None)
    return best.value if best else None


def year_about(subject: str) -> int | None:
    """The year that a document is about by its subject ("Kế hoạch cải cách hành chính năm 2026"), if it is one year."""
    years = set(re.findall(r"(?<!đến )(?<!từ )năm (20\d\d)(?!\s*[-–—]\s*20)", " ".join(subject.lower().split())))
    return int(years.pop()) if len(years) == 1 else None


def _joined(text: str, mentions: Iterable[Mention[Deadline]]) -> Iterator[Mention[Deadline]]:
    """`mentions` with the days of one report as one, and with what ends a repetition, each in the words of `text`."""
    lowered = lower(text[:LONGEST])
    for mention in ended(tuple(joined(tuple(mentions), lowered)), lowered):
        if mention.rule not in (SERIES, UNTIL):
            yield mention
        else:
            written = text[mention.start : mention.end]
            value = replace(mention.value, text=" ".join(written.split()))
            yield replace(mention, text=written, value=value)


def _names_a_day(deadline: Deadline) -> bool:
    if deadline.kind == "during" and deadline.start and deadline.end:
        return (deadline.end - deadline.start).days < YEAR_LONG
    return bool(deadline.start or deadline.end or "BYMONTH" in (deadline.rrule or ""))


YEAR_LONG = 364
"""Days of a period that names no time of the year."""


def _weight(mention: Mention[Deadline]) -> int:
    deadline = mention.value
    if deadline.end and mention.text.lower().startswith(("hoàn thành", "xong")):
        return 3  # "Năm 2026 (hoàn thành trong quý III)"
    if deadline.kind == "ongoing" or (deadline.kind == "recurring" and not deadline.rrule):
        return 0
    if deadline.kind in ("by", "recurring") and (deadline.end or deadline.rrule):
        return 3
    return 2 if deadline.start or deadline.end else 1


def _find(text: str, issued_on: date | None, year: int | None, *, is_cell: bool) -> Iterator[Mention[Deadline]]:
    lowered = lower(text[:LONGEST])
    pieces = _remembering(PIECES)
    years = years_ahead(lowered, year)
    at = 0
    while opening := _opening.search(lowered, at):
        start, at = opening.start(), opening.end()
        if not (matched := list(_matches(lowered, start, pieces))):
            continue
        setting = setting_of(lowered, start, issued_on, years)
        for rule, (end, read) in sorted(matched, key=lambda reading: -reading[1][0]):
            if not (meaning := rule.means(read, setting)):
                continue
            at = max(at, end)
            place = cell_around(lowered, start, end) if is_cell else sentence_around(lowered, start, end)
            if judge(rule, meaning, lowered[start:end], place, issued_on):
                written = text[start:end]
                yield Mention(start, end, written, _deadline(written, meaning), rule.name)
                break
            if rule.stands == "anywhere":
                break  # what is around the phrase speaks against all of it


def _matches(text: str, start: int, pieces: Mapping[str, Piece]) -> Iterator[tuple[Rule, tuple[int, dict[str, Any]]]]:
    """Each rule that matches at `start`, with where it ends and its pieces."""
    for rule, opening in _openings():
        if (opening is None or opening.match(text, start)) and (found := match(rule, pieces, text, start)):
            yield rule, found


@cache
def _openings() -> tuple[tuple[Rule, re.Pattern[str] | None], ...]:
    """The rules with the words that each must begin with, for passing most of them by quickly."""
    return tuple((rule, steps(rule.pattern)[0].words) for rule in RULES)


def _remembering(pieces: Mapping[str, Piece]) -> dict[str, Piece]:
    """The same pieces, each reading a place of one text only once."""
    return {name: cache(piece) for name, piece in pieces.items()}


def _deadline(written: str, meaning: Meaning) -> Deadline:
    """The deadline with its words, an event's as they are written."""
    relative = meaning.relative
    if relative and relative.from_ and (at := lower(written).rfind(relative.from_)) >= 0:
        event = " ".join(written[at : at + len(relative.from_)].split())
        relative = replace(relative, from_=event)  # type: ignore[call-arg]  # by its name, not its alias
    return Deadline(
        text=" ".join(written.split()),
        kind=meaning.kind,
        start=meaning.start,
        end=meaning.end,
        boundary=meaning.boundary,
        rrule=meaning.rrule,
        relative=relative,
    )


def _is_said_again(mention: Mention[Deadline], following: Sequence[Mention[Deadline]], text: str) -> bool:
    """A bare "hằng năm" or "định kỳ" whose day is named later in its sentence: the later one holds."""
    if mention.rule not in ("<frequency>", "regularly", "regularly <cycles>"):
        return False
    for later in following:
        if sentence_end.search(text, mention.end, later.start):
            return False
        if later.value.kind == "recurring" and "BY" in (later.value.rrule or ""):
            return True
    return False


def lower(text: str) -> str:
    """`text` in lower case, letter for letter, common misspellings put right."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    for wrong, right in spellings().items():
        lowered = lowered.replace(wrong, right)
    return lowered


_opening = re.compile(
    r"(?<![^\W_])(?:\d|½|[tq]\.?\s?(?=[\di])|\((?=\d)|(?:trước|chậm|muộn|trễ|không|hạn|thời|đến|tới|cho|hết|hoàn|xong|kết|trong|vào|ngay|từ|kể|bắt"
    r"|giai|nhiệm|kỳ|cả|năm|các|hai|tháng|quý|quí|ngày|thượng|trung|hạ|mùng|nửa|đầu|giữa|cuối|những|h[ằàắẳ]ng|mỗi|từng|theo|một|định|chế"
    r"|thường|liên|riêng|sau|tối|ít|khoảng|là|lúc|vòng|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|sớm|số|thứ|chủ|sáng|chiều|tuần|học)(?![^\W\d_]))"
)
