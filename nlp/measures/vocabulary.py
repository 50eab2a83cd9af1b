"""How measured numbers are worded: the units that follow them, and the tables of `knowledge/quantities.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from models.records import Comparator

Kind = Literal["percent", "money", "count", "measure", "duration", "age", "score", "rank", "bare"]


def counted_noun(words: str) -> str | None:
    """What is counted by `words`: "hồ sơ" of "số hồ sơ giải quyết trễ hạn"; None where no known noun begins them."""
    noun = vocabulary().counted.match(" " + re.sub(r"(?i)^(?:tổng )?số ", "", " ".join(words.split())))
    return " ".join(noun[1].split()) if noun else None


_per = re.compile(r"\s?/\s?(\d{1,3}(?:\.\d{3})*\s)?([^\W\d_]+[23²³]?(?:\s[^\W\d_]+)?)")
PERCENT = re.compile(r"\s{0,2}(%|‰|phần trăm\b|phần nghìn\b)", re.IGNORECASE)
_acronym = re.compile(r"\s{1,3}([A-ZĐ]{2,}[A-Za-zĐđ0-9]*)\b")
_plain = re.compile(r"\s{1,3}([a-zà-ỹđ]+)(?![^\W_])(\s[a-zà-ỹđ]+(?![^\W_]))?")


def read_unit(text: str, at: int) -> tuple[str | None, Kind, Decimal, int]:
    """(unit, kind, what the number is multiplied by, end) of the unit at `at`."""
    knowledge = vocabulary()
    if percent := PERCENT.match(text, at):
        per, end = _read_per(text, percent.end())
        sign = "‰" if percent[1] in ("‰", "phần nghìn") else "%"
        return sign + per, "percent", Decimal(1), end
    scale = Decimal(1)
    if scaled := knowledge.scale.match(text, at):
        scale, at = Decimal(knowledge.scales[key(scaled[1])]), scaled.end()
    for kind, pattern in knowledge.units:
        if unit := pattern.match(text, at):
            per, end = _read_per(text, unit.end(), unit[1])
            return " ".join(unit[1].split()) + per, kind, scale, end
    if noun := knowledge.counted.match(text, at):
        end = noun.start(1) + len(_without_verb(_one_case(noun[1]), text[noun.end() :][:20]))
    elif noun := _acronym.match(text, at):
        end = noun.end()
    elif (noun := _plain.match(text, at)) and key(noun[1]) not in knowledge.stop:
        end = noun.end(2 if noun[2] and key(noun[2]) not in knowledge.stop else 1)
    else:
        return None, "bare", scale, at
    per, after = _read_per(text, end, text[noun.start(1) : end])
    return " ".join(text[noun.start(1) : end].split()) + per, "count", scale, after


def _one_case(nouns: str) -> str:
    """`nouns` up to where a name begins: of "công trình, Thành phố" the first."""
    name = re.search(r",\s?(?=[A-ZĐ])", nouns)
    return nouns[: name.start()] if name and nouns[0].islower() else nouns


def _without_verb(nouns: str, after: str) -> str:
    """`nouns` without a last one that is a verb here: of "chứng chỉ, tổ chức 08 lớp" the first."""
    first, comma, last = nouns.rpartition(",")
    following = _word.match(after)
    verb = comma and key(last) in vocabulary().verbs and following and key(following[1]) not in vocabulary().stop
    return first if verb else nouns


_word = re.compile(r"\s+(\w+)")


def _read_per(text: str, at: int, unit: str = "") -> tuple[str, int]:
    """What a unit is counted per: "/năm", "/100 bé gái"."""
    if not (per := _per.match(text, at)):
        return "", at
    words = per[2].split()
    named = f"{per[2].lower()} "
    if (
        per[1] and unit and (unit.lower().startswith(named.strip()) or named.startswith(f"{unit.lower()} "))
    ):  # "30 đơn vị/40 đơn vị" is a part of a whole
        return "", at
    two = len(words) == 2 and (bool(per[1]) or vocabulary().pairs.fullmatch(per[2]) is not None)
    end = per.end() if two or len(words) == 1 else per.start(2) + len(words[0])
    further, end_of_further = _read_per(text, end) if text[end : end + 1] == "/" else ("", end)
    return "/" + (per[1] or "") + text[per.start(2) : end] + further, end_of_further


@dataclass(frozen=True)
class Vocabulary:
    """`knowledge/quantities.toml`, compiled."""

    unmeasured: re.Pattern[str]
    compare: re.Pattern[str]
    compare_word: re.Pattern[str]
    compare_means: dict[str, Comparator]
    after: re.Pattern[str]
    after_means: dict[str, Comparator]
    scale: re.Pattern[str]
    scales: dict[str, int]
    units: tuple[tuple[Kind, re.Pattern[str]], ...]
    counted: re.Pattern[str]
    pairs: re.Pattern[str]
    glued: re.Pattern[str]
    stop: frozenset[str]
    verbs: frozenset[str]


def key(words: str) -> str:
    """`words` as the tables write them: in lower case, one blank between two."""
    return " ".join(words.lower().split())


def _one_of(words: Iterator[str] | list[str]) -> str:
    """A pattern for any of `words`, the longest first; letters may not follow it."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in ordered) + r")(?![^\W_])"


@cache
def vocabulary() -> Vocabulary:
    """The tables, read once a process."""
    table: dict[str, Any] = tomllib.loads(
        resources.files("nlp").joinpath("knowledge/quantities.toml").read_text("utf-8")
    )
    compare = {word: row["means"] for row in table["compare"] for word in row["words"]}
    after = {word: row["means"] for row in table["after"] for word in row["words"]}
    units, nouns = table["units"], table["counted"]["nouns"]
    noun = r"(?!ban\s+hành)" + _one_of(nouns)
    every = [word for words in units.values() for word in words] + list(table["scales"])
    every += [noun for noun in nouns if noun not in table["counted"]["verbs"]]
    no_unit = rf"(?!\s{{0,3}}(?:%|{_one_of(every)}))"
    rows = [
        row["pattern"].replace(" ?", r"\s{0,3}").replace("<no unit>", "\0").replace(" ", r"\s{1,3}")
        for row in table["unmeasured"]
    ]
    plain = "|".join(sorted(word.replace(" ", r"\s{1,3}") for word in compare if " " in word))
    words = "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in sorted(compare, key=len, reverse=True))
    linked = r"(?:\s{1,3}(?:là|đạt|có|được|mức|khoảng|từ))?\s{0,3}$"
    flags = re.IGNORECASE | re.MULTILINE
    return Vocabulary(
        unmeasured=re.compile("|".join(f"(?:{row})" for row in rows).replace("\0", no_unit), flags),
        compare=re.compile(rf"(?<![^\W_])({words}){linked}", re.IGNORECASE),
        compare_word=re.compile(rf"(?<![^\W_])({plain}|\()\s{{0,3}}$", re.IGNORECASE),
        compare_means=compare,
        after=re.compile(rf"[^.;,:()\n\d]{{0,60}}?\s{{1,3}}({_one_of(list(after))})", re.IGNORECASE),
        after_means=after,
        scale=re.compile(rf"\s{{0,3}}({_one_of(list(table['scales']))})", re.IGNORECASE),
        scales=table["scales"],
        units=(
            (
                "money",
                re.compile(
                    rf"\s{{0,3}}({_one_of(units['money'])})(?!\s(?:hồ|bộ|chí|bào|thời|dân|bằng))", re.IGNORECASE
                ),
            ),
            ("age", re.compile(rf"\s{{1,3}}({_one_of(units['age'])})", re.IGNORECASE)),
            ("duration", re.compile(rf"\s{{1,3}}({_one_of(units['duration'])})(?!\s+công(?!\s+tác))", re.IGNORECASE)),
            (
                "score",
                re.compile(
                    rf"\s{{1,3}}({_one_of(units['score'])})(?!\s+(?:du|dân|bán|truy|ngập|nghẽn|bưu|trường|cầu|không|chưa|đen|sạt|nóng))",
                    re.IGNORECASE,
                ),
            ),
            ("measure", re.compile(rf"\s{{0,3}}({_one_of(units['measure'])})", re.IGNORECASE)),
        ),
        counted=re.compile(rf"\s{{1,3}}({noun}(?:\s?(?:,|,?\s?và)\s{{1,2}}{noun}){{0,5}})", re.IGNORECASE),
        pairs=re.compile(noun, re.IGNORECASE),
        glued=re.compile(rf"{_one_of(units['measure'])}", re.IGNORECASE),
        stop=frozenset(table["counted"]["stop"]),
        verbs=frozenset(table["counted"]["verbs"]),
    )
