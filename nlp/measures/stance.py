"""What a sentence says about its numbers: aimed at, ordered, achieved; and which of them are norms.

A number's stance is that of the last word of stance before it. A norm is a condition, a rate, a requirement: a number
that nobody is to reach. The words for both are rows of `knowledge/measures.toml`.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from nlp.mention import Mention
from nlp.quantities import Quantity

Stance = Literal["aimed", "ordered", "achieved"]

NEAR = 600
"""Characters before a number in which what makes it a norm is looked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word of stance that ends at `place`; it holds from `holds` on, everywhere in the sentence where that is -1."""

    place: int
    holds: int
    stance: Stance


def stances_in(text: str, sentence: tuple[int, int]) -> list[Said]:
    """The words of stance of a sentence; an order holds in its own part, one that leads a list in holds for it all."""
    knowledge = measures()
    colon, semicolon = text.find(":", *sentence), text.find(";", *sentence)
    lead_in = colon if -1 < colon < semicolon else sentence[0]
    found: list[Said] = []
    for match in knowledge.stance.finditer(text, *sentence):
        stance = knowledge.stances[match.lastgroup or ""]
        if stance == "ordered" and _done.search(text, max(sentence[0], match.start() - 30), match.start()):
            continue  # "đã đề nghị 27 đơn vị" tells what was done
        everywhere = stance != "ordered" or match.end() <= lead_in
        found.append(Said(match.end(), -1 if everywhere else match.end(), stance))
    return found


def stance_at(stances: list[Said], at: int, part: int) -> Stance | None:
    """The last stance before `at` that holds in the part that begins at `part`."""
    for said in reversed(stances):
        if said.place <= at and (said.holds < 0 or said.holds >= part):
            return said.stance
    return None


def is_told(opens: bool, quantity: Quantity, after: str) -> bool:
    """Whether what the number counts has done something, where it `opens` its clause: "100% các phòng đã thực hiện"."""
    return opens and quantity.kind in ("percent", "count") and bool(_did.match(after))


_done = re.compile(r"(?<!\w)đã(?:\s+[^\W\d_]+){0,3}\s+$", re.IGNORECASE)
_did = re.compile(
    r"^(?:(?!\s(?:hoặc|có)\s)[^;.,:]){1,120}?(?<!\w)đã\s(?!được\s(?:phê|ban|giao|quy|duyệt|cấp|thủ)|phê|số|có\s(?:tài|hồ)|tiếp\snhận|thu\sthập|hết|đăng|đề|xác|nêu)"
    r"(?:được\s)?(?![^;.]*\b(?:được|phải)\b)",
    re.IGNORECASE,
)


def titles_in(text: str, sentence: tuple[int, int]) -> list[tuple[int, int, bool]]:
    """(start, end, whether in quotation marks) of the titles that a sentence cites: their numbers are not its own."""
    cited = [(match.end(), text.find(";", match.end(), sentence[1])) for match in _cited.finditer(text, *sentence)]
    titles = [(start, end if end > 0 else sentence[1], False) for start, end in cited]
    return titles + [(*match.span(), True) for match in _quoted.finditer(text, *sentence)]


def in_title(text: str, titles: list[tuple[int, int, bool]], stances: list[Said], at: int) -> bool:
    """Whether `at` is in a cited title: a word of stance after a comma ends one that is not in quotation marks."""
    for start, end, quoted in titles:
        if start < at < end:
            comma = None if quoted else _clause.search(text, start, at)
            if not comma or not any(comma.end() < said.place <= at for said in stances):
                return True
    return False


_cited = re.compile(
    r"(?:số:?\s{0,2}|/)\d{0,5}/?[\w.-]*[A-ZĐ]{2,}[\w-]*[^;.]{0,120}?\b(?:về|phê duyệt|ban hành|quy định|sửa đổi)\b"
)
_quoted = re.compile(r"“[^”]{0,400}”")


_clause = re.compile(r"[,)]\s")


def norms_in(text: str, sentence: tuple[int, int]) -> list[tuple[int, bool]]:
    """(where it ends, whether it is firm) of the words of a sentence that make the numbers after them norms.

    A firm norm is one whatever word of aim stands before the number.
    """
    words, known = text[slice(*sentence)], measures()
    soft = [(sentence[0] + match.end(), False) for match in known.norm.finditer(words)]
    return soft + [(sentence[0] + match.end(), True) for match in known.firm.finditer(words)]


def is_norm(
    norms: list[tuple[int, bool]], before: str, quantity: Mention[Quantity], after: str, *, firm: bool = False
) -> bool:
    """Whether the number is a condition, a rate, a technical requirement … rather than something to be reached."""
    known, after, near = measures(), after[:250], before[-80:]
    at = quantity.start
    if any(at - NEAR <= end <= at and (hard or not firm) for end, hard in norms):
        return True
    if firm:
        return bool(known.firm_after.match(after))
    if quantity.value.comparator in ("increase", "decrease"):  # "cắt giảm 20% chi phí" is no payment
        return bool(known.norm_before.search(near) or known.firm_after.match(after))
    return bool(
        (quantity.value.kind == "percent" and known.paid.search(near))
        or (quantity.value.was is None and known.norm_before.search(near))
        or (quantity.value.kind in ("count", "money", "bare") and known.remains.search(near))
        or known.norm_after.match(after)
    )


@dataclass(frozen=True)
class Measures:
    """`knowledge/measures.toml`, compiled; `words` are patterns still, to be built into others."""

    stance: re.Pattern[str]
    stances: dict[str, Stance]
    aim_word: re.Pattern[str]
    norm: re.Pattern[str]
    firm: re.Pattern[str]
    norm_before: re.Pattern[str]
    remains: re.Pattern[str]
    paid: re.Pattern[str]
    norm_after: re.Pattern[str]
    firm_after: re.Pattern[str]
    bound: re.Pattern[str]
    order: re.Pattern[str]
    quota: re.Pattern[str]
    share: re.Pattern[str]
    words: dict[str, str]


@cache
def measures() -> Measures:
    """The words of stance and the norms, read once a process."""
    table: dict[str, Any] = tomllib.loads(resources.files("nlp").joinpath("knowledge/measures.toml").read_text("utf-8"))

    def either(name: str, firm: bool = False) -> re.Pattern[str]:
        rows = [row for row in table[name] if row.get("firm", False) or not firm]
        return re.compile("|".join(rf"(?<!\w)(?:{_blanks(row['pattern'])})" for row in rows), re.IGNORECASE)

    stances = {row["means"]: _blanks(row["pattern"]) for row in table["stance"]}
    named = "|".join(f"(?P<{means}>{pattern})" for means, pattern in stances.items())
    return Measures(
        stance=re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.IGNORECASE),
        stances={"aimed": "aimed", "ordered": "ordered", "achieved": "achieved"},
        aim_word=re.compile(rf"(?<!\w)(?:{stances['aimed']}|bảo đảm|đảm bảo)(?!\w)", re.IGNORECASE),
        norm=either("norm"),
        firm=either("norm", firm=True),
        norm_before=either("norm_before"),
        remains=either("remains"),
        paid=either("paid"),
        norm_after=either("norm_after"),
        firm_after=either("norm_after", firm=True),
        bound=either("bound"),
        order=either("order"),
        quota=either("quota"),
        share=either("share"),
        words={name: "(?:" + "|".join(_blanks(word) for word in words) + ")" for name, words in table["words"].items()},
    )


def _blanks(pattern: str) -> str:
    return pattern.replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")
