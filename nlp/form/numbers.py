"""The grammar of a document's number and notation ("số, ký hiệu").

    35/KH-UBND   19/2014/QĐ-TTg   66.19/2026/NQ-CP   24/2016/QH14   299/UBND-TTHC   20-KH/BCĐ 57   19-2017/NQ-CP

A number is a serial, perhaps a year, and the notation: the kind's abbreviation and the issuer's, or for a letter the
issuer's and the drafting unit's (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3); the Party puts the stroke elsewhere
(Hướng dẫn 36-HD/VPTW).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

UPPER = "A-Z" + "".join(
    c for c in map(chr, [*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)]) if c.isalpha() and c.isupper()
)
"""Capital letters of Vietnamese, for a character class."""

SERIAL = r"\d{1,6}(?:\.\d{1,3})?[a-zA-Z]?(?!\w)"
YEAR = r"(?:19|20)\d{2}"
_PART = rf"(?=[\w&]{{0,12}}[{UPPER}])[^\W_][\w&]{{0,15}}(?:\.[{UPPER}\d][\w&]{{0,9}})*"
_STROKE = r"\s?[/⁄]\s?"
_DASH = r"\s?[-–‑]\s?"
_MORE = rf"(?:[-–‑/]{_PART}|(?:\s[-–‑/]\s?|[-–‑/]\s)(?=[\w&]{{0,8}}[{UPPER}][\w&]{{0,8}}[{UPPER}\d]){_PART})"
NOTATION = rf"{_PART}{_MORE}{{0,4}}(?:(?<=BCĐ)\s\d{{1,3}}\b)?(?:\(\d{{1,2}}\))?(?:\s[{UPPER}]{{1,4}}(?=\sngày\s\d))?"

NUMBER = re.compile(
    rf"(?<![\w/.,#®*-])(?P<serial>{SERIAL})"
    rf"(?:(?:{_STROKE}|{_DASH})(?P<year>{YEAR}))?"
    rf"(?P<join>{_STROKE}|{_DASH})(?P<notation>{NOTATION})(?![\w/])"
)

UNREAD = re.compile(
    rf"(?P<unread>[^/]{{0,16}}?)\s*(?:/{{1,2}}\s*(?:(?P<year>{YEAR})\s*/\s*)?(?P<notation>{NOTATION})"
    rf"|-\s*(?P<party_notation>[{UPPER}]{{2,5}}/{NOTATION}))"
)
"""A number whose serial is blank, dots, or handwriting that was read as anything: "      /KH-UBND", "#6 /QĐ-BCĐ"."""


@dataclass(frozen=True, slots=True)
class Number:
    """`text` is as printed, without blanks: "35/KH-UBND" is serial "35" and notation "KH-UBND"."""

    serial: str
    year: str | None
    notation: str
    text: str


def find_numbers(text: str) -> Iterator[tuple[int, int, Number]]:
    """(start, end, number) of each document number in `text`; dates and fractions are none."""
    for match in NUMBER.finditer(text):
        number = _number(match)
        if number:
            yield match.start(), match.end(), number


def parse_number(text: str) -> Number | None:
    """`text` as a number, when it is one from its beginning to its end."""
    match = NUMBER.fullmatch(text.strip())
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Number | None:
    notation = match["notation"]
    if "/" not in match[0] and not re.match(rf"[{UPPER}][\w]*{_DASH}", notation):
        return None  # "12-KH" is a range or a code; the Party's form has a stroke
    return Number(match["serial"], match["year"], squeeze(notation), squeeze(match[0]))


def squeeze(text: str) -> str:
    """`text` without blanks, its dashes and strokes made plain."""
    return re.sub(r"\s", "", text).replace("–", "-").replace("‑", "-").replace("⁄", "/")


REPAIRS = {"QD": "QĐ", "ND": "NĐ", "HDND": "HĐND", "BCD": "BCĐ", "TTG": "TTg", "TTR": "TTr", "CD": "CĐ"}
"""Parts of a notation that no office has, and what was printed: a scan loses the stroke of Đ."""

STROKES = {"BCD": "BCĐ", "GDDT": "GDĐT", "KHDT": "KHĐT", "LDTBXH": "LĐTBXH"}
"""The same inside longer parts: BCĐCCHC, SGDĐT."""


def repaired(text: str) -> str:
    """A number or notation with such letters put right, and the dash before "UBND" that a scan swallowed."""
    text = re.sub(r"[^\W\d_]+", lambda m: REPAIRS.get(m[0], m[0]), text.replace("Ð", "Đ"))
    text = re.sub(r"(?<![^\W_])BCD(?=[A-Z])|GDDT(?!\w)|KHDT(?!\w)|LDTBXH", lambda m: STROKES[m[0]], text)
    return re.sub(r"(?:^|(?<=/))(QĐ|KH|CT|TB|BC|TTr|NQ|CĐ|GM|CTr)(?=(?:UBND|HĐND)\b)", r"\1-", text)


def abbreviation(notation: str) -> str:
    """The part of `notation` that may name the kind: "KH" of "KH-UBND" and of "KH/BCĐ57"."""
    return re.split(r"[-/]", notation, maxsplit=1)[0]
