"""Short forms: those that every office uses ("UBND", "Sở KH&CN"), and those that a document defines for itself."""

import re
from functools import cache

from nlp.units.places import key
from nlp.units.tables import rows

HEADS = r"(?:Sở|Bộ|Phòng|Ban|Vụ|Cục|Chi cục|Trung tâm|Viện|Trường)"

DEFINED = re.compile(
    r"\(\s*(?:(?:sau đây|dưới đây)\s+)?(?:(?:gọi|viết)\s+(?:tắt|chung)?\s*(?:là|:)\s*)?[\"“']?"
    r"(?P<short>[^\W\d_][\w&.,\- ]{1,60}?)[\"”']?\s*\)"
)
"""A short form in brackets: "(SNV)", "(sau đây gọi tắt là Ban Chỉ đạo)"."""


def spelt_out(name: str) -> str:
    """`name` with the short forms that every office uses spelt out: "Sở KH&CN" is "Sở Khoa học và Công nghệ"."""
    words, domains = tables()
    name = words_pattern().sub(lambda found: words[found[0]], name)
    return domains_pattern().sub(lambda found: f"{found[1]} {domains[key(found[2])]}", name)


@cache
def tables() -> tuple[dict[str, str], dict[str, str]]:
    """Short forms for words anywhere, and those for what an office looks after, which follow its head word."""
    words = {row["short"]: row["long"] for row in rows("abbreviations.csv")}
    domains = {key(short): row["domain"] for row in rows("domains.csv") for short in row["short"].split("|") if short}
    return words, domains


@cache
def words_pattern() -> re.Pattern[str]:
    """Any short form that stands for words anywhere."""
    return re.compile(rf"(?<!\w)(?:{longest_first(tables()[0])})(?!\w)")


@cache
def domains_pattern() -> re.Pattern[str]:
    """A head word and a short form of what the office looks after."""
    return re.compile(rf"\b({HEADS})\s+({longest_first(tables()[1])})(?!\w)", re.IGNORECASE)


def longest_first(names: dict[str, str]) -> str:
    """The names as alternatives of a pattern."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


def defined_after(text: str, end: int) -> str | None:
    """The short form that brackets right after `text[:end]` define; None where there are none, or a remark."""
    found = DEFINED.match(text, end + (text[end : end + 1] == " "))
    if not found:
        return None
    short = found["short"].strip()
    said = "tắt" in found[0] or "chung" in found[0]
    return short if said or (short.isupper() and " " not in short) else None
