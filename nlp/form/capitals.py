"""Capitals as official Vietnamese writes them (Nghị định 30/2020/NĐ-CP, Phụ lục II), from names printed in capitals.

"ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI" is "Ủy ban nhân dân tỉnh Quảng Ngãi".
"""

import re
from functools import cache

from nlp.form.tables import words


def proper(text: str) -> str:
    """`text`, printed in capitals, with the capitals of running text; mixed case stays as it is."""
    text = " ".join(text.split())
    if not is_capitals(text):
        return text
    written = text.lower()
    written = _PLACE().sub(lambda m: m[1] + " " + titled(m[2]), written)
    written = _PHRASES().sub(lambda m: _BY_FOLD()[m[0].lower()], written)
    written = OWN_NAME.sub(lambda m: m[1] + m[2].upper(), written)
    written = re.sub(r"((?:,| và| -)\s)(\w)", lambda m: m[1] + m[2].upper(), written) if _domain(written) else written
    return written[:1].upper() + written[1:]


OWN_NAME = re.compile(
    r"((?:^|\s)(?:bộ|sở|(?:tổng |chi )?cục|viện|phòng|thanh tra|trung tâm|bệnh viện)\s|^(?:ban|vụ|trường|quỹ|trạm)\s)"
    r"(?!trưởng)(\w)"
)
"""The first letter of what an office is called by, behind the word for what it is."""


def is_capitals(text: str) -> bool:
    """Whether nearly all letters of `text` are capitals, and there are two at least."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def titled(text: str) -> str:
    """Each syllable with a capital: a place's name."""
    return re.sub(r"[^\W\d]+", lambda m: m[0][0].upper() + m[0][1:], text)


def _domain(written: str) -> bool:
    """Whether it is a name of the kind "Sở Giáo dục và Đào tạo", whose parts all have capitals."""
    return bool(re.match(r"(?:bộ|sở|tổng cục|cục|vụ|phòng|ban|thanh tra|chi cục)\s", written, re.I))


@cache
def _PLACE() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    names = "|".join(words("offices", "places"))
    return re.compile(
        rf"(?<!\w)({names}|thành [uủ][ỷy])\s+((?:(?!(?:{names}|về|và|của|khóa|nhiệm)\b)[^\W\d]+(?:\s-)?\s*)+)"
    )


@cache
def _PHRASES() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    phrases = "|".join(map(re.escape, words("offices", "phrases")))
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.I)


@cache
def _BY_FOLD() -> dict[str, str]:  # noqa: N802 - a table, made once
    return {p.lower(): p for p in words("offices", "phrases")}
