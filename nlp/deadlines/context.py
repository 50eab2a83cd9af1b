# ruff: noqa: E501
"""Whether a phrase of time is a deadline where it stands: by what is around it in its sentence.

The signs are rows of `knowledge/deadlines.toml`. A date of effect, a past fact, a year in a title, an adjective
("kế hoạch hằng năm") are no deadlines.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from nlp.deadlines.grammar import Meaning, Rule, Setting, words

REACH = 240
"""Characters looked at on either side."""

sentence_end = re.compile(r"[;|\n]|[.!?](?=\s|$)|(?<=\s)[+•]\s")
_numbering = re.compile(r"(?:[\s\-–—+*•·]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)]\s|\d{1,2}\s*\||\()*")
_recurs = re.compile(
    r"(?:định kỳ|h[ằà]ng (?:năm|quý|tháng|tuần)|báo cáo (?:năm|quý|tháng|0?6 tháng|sáu tháng|0?9 tháng|sơ kết|tổng kết|tuần)"
    r"|chế độ báo cáo)(?! (?:năm )?\d)"
)
_year_named = re.compile(r"(?:(?<!\d)|/)20\d\d(?!\d)")
_year_ahead = re.compile(r"(?:^|[.;:\n]\s{0,3}|trong )năm (20\d\d)\s?[,:]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: its sentence before and after it, in lower case."""

    before: str
    after: str
    alone: bool = False

    @property
    def opens(self) -> bool:
        """Nothing but a number or a bullet is before it."""
        return _numbering.fullmatch(self.before) is not None


def sentence_around(text: str, start: int, end: int) -> Place:
    """The sentence of `text` (in lower case) that holds start:end."""
    since = max(0, start - REACH)
    before = text[since:start]
    cut = 0
    for stop in sentence_end.finditer(before):
        cut = stop.end()
    after = text[end : end + REACH]
    stop_after = sentence_end.search(after)
    return Place(before[cut:], after[: stop_after.start()] if stop_after else after)


def setting_of(text: str, start: int, issued_on: date | None) -> Setting:
    """What a phrase at `start` may take its year from."""
    before = text[max(0, start - REACH) : start]
    sentence = before[max((stop.end() for stop in sentence_end.finditer(before)), default=0) :]
    recurs = [found.end() for found in _recurs.finditer(sentence)]
    year = None
    for found in _year_ahead.finditer(text, 0, start):
        year = int(found[1])
    return Setting(issued_on, year, bool(recurs) and not _year_named.search(sentence, recurs[-1]))


def judge(rule: Rule, meaning: Meaning, words_of: str, place: Place, issued_on: date | None) -> bool:
    """Whether the phrase `words_of`, read by `rule`, is a deadline in its `place`."""
    if place.alone:
        return True
    labelled = any(row.search(place.before) for row in _labels())
    if rule.name == "ongoing":
        return place.opens or labelled
    if any(_speaks_against(row, rule, place) for row in _against()):
        return False
    if rule.name in ("<frequency>", "regularly"):
        return _is_adverb(words_of, place)
    if place.opens or labelled:
        return not _is_past(meaning, issued_on) or (labelled and meaning.kind == "by")
    if _is_past(meaning, issued_on):
        return False
    if rule.stands == "alone":
        return False
    return not (meaning.kind in ("during", "by") and _is_in_title(words_of, place))


def _is_past(meaning: Meaning, issued_on: date | None) -> bool:
    return bool(issued_on and meaning.kind in ("by", "during") and meaning.end and meaning.end < issued_on)


def _is_in_title(words_of: str, place: Place) -> bool:
    """A year or term after the name of a plan, with no verb of doing between them."""
    if "ngày" in words_of or "tháng" in words_of or "quý" in words_of or "/" in words_of:
        return False
    title, aim = _title()
    names = [found.end() for found in title.finditer(place.before)]
    if not names:
        return False
    return not aim.search(place.before, names[-1])


def _is_adverb(words_of: str, place: Place) -> bool:
    """ "hằng năm" says when something is done, not which: it opens the clause, or follows what is done."""
    if place.opens:
        return True
    before = place.before.rstrip()
    if before.endswith((",", ":", "(", "-", "–")):
        return True
    return not _adjective().search(place.before)


def _speaks_against(row: "Against", rule: Rule, place: Place) -> bool:
    if row.phrases and rule.name not in row.phrases:
        return False
    if row.where == "before":
        return row.pattern.search(place.before) is not None
    return row.pattern.match(place.after) is not None


@dataclass(frozen=True, slots=True)
class Against:
    """A sign that a phrase is no deadline."""

    name: str
    where: str
    pattern: re.Pattern[str]
    phrases: frozenset[str]


@cache
def _knowledge() -> dict[str, Any]:
    return tomllib.loads((files("nlp") / "knowledge" / "deadlines.toml").read_text("utf-8"))


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    return tuple(words(f"(?:{row['pattern']})$") for row in _knowledge()["label"])


@cache
def _against() -> tuple[Against, ...]:
    return tuple(
        Against(
            row["name"],
            row["where"],
            words(f"(?:{row['pattern']})$" if row["where"] == "before" else row["pattern"]),
            frozenset(row.get("phrases", ())),
        )
        for row in _knowledge()["against"]
    )


@cache
def _title() -> tuple[re.Pattern[str], re.Pattern[str]]:
    title = _knowledge()["title"]
    return words(rf"(?<![^\W_]){title['names']}(?![^\W_])"), words(rf"(?<![^\W_]){title['aims']}(?![^\W_])")


@cache
def _adjective() -> re.Pattern[str]:
    return words(rf"(?<![^\W_]){_knowledge()['adjective']['nouns']} $")
