"""The words by which official prose orders, as patterns: `nlp/knowledge/orders.toml` and others, compiled once.

Patterns are matched against `masked` text: folded to small letters, each unit mention replaced by as many `UNIT` signs
as it has letters, so that offsets stay those of the text and a grammar of orders can say "units" in one sign.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

from models.records import Unit
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.order import Section

UNIT = "\ue000"

BY_RIGHT = r"(?:căn cứ|theo(?! dõi)|trong phạm vi|trên cơ sở)\s"
"""What introduces by what right a unit acts: "theo chức năng, nhiệm vụ được giao", and not "theo dõi"."""

ONE = rf"(?:các |những |toàn thể |tất cả )?{UNIT}+(?:\s*\([^()]{{0,120}}\))?"
UNITS = rf"{ONE}(?:(?:\s*[,;]\s*(?:và |cùng |cùng với |đồng chí )?|\s+(?:và|cùng|cùng với|hoặc)\s+|\s*[-–]\s+){ONE})*"
"""A list of units."""


def masked(text: str, units: Sequence[Mention[Unit]]) -> str:
    """`text` in small letters, its units as `UNIT` signs; offsets stay."""
    folded = fold(text)
    letters = list(folded if len(folded) == len(text) else text)
    for unit in units:
        letters[unit.start : unit.end] = UNIT * (unit.end - unit.start)
    return "".join(letters)


@cache
def phrases(name: str) -> str:
    """The phrases of `name` in orders.toml as one alternation, the longest first; commas may part their words."""
    return alternation(orders_table()[name])


def alternation(rows: Iterable[str]) -> str:
    """`rows` as one pattern, the longest first."""

    def spaced(phrase: str) -> str:
        return r"[\s,–-]+".join(re.escape(word.strip(",")) for word in fold(phrase).split())

    return "(?:" + "|".join(spaced(p) for p in sorted(rows, key=len, reverse=True)) + r")(?!\w)"


@cache
def orders_table() -> dict[str, list[str]]:
    """orders.toml."""
    return cast(dict[str, list[str]], tomllib.loads(read("orders.toml")))


def read(name: str) -> str:
    """The text of a table under nlp/knowledge."""
    return (files("nlp") / "knowledge" / name).read_text("utf-8")


@cache
def acting() -> re.Pattern[str]:
    """The opening of an action: a verb of orders, or an adverb that leads to one."""
    return re.compile(rf"\s*(?:{phrases('verb')}|{phrases('adverb')})")


def opens_action(text: str, at: int = 0) -> bool:
    """Whether the folded `text` says from `at` on what to do."""
    return bool(acting().match(text, at))


def opens_with(name: str, text: str) -> bool:
    """Whether the folded `text` opens with a phrase of `name`."""
    return bool(opener(name).match(text))


@cache
def opener(name: str) -> re.Pattern[str]:
    """A phrase of `name` at the beginning."""
    return re.compile(rf"\W*{phrases(name)}")


def holds(name: str, text: str) -> bool:
    """Whether a phrase of `name` stands anywhere in `text`."""
    return bool(anywhere(name).search(fold(text)))


@cache
def anywhere(name: str) -> re.Pattern[str]:
    """A phrase of `name`, as words of its own."""
    return re.compile(rf"(?<!\w){phrases(name)}")


def excluded(text: str, what: str | None = None) -> bool:
    """Whether `text` is of a kind that orders nothing (`nlp/knowledge/exclusions.toml`), or of the kind `what`."""
    return bool(exclusions(what).match(fold(text.strip(" -+*•"))))


def closes(text: str) -> bool:
    """Whether `text` is the closing words of a document: "Văn phòng thông báo để các đơn vị biết, thực hiện"."""
    return bool(exclusions("closing words").match(fold(text.strip())))


@cache
def exclusions(what: str | None = None) -> re.Pattern[str]:
    """Every exclusion, or those of one kind, as one pattern."""
    rows = tomllib.loads(read("exclusions.toml"))["exclusion"]
    return re.compile("|".join(f"(?:{row['opens']})" for row in rows if what in (None, row["what"])))


@cache
def sections() -> tuple[tuple[Section, re.Pattern[str], re.Pattern[str]], ...]:
    """Kinds of sections, each with the patterns of what opens its headings and of what stands in them."""
    table: dict[str, Any] = tomllib.loads(read("sections.toml"))
    return tuple(
        (
            cast(Section, kind),
            re.compile(rf"\W*(?:(?:về|các|một số|những) )?{alternation(row['opens'])}"),
            re.compile(rf"(?<!\w){alternation(row['has'])}"),
        )
        for kind, row in table.items()
    )


def section_of(heading: str) -> Section | None:
    """What the part under `heading` is for: the longest phrase decides; None where the heading doesn't say."""
    text = fold(heading)
    found = [
        (len(match[0].strip()), -order, kind)
        for order, (kind, opens, has) in enumerate(sections())
        for match in (opens.match(text), has.search(text))
        if match
    ]
    return max(found)[2] if found else None
