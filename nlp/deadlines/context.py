"""Whether a phrase of time is a deadline where it stands: by what is around it in its sentence.

The signs are rows of `knowledge/deadlines.toml`. A date of effect, a past fact, a year in a plan's name, an adjective
("kế hoạch hằng năm") are no deadlines.
"""

import re
import tomllib
from bisect import bisect
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from nlp.deadlines.grammar import Meaning, Rule, Setting, words

REACH = 240
"""Characters looked at on either side."""

sentence_end = re.compile(r"[;|\n]|(?<!\.)[.!?](?=\s)|(?<=\s)[+•]\s")
_numbering = re.compile(r"(?:[\s\-–—+*•·:]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)]\s)*")
_whole_year = re.compile(r"(?:trong |năm |hoàn thành |đến |hết ){0,4}\d{4}|năm học .*")
_unread = re.compile(r"(?:tháng|quý|quí|tuần|ngày|kỳ|[/\d]|\b[tq])[^;]{0,20}$")
_heads = re.compile(rf"(?:^|[|\n]){_numbering.pattern}$")
_cell_opens = re.compile(r"(?:^|[|\n])[\s\-–+•]{0,4}$")
_cell_ends = re.compile(r"[\s.,;]{0,4}(?:[|\n]|$)")
_of_topic = re.compile(rf"{_numbering.pattern}(?:đối với|về|riêng)\s[^:.]{{3,200}}:\s{{1,3}}")
_ongoing_duty = re.compile(r"(?:^|[,;(–])\s{0,3}(?:(?:là )?(?:nhiệm vụ|công việc)|thực hiện)\s{1,3}$")
_recurs = re.compile(
    r"(?:định kỳ|h[ằà]ng (?:năm|quý|tháng|tuần)|chế độ báo cáo"
    r"|báo cáo (?:năm|quý|tháng|tuần|0?6 tháng|sáu tháng|0?9 tháng|sơ kết|tổng kết))(?! (?:năm )?20\d\d)"
)
_recurs_opening = re.compile(
    rf"(?:^|[.\n|]){_numbering.pattern}(?:định kỳ )?h[ằà]ng (?:năm|quý|tháng|tuần)\s?,(?=[^.\n|]*$)"
)
_recurs_after = re.compile(
    r"[^;.()]{0,40}\((?:đối với |cho )?(?:báo cáo |kỳ )(?:định kỳ |sơ kết |tổng kết )?"
    r"(?:0?6 tháng|sáu tháng|năm|quý|tháng)(?! 20\d\d)"
)
_year_named = re.compile(r"(?:(?<!\d)|/)20\d\d(?!\d)")
_year_ahead = re.compile(r"(?:^|[.;:\n])[\s\-+*]{0,4}(?:trong )?năm (20\d\d)\s?[,:]")
_year_of_plan = re.compile(
    r"(?:cho |cả )?(?:đến|tới|trước|năm|giai đoạn|thời kỳ|nhiệm kỳ|trong năm \d{4},? và)(?!.*(?:ngày|tháng|quý|/)).*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: its sentence before and after it, in lower case.

    `heads`: it opens its point, not only a sentence in it; `is_cell`: it is all there is; `asked`: it is known to be
    about time, as a cell of a column of dates is.
    """

    before: str
    after: str
    heads: bool = False
    is_cell: bool = False
    asked: bool = False

    @property
    def opens(self) -> bool:
        """Nothing but a number or a bullet is before it."""
        return _numbering.fullmatch(self.before) is not None


def cell_around(text: str, start: int, end: int) -> Place:
    """A cell of a column of dates, or a phrase known to be about time."""
    return Place(text[max(0, start - REACH) : start], text[end : end + REACH], is_cell=True, asked=True)


def sentence_around(text: str, start: int, end: int) -> Place:
    """The sentence of `text` (in lower case) that holds start:end; a cell where it is all there is between bars."""
    before = text[max(0, start - REACH) : start]
    cut = max((stop.end() for stop in sentence_end.finditer(before)), default=0)
    after = text[end : end + REACH]
    stop_after = sentence_end.search(after)
    return Place(
        before=before[cut:],
        after=after[: stop_after.start()] if stop_after else after,
        heads=_heads.search(before) is not None,
        is_cell=bool(_cell_opens.search(before) and _cell_ends.match(after)),
    )


Years = tuple[tuple[int, int | None], ...]


def years_ahead(text: str, year: int | None = None) -> Years:
    """(from where on, year) of what a text is about: `year`, then "Năm 2026: …", and "Năm 2026, …" for its sentence."""
    years: list[tuple[int, int | None]] = [(0, year)]
    for found in _year_ahead.finditer(text):
        lasting = found[0].endswith(":")
        around = int(found[1]) if lasting else years[-1][1]
        years.append((found.end(), int(found[1])))
        if not lasting and (end := sentence_end.search(text, found.end())):
            years.append((end.end(), around))
    return tuple(sorted(years, key=lambda place: place[0]))


def setting_of(text: str, start: int, issued_on: date | None, years: Years) -> Setting:
    """What a phrase at `start` may take its year from; `years` are the text's `years_ahead`."""
    before = text[max(0, start - REACH) : start]
    sentence = before[max((stop.end() for stop in sentence_end.finditer(before)), default=0) :]
    recurs = list(_recurs.finditer(sentence))
    if not recurs and (opening := _recurs_opening.search(before)):
        recurs = list(_recurs.finditer(before, opening.start()))  # "Hằng năm, … xây dựng kế hoạch; báo cáo trước …"
        sentence = before
    named = recurs and _year_named.search(sentence, recurs[-1].end())
    return Setting(
        issued_on=issued_on,
        year=years[max(bisect(years, start, key=lambda place: place[0]) - 1, 0)][1],
        recurs=recurs[-1][0] if recurs and not named else "báo cáo" if _recurs_after.match(text, start) else None,
    )


def judge(rule: Rule, meaning: Meaning, phrase: str, place: Place, issued_on: date | None) -> bool:
    """Whether `phrase`, read by `rule`, is a deadline in its `place`."""
    if place.is_cell:
        if _speaks_against(meaning, phrase, place, in_cell=True):
            return False
        return (place.asked or rule.stands != "asked") and not _is_rest(rule, phrase, place)
    labelled = any(label.search(place.before) for label in _labels())
    if rule.name == "ongoing":
        return (
            place.heads
            or labelled
            or _of_topic.fullmatch(place.before) is not None
            or (not place.after.strip(" ).") and _ongoing_duty.search(place.before) is not None)
        )
    if _speaks_against(meaning, phrase, place):
        return False
    if rule.name in ("<frequency>", "regularly"):
        return _is_adverb(phrase, place) if meaning.rrule or rule.name == "regularly" else labelled
    bracketed = rule.name in PERIODS and _is_bracketed(meaning, place)
    if rule.stands == "asked" or (rule.stands == "cell" and not (labelled or bracketed)):
        return False
    if rule.stands == "opening" and not (labelled or bracketed) and not place.opens:
        return False
    if (
        _is_past(meaning, issued_on)
        and not labelled
        and not phrase.startswith(("hoàn thành", "xong", "hạn", "thời hạn"))
    ):
        return False
    return place.opens or labelled or bracketed or not _is_in_title(meaning, phrase, place)


PERIODS = ("<moment>", "<moment> - <moment>", "<month> - <month number>", "part of a month")
"""The rules of periods that may stand alone in brackets at the end of an order: "Rà soát biên chế (Quý II/2026)."."""


def _is_bracketed(meaning: Meaning, place: Place) -> bool:
    """Whether months or quarters stand alone in brackets at the end of a sentence that names no occasion."""
    if not (place.before.endswith("(") and re.fullmatch(r"\)\s{0,3}[.;,/]{0,3}\s{0,3}", place.after)):
        return False
    if meaning.kind != "during" or not meaning.start or not meaning.end or (meaning.end - meaning.start).days > 190:
        return False
    return not _word("title", "occasions").search(place.before[-LAST_WORDS:])


@cache
def spellings() -> dict[str, str]:
    """Words as they are mistyped, each with the right word of the same length."""
    table: dict[str, str] = _knowledge()["spelling"]
    return {wrong: right for wrong, right in table.items() if len(wrong) == len(right)}


def _is_rest(rule: Rule, phrase: str, place: Place) -> bool:
    """A year or a duration left over from a phrase that no rule reads: part of a deadline says something else."""
    if rule.name == "<duration>":
        return "trước" in place.before
    return _whole_year.fullmatch(phrase) is not None and _unread.search(place.before) is not None


def _speaks_against(meaning: Meaning, phrase: str, place: Place, in_cell: bool = False) -> bool:
    for sign in _against():
        if in_cell and not sign.cells:
            continue
        if (sign.phrases and not phrase.startswith(sign.phrases)) or (sign.kinds and meaning.kind not in sign.kinds):
            continue
        if sign.pattern.search(place.before) if sign.side == "before" else sign.pattern.match(place.after):
            return True
    return False


def _is_past(meaning: Meaning, issued_on: date | None) -> bool:
    """Over before the document was issued, or begun in a year before it and without an end."""
    if not issued_on or meaning.kind not in ("by", "during"):
        return False
    if meaning.end:
        return meaning.end < issued_on
    return bool(meaning.start and meaning.start.year < issued_on.year)


def _is_in_title(meaning: Meaning, phrase: str, place: Place) -> bool:
    """A year or a term after the name of a plan, with no aim between them and none after."""
    if meaning.kind not in ("by", "during") or not _year_of_plan.fullmatch(phrase):
        return False
    title, aim, follows = (_word("title", name) for name in ("names", "aims", "follows"))
    names = [found.end() for found in title.finditer(place.before)]
    return bool(names) and not aim.search(place.before, names[-1]) and not follows.match(place.after)


def _is_adverb(phrase: str, place: Place) -> bool:
    """ "hằng năm" says when something is done, not which: it opens the clause, or a verb is at its side."""
    if place.opens or phrase.startswith("theo") or "lần" in phrase:
        return True
    if _word("adverb", "nouns").search(place.before):
        return False
    if place.before.rstrip().endswith((",", ":", "(", "–")):
        return True
    if phrase.endswith("định kỳ") and _word("adverb", "reported").search(place.before):
        named = _word("adverb", "planned").search(place.before[-LAST_WORDS:])
        if _word("adverb", "or_else").match(place.after) and not named:
            return True
    if "," in phrase and _word("adverb", "owed").search(place.before):
        return not _word("adverb", "form").search(place.before[-LAST_WORDS:])
    if not phrase.startswith("định kỳ"):
        if _word("adverb", "reports").search(place.before) or _word("adverb", "unplanned").match(place.after):
            return True
        if phrase.startswith(("hằng", "hàng")) and not place.after.strip(" ."):
            return not _word("adverb", "recurs").search(place.before[-LAST_WORDS:])
    return bool(_word("adverb", "follows").match(place.after) or _word("adverb", "leads").search(place.before))


LAST_WORDS = 90
"""Characters before "hằng năm" at the end of a sentence, where what recurs may be named."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that a phrase is no deadline: a row of the table."""

    side: str
    pattern: re.Pattern[str]
    phrases: tuple[str, ...]
    kinds: tuple[str, ...]
    cells: bool = False


@cache
def _knowledge() -> dict[str, Any]:
    return tomllib.loads((files("nlp") / "knowledge" / "deadlines.toml").read_text("utf-8"))


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    return tuple(words(f"(?:{row['pattern']})$") for row in _knowledge()["label"])


@cache
def _against() -> tuple[Sign, ...]:
    return tuple(
        Sign(
            row["side"],
            words(f"(?:{row['pattern']})$" if row["side"] == "before" else row["pattern"]),
            tuple(row.get("phrases", ())),
            tuple(row.get("kinds", ())),
            row.get("cells", False),
        )
        for row in _knowledge()["against"]
    )


@cache
def _word(table: str, name: str) -> re.Pattern[str]:
    pattern = _knowledge()[table][name]
    return words(
        f"(?<![^\\W_]){pattern}$"
        if pattern.endswith(" ")
        else pattern
        if name in ("follows", "or_else")
        else rf"(?<![^\W_]){pattern}(?![^\W_])"
    )
